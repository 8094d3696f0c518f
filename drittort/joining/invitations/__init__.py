"""Asking somebody in, by name and with a sentence of one's own."""
