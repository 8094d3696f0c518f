"""What hangs on a wall without sign-in: each module registers its part; whoever keeps the walls shows them.

A wall is read by everybody who walks by. So a part shows people only from `faces` and what people wrote only from `words`: those who said yes to it, and
nobody else; first names, no addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Screen:
    """One wall at a moment: its house and place (none: the whole house), who may be shown there (ids as a query), and how a person's photo is addressed."""

    space: Any
    location_id: int | None
    at: datetime
    day: date
    faces: QuerySet[Any, Any]
    words: QuerySet[Any, Any]
    photo: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a wall: what it shows (None: nothing), and what draws that, on the screen and on the paper of a week."""

    name: str
    find: Callable[[Screen], Any]
    template: str
    paper: str


PARTS: dict[str, Part] = {}


def register(name: str, find: Callable[[Screen], Any], *, template: str, paper: str = "") -> None:
    """Let a module show something on walls. It asks few questions, and as many however much there is; `paper` draws it on the printed week."""
    PARTS[name] = Part(name, find, template, paper)
