"""The queue of things to care for: each module registers what waits for a human, one page shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, DateField, DateTimeField, ExpressionWrapper, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what, a sentence, where to go, and since when."""

    title: str
    text: str
    path: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """Things that wait as rows of a table, the longest waiting first. All modules' rows are read in one question to the database.

    `item(number, words, on, at)` makes of a row what is shown. What these four are says a field or an expression each: a number (the row's own), a text (empty), a day
    (none) and since when it waits. At most `most` are shown.
    """

    rows: QuerySet[Any]
    item: Callable[[int, str, date | None, datetime], Item]
    at: Any
    words: Any = None
    on: Any = None
    number: Any = "pk"
    most: int = 5


Source = Callable[[Any, datetime], Sequence[Item | Rows]]
SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> Source:
    """Let `source(member, at)` contribute; it asks at most one cheap question, none where it gives `Rows`, and returns nothing to whom it does not concern."""
    SOURCES[name] = source
    return source


def items(person: Any, at: datetime) -> list[Item]:
    """Everything that waits for this person, the longest waiting first."""
    given = [one for source in SOURCES.values() for one in source(person, at)]
    rows = [one for one in given if isinstance(one, Rows)]
    return sorted([one for one in given if isinstance(one, Item)] + read(rows), key=lambda item: item.at)


def read(given: Sequence[Rows]) -> list[Item]:
    """The things of some rows, in one question."""
    parts = [
        one.rows.model._base_manager.filter(pk__in=one.rows.values("pk")[: one.most])
        .order_by()
        .values_list(
            Value(place, IntegerField()),
            Cast(one.number, BigIntegerField()),
            Cast(one.words or Value(""), TextField()),
            Cast(one.on or Value(None), DateField()),
            ExpressionWrapper(F(one.at) if isinstance(one.at, str) else one.at, output_field=DateTimeField()),
        )
        for place, one in enumerate(given)
    ]
    if not parts:
        return []
    first, *others = parts
    return [given[place].item(number, words, on, at) for place, number, words, on, at in first.union(*others, all=True)]
