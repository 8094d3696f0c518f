"""Mail: written in the reader's language, handed over once, tried again while the server is away."""
