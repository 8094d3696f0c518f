"""Ties derived from contacts of those who consented, the report, the map."""
