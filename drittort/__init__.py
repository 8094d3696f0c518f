"""Drittort: software that makes a coworking space a community."""

__version__ = "0.1.0"
