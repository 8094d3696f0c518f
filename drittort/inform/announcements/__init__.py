"""Announcements: what everybody, or everybody of a place or a role, has to know."""
