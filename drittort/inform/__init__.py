"""Inform: everybody knows what matters, nobody drowns."""
