"""Introductions and needs: the first of the community's three verbs."""
