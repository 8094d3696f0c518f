"""The tables of joining, each in its feature's folder."""
