"""Keeping apart, reporting, looking into what was reported, and what follows from it."""
