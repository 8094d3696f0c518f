"""Surveys, social capital over time, and whether it works."""
