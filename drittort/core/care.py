"""The queue of things to care for: each module registers what waits for a human, one page shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits: what, a sentence, where to go, and since when."""

    title: str
    text: str
    path: str
    at: datetime


Source = Callable[[Any, datetime], list[Item]]
SOURCES: dict[str, Source] = {}


def register(name: str, source: Source) -> Source:
    """Let `source(member, at)` contribute; it asks at most one cheap question and returns nothing to whom it does not concern."""
    SOURCES[name] = source
    return source


def items(person: Any, at: datetime) -> list[Item]:
    """Everything that waits for this person, the longest waiting first."""
    return sorted((item for source in SOURCES.values() for item in source(person, at)), key=lambda item: item.at)
