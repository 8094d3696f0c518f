"""The tables of talk, each in its feature's folder."""
