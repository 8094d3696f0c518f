"""The months of every figure, kept and shown."""
