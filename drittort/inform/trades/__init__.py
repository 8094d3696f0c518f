"""The trades of a house: what people of one trade ask, know and tell each other, in one place."""
