"""Everything that the book of a year tells, as it may be told at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import translation

from drittort.core.sums import LEAST
from drittort.core.year_book import CHAPTERS, FIGURES, Chapter, Entry
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter with what it tells."""

    chapter: Chapter
    entries: tuple[Entry, ...]


def days_of(year: int) -> tuple[date, date]:
    """First and last day of a year."""
    return date(year, 1, 1), date(year + 1, 1, 1) - timedelta(days=1)


def figures_of(space: Space, year: int) -> list[tuple[str, int]]:
    """The figures of a year, without those under five."""
    first, last = days_of(year)
    counts = [count for _place, count in sorted(FIGURES.values(), key=lambda one: one[0])]
    return [(label, number) for count in counts for label, number in count(space, first, last) if number >= LEAST]


def chapters_of(space: Space, year: int) -> list[Told]:
    """The chapters of a year in their order, in the active language; without those that have nothing to tell."""
    first, last = days_of(year)
    made = [Told(one, tuple(one.make(space, first, last))) for one in sorted(CHAPTERS.values(), key=lambda one: one.place)]
    return [told for told in made if told.entries]


def signs(chapters: list[Told]) -> list[str]:
    """Short signs of everything that some chapters tell."""
    return sorted({entry.digest for told in chapters for entry in told.entries})


def signs_now(space: Space, year: int, language: str) -> list[str]:
    """Signs of everything that may be told of a year at this moment."""
    with translation.override(language):
        return signs(chapters_of(space, year))
