"""What is on, on walls: today and the next days, without anybody's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.screen import Screen
from drittort.inspire.events import words
from drittort.inspire.events.models import Event
from drittort.inspire.events.queries import with_place

MOST = 40
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One event: when, what, where, and whether there is room."""

    hours: str
    title: str
    language: str
    where: str
    room: str


@dataclass(frozen=True, slots=True)
class Day:
    """The events of a day."""

    name: str
    is_today: bool
    rows: tuple[Row, ...]


def days(screen: Screen) -> tuple[Day, ...]:
    """The events of the next seven days by day, at most forty. One query. Of several locations a wall shows all: one walks over."""
    space, zone = screen.space, screen.space.zone
    end = datetime.combine(screen.day, time(), tzinfo=zone) + WEEK
    rows = with_place(Event.objects.filter(space=space).standing().filter(ends_at__gt=screen.at, starts_at__lt=end)).order_by(
        "starts_at", "pk"
    )
    found: dict[date, list[Row]] = {}
    for event in rows[:MOST]:
        day = max(screen.day, event.starts_at.astimezone(zone).date())
        found.setdefault(day, []).append(
            Row(words.hours(event, zone), event.title, event.language, words.where(event), words.room(event, 0))
        )
    return tuple(Day(name_of(day, screen.day), day == screen.day, tuple(rows)) for day, rows in found.items())


def name_of(day: date, today: date) -> str:
    """A day as one says it before a wall."""
    if day == today:
        return _("Today")
    return _("Tomorrow") if (day - today).days == 1 else date_format(day, "l")
