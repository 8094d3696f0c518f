"""Lists page by (at, id); the cursor is a word in the address."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from drittort.core.errors import Invalid


def cursor(text: str, *, moment: bool = False) -> tuple[str, int] | None:
    """Read `key|id` from an address; None for the first page. Raises Invalid for anything else."""
    if not text:
        return None
    key, mark, last = text.rpartition("|")
    try:
        if not mark:
            raise ValueError
        if moment:
            datetime.fromisoformat(key)
        return key, int(last)
    except ValueError as error:
        raise Invalid from error


def number(text: str) -> int | None:
    """A number from an address, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def older(cursor: str, **others: str) -> str:
    """The address of the next page, relative to this one; empty at the end."""
    return "?" + urlencode({**{k: v for k, v in others.items() if v}, "after": cursor}) if cursor else ""
