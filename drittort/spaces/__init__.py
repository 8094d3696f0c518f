"""Spaces, their locations, roles and branding."""
