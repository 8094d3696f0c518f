"""A house as a file: written whole, and brought in again on this machine or on another."""
