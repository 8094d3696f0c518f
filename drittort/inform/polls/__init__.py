"""Polls inside posts."""
