"""Lists page by (at, id); the cursor is a word in the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Count, Model, Q, QuerySet, Window

from drittort.core.errors import Invalid


def cursor(text: str, *, moment: bool = False) -> tuple[str, int] | None:
    """Read `key|id` from an address; None for the first page. Raises Invalid for anything else."""
    if not text:
        return None
    key, mark, last = text.rpartition("|")
    try:
        # PostgreSQL takes no NUL in a text, and no database a moment that leaves the calendar in another zone.
        if not mark or "\0" in key:
            raise ValueError
        if moment:
            datetime.fromisoformat(key).astimezone(UTC)
        return key, int(last)
    except (ValueError, OverflowError) as error:
        raise Invalid from error


def number(text: str) -> int | None:
    """A number from an address, or None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def older(cursor: str, **others: str) -> str:
    """The address of the next page, relative to this one; empty at the end."""
    return "?" + urlencode({**{k: v for k, v in others.items() if v}, "after": cursor}) if cursor else ""


M = TypeVar("M", bound=Model)


def counted(rows: QuerySet[Any, Any], most: int) -> QuerySet[Any, Any]:
    """The first rows of a query, each with how many there are in all (`rows_in_all`), in one question to the database."""
    shown: QuerySet[Any, Any] = rows.annotate(rows_in_all=Window(Count("*")))[:most]
    return shown


def more_than_shown(rows: Sequence[tuple[Any, ...]]) -> int:
    """How many rows there are besides those shown, of tuples that end with `rows_in_all`."""
    return int(rows[0][-1]) - len(rows) if rows else 0


def newest_first(rows: QuerySet[M], moment: str, after: tuple[str, int] | None, size: int) -> tuple[list[M], str]:
    """A page of rows by the time field `moment` and id, newest on top, and the cursor of the next page (empty at the end)."""
    ordered = rows.order_by(f"-{moment}", "-id")
    if after is not None:
        at = datetime.fromisoformat(after[0])
        ordered = ordered.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "id__lt": after[1]}))
    found = list(ordered[: size + 1])
    if len(found) <= size:
        return found, ""
    last = found[size - 1]
    return found[:size], f"{getattr(last, moment).isoformat()}|{last.pk}"
