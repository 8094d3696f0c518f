"""How log lines are written: where something failed and as what, and never with the words of the failure, which may be somebody's.

A log lies outside the house and outlives an erasure. What exactly failed stands with its job (`drittort jobs`), in the database, where it can be erased.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Wordless(logging.Formatter):
    """A formatter whose tracebacks name the kinds of errors without their messages, through the whole chain of causes."""

    def formatException(self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]) -> str:
        """The traceback without messages and without lines of source that hold values."""
        return "\n".join(wordless(ei[1])) if ei[1] is not None else ""


def wordless(error: BaseException) -> list[str]:
    """The lines of an error and of what caused it, oldest first."""
    lines: list[str] = []
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(found.__traceback__)]
        lines = [*frames, f"{type(found).__module__}.{type(found).__qualname__}", *lines]
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return lines
