"""What may be worth telling: each module says what of its things came to something, whose it was and when; whoever keeps stories asks these people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Worth:
    """Something that may be worth telling: the id of its row, whose it is, and the day on which it came to something."""

    id: int
    people: frozenset[int]
    on: date


Source = Callable[[int, date, date], Iterable[Worth]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that stories grow out of: its name as a thing ("need"), what it is called, and how what came of it is found."""

    name: str
    label: Any
    source: Source


KINDS: dict[str, Kind] = {}


def worth_telling(name: str, label: Any, source: Source) -> str:
    """Register a kind; returns its name, which is a thing of `core.moving`. The order of registration says what is asked about first.

    `source(space id, first day, last day)` tells what came to something on these days and still stands. It looks at what both sides know, never at an
    answer that only one of them reads: who is asked must not tell what somebody said.
    """
    KINDS[name] = Kind(name, label, source)
    return name


def found(space_id: int, first: date, last: date) -> Iterable[tuple[str, Worth]]:
    """Everything of a house that came to something on these days, as (thing, worth), what weighs most first."""
    for kind in KINDS.values():
        for one in kind.source(space_id, first, last):
            yield f"{kind.name}:{one.id}", one


def label(thing: str) -> str:
    """What kind of thing it is, in words; "" where nobody said."""
    kind = KINDS.get(thing.partition(":")[0])
    return str(kind.label) if kind else ""
