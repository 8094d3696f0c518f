"""What the book of a year tells: each module registers chapters and figures of its own; whoever makes the book puts them in order.

Everything is gathered anew whenever a book is handed out, so a chapter gives only what may be told at that moment, and what is taken back is in no book.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a book: its file, and what can be seen in words."""

    file: Path
    alt: str


@dataclass(frozen=True, slots=True)
class Part:
    """One voice within an entry: who, in which language, and what they said as pairs of question and answer."""

    name: str
    language: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a chapter: a title, a line above it, a text in its own language, a line below, voices, a picture."""

    title: str
    text: str = ""
    language: str = ""
    above: str = ""
    below: str = ""
    parts: tuple[Part, ...] = ()
    images: tuple[Image, ...] = ()
    face: bytes = b""

    @property
    def digest(self) -> str:
        """A short sign of everything that it tells: with other words it is another entry."""
        told = (self.title, self.text, self.above, self.below, self.parts, tuple((one.file.name, one.alt) for one in self.images))
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


Make = Callable[[Any, date, date], Iterable[Entry]]
Count = Callable[[Any, date, date], Iterable[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its name, its title, a sentence below it, its look ("stories", "faces", "days", "quotes", "line"), and what it tells. `place` orders chapters."""

    name: str
    label: Any
    lead: Any
    look: str
    place: int
    make: Make


CHAPTERS: dict[str, Chapter] = {}
FIGURES: dict[str, tuple[int, Count]] = {}


def chapter(name: str, label: Any, make: Make, *, place: int, look: str = "line", lead: Any = "") -> str:
    """Register a chapter; returns its name. `make(space, first day, last day)` gives entries in their order, in the active language."""
    CHAPTERS[name] = Chapter(name, label, lead, look, place, make)
    return name


def figures(name: str, count: Count, *, place: int) -> str:
    """Register figures of the year: `count(space, first day, last day)` gives pairs of words and a number, sums only. What is under five is left out."""
    FIGURES[name] = (place, count)
    return name
