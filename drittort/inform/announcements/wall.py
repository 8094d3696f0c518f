"""What is announced, on walls: what is meant for the whole house, or for the place where the wall hangs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from drittort.core.screen import Screen
from drittort.inform.announcements import words
from drittort.inform.announcements.models import Announcement
from drittort.joining.days import moment

MOST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One announcement on a wall, in both languages where there are both."""

    told: tuple[words.Told, ...]
    when: str
    pressing: bool


def announced(screen: Screen) -> tuple[Row, ...]:
    """What holds today. One query."""
    here = Q(location=None) if screen.location_id is None else Q(location=None) | Q(location=screen.location_id)
    rows = Announcement.objects.filter(here, space=screen.space, role=None, on_wall=True).standing(screen.day)
    return tuple(
        Row(in_all(row), moment(row.happens_at, screen.space.zone) if row.happens_at else "", row.pressing)
        for row in rows.order_by("-pressing", "-published_at", "-pk")[:MOST]
    )


def in_all(row: Announcement) -> tuple[words.Told, ...]:
    """The words in the wall's own language first, then in the other: whoever walks by reads one of them."""
    first = words.told(row)
    other = words.told(row, "de" if first.language == "en" else "en")
    return (first,) if other.language == first.language else (first, other)
