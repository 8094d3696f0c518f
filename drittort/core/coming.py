"""What comes next that somebody could take part in: modules with dates register theirs, pages that welcome show the first of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing with a date, in words for this reader: when it begins, how that is said, its title, one more line, and its page."""

    begins_at: datetime
    when: str
    title: str
    text: str
    path: str


Source = Callable[[Any, datetime], Coming | None]
SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> Source:
    """Let `source(member, at)` say what comes next of its kind for this person, in one cheap question; None where there is nothing."""
    SOURCES[name] = source
    return source


def next_for(person: Any, at: datetime) -> Coming | None:
    """What comes first; None while nobody has anything to say, and then nothing is shown."""
    found = [one for source in SOURCES.values() if (one := source(person, at)) is not None]
    return min(found, key=lambda one: one.begins_at, default=None)
