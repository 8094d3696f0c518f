"""Conversations of two or more people."""
