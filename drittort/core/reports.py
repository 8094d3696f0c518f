"""What can be reported: each module registers how its things are found by whoever reports them, and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as its reader sees it at this moment: its words, whose they are (None: nobody's), and when they were written.

    The words are kept with the report and shown to those who look into it; nothing else of the thing is.
    """

    text: str
    author_id: int | None
    at: datetime | None = None


Find = Callable[[Any, int, datetime], Shown | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that can be reported: its name, its words, and how a reader finds one by its id."""

    name: str
    label: Any
    find: Find
    path: Callable[[str, int], str] | None


KINDS: dict[str, Kind] = {}


def reportable(name: str, label: Any, find: Find, *, path: Callable[[str, int], str] | None = None) -> str:
    """Register a kind; returns its name.

    `find(reader, id, at)` answers None for what this reader may not see: nobody reports what isn't there for them. `path(slug, id)` is where
    everybody in the house finds the thing; without one its words are all that is shown.
    """
    KINDS[name] = Kind(name, label, find, path)
    return name


def split(subject: str) -> tuple[Kind, int] | None:
    """The kind and the id of a subject "kind:id"; None for anything else."""
    name, _mark, number = subject.partition(":")
    if name not in KINDS or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return KINDS[name], int(number)


def find(reader: Any, subject: str, at: datetime) -> Shown | None:
    """A subject as a reader sees it at a moment; None where there is nothing for them."""
    known = split(subject)
    return known[0].find(reader, known[1], at) if known else None


def label(subject: str) -> str:
    """What kind of thing a subject is, in words; empty where its module is gone."""
    known = split(subject)
    return str(known[0].label) if known else ""


def path(slug: str, subject: str) -> str:
    """Where everybody finds a subject; empty where not everybody does."""
    known = split(subject)
    return known[0].path(slug, known[1]) if known and known[0].path else ""
