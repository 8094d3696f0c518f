"""Belonging to a house: how it ends and how it goes on, in one place for everybody who ends or resumes it."""
