"""What modules above show on the page of a person or a company, beside their pieces of work: each registers its shelf, the pages ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drittort.members.models import Member
from drittort.members.profiles.rules import Owner


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """One thing on a shelf: what kind it is, its words with their language, a second line, and where it stands."""

    kicker: str
    title: str
    language: str
    line: str
    path: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A heading and the things below it."""

    title: str
    items: tuple[ShelfItem, ...]


Fill = Callable[[Member, Owner, datetime], Shelf | None]
SHELVES: dict[str, Fill] = {}


def shelf(name: str, fill: Fill) -> Fill:
    """Register a shelf: `fill(reader, owner, at)` asks one question and answers None where there is nothing to show."""
    SHELVES[name] = fill
    return fill


def shelves(reader: Member, owner: Owner, at: datetime) -> tuple[Shelf, ...]:
    """The shelves of a person or a company that hold something."""
    return tuple(found for fill in SHELVES.values() if (found := fill(reader, owner, at)) is not None)
