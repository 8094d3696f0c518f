"""The public way in: ask, look around, apply; and the conversation until somebody belongs."""
