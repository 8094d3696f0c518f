"""What modules bring when a machine is prepared; each function takes `demo` and does nothing when it was done."""

from collections.abc import Callable

PREPARED: list[Callable[..., None]] = []
