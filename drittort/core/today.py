"""What a day brings somebody: each module registers what it has for one reader; the first page shows a little of each, and ends.

A source asks at most as many questions as it promises, however much there is. Faces are fetched once for all of them, so whoever is meant is named by id.
What is one value, or a few, is no question of its own: a source says it as expressions over the reader's row (`own`), and all of them are asked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

WAITS, ASKED, REPLIED, TO_TELL = range(4)
"""Why a card stands there, the most pressing first: somebody waits for a yes or no; somebody looks for what the reader offers; somebody answered; something is to be told."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody who opens the page: when, on which day of their house, and what the sources asked with the reader's own row, as "source_name"."""

    member: Any
    at: datetime
    day: date
    own: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing for this reader. `text` is a sentence with `%(name)s` for the person it is about; `at` is since when it stands, or until when it waits."""

    why: int
    at: datetime
    person: int
    text: str
    path: str
    label: str
    quote: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something at an hour of the next days, in finished words; `mine` where the reader takes part."""

    begins_at: datetime
    ends_at: datetime
    hours: str
    title: str
    language: str
    where: str
    path: str
    mine: bool
    state: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a source has: cards, occasions, and a block of its own, made once the faces of `people` are there."""

    cards: tuple[Card, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    people: frozenset[int] = frozenset()
    block: Callable[[Mapping[int, Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One part of the page: how it is found, with how many questions at most, what draws its block, and what is asked with the reader's own row."""

    name: str
    find: Callable[[Visit], Found]
    queries: int
    template: str
    own: Mapping[str, Any]


SOURCES: dict[str, Source] = {}


def register(name: str, find: Callable[[Visit], Found], *, queries: int, template: str = "", own: Mapping[str, Any] | None = None) -> None:
    """Let a module contribute to the first page.

    `template` draws the block, which it gets as `block`; a source without one has cards and occasions only. `own` are expressions over the reader's row in
    the table of members (`OuterRef("pk")` is the reader); `find` gets their values in `Visit.own`, each named by the source and its own name.
    """
    SOURCES[name] = Source(name, find, queries, template, own or {})


def own() -> dict[str, Any]:
    """The expressions of all sources."""
    return {f"{source.name}_{name}": expression for source in SOURCES.values() for name, expression in source.own.items()}
