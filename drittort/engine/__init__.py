"""The connection engine: pure numerics on arrays and frozen dataclasses. No Django, no input or output of its own."""
