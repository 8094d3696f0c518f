"""What stands in the files for science and in comparisons: modules register their aggregates here, those above pulse as well.

sources.source("network", _("Network"), rows)         # rows(space) gives Row after Row
sources.compared("stayed", _("Stayed"), SHARE, sums, share=...)   # sums(space, quarter) gives Sums, or None
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from drittort.engine.noise import Clamp


@dataclass(frozen=True, slots=True)
class Row:
    """One aggregate: of a month or day, a measure by its word, its value with an interval where it is an estimate, and how many people or things it rests upon.

    `group` names a group by its word, "" for the house. `private`: there is something, and too few to tell it.
    """

    on: date
    measure: str
    value: float | None
    people: int
    low: float | None = None
    high: float | None = None
    group: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the file: its word, what it is called, its rows, and of how many people nothing is told (`least`)."""

    name: str
    label: Any
    rows: Callable[[Any], Iterable[Row]]
    least: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What people contributed to a figure of a quarter: the sum in steps around the middle of its clamp, and how many people."""

    steps: int
    people: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A mean that houses compare. `sums(space, quarter)`: each person adds at most what `clamp` allows, and is one of `people`.

    `share` is the part of a release's epsilon that goes into the sum. Figures of the same `people` name them alike (`counted`), so that their number is told once,
    for `count_share`.
    """

    name: str
    label: Any
    clamp: Clamp
    sums: Callable[[Any, date], Sums | None]
    share: Fraction
    counted: str
    count_share: Fraction
    percent: bool = False


SOURCES: dict[str, Source] = {}
COMPARED: dict[str, Compared] = {}


def source(name: str, label: Any, rows: Callable[[Any], Iterable[Row]], *, least: int = 5) -> None:
    """Register a table of the file."""
    SOURCES[name] = Source(name, label, rows, least)


def compared(name: str, label: Any, clamp: Clamp, sums: Callable[[Any, date], Sums | None], **more: Any) -> None:
    """Register a mean that houses compare; see `Compared` for the rest of the words."""
    COMPARED[name] = Compared(name, label, clamp, sums, **more)
