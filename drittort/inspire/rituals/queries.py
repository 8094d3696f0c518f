"""What pages show of rituals, and what a ritual says as an event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.inspire.events.actions import Words
from drittort.inspire.events.models import Event
from drittort.inspire.events.repeating import Rhythm
from drittort.inspire.events.rules import visible_to
from drittort.inspire.rituals.catalogue import Ritual, Said, rituals
from drittort.members.models import Member
from drittort.members.people.words import weekday


@dataclass(frozen=True, slots=True)
class Line:
    """A ritual in the reader's language, and whether the house has it."""

    key: str
    said: Said
    when: str
    seats: int | None
    lives: bool


def line(one: Ritual, titles: frozenset[str] = frozenset()) -> Line:
    """One ritual."""
    usual = _("%(day)s at %(hour)s, %(rhythm)s") % {
        "day": weekday(one.weekday),
        "hour": f"{one.hour}:00",
        "rhythm": Rhythm(one.rhythm).label if one.rhythm != Rhythm.MONTHLY else _("once a month"),
    }
    said = one.said.get(get_language() or "de", one.said["de"])
    return Line(one.key, said, usual, one.capacity, any(each.title in titles for each in one.said.values()))


def lines(reader: Member) -> list[Line]:
    """All of them; those that the house has by name say so."""
    names = [said.title for one in rituals() for said in one.said.values()]
    rows = visible_to(reader).standing().filter(series__ended_at=None, series__isnull=False, title__in=names)
    titles = frozenset(rows.values_list("title", flat=True).distinct())
    return [line(one, titles) for one in rituals()]


def words_of(one: Ritual, starts_at: datetime, told: Mapping[str, Any]) -> Words:
    """What a ritual says as an event that begins at a moment."""
    said = one.said[told["language"]]
    return Words(
        title=said.title, text=said.text, language=told["language"], starts_at=starts_at, ends_at=starts_at + timedelta(minutes=one.minutes), way=Event.Way.HERE,
        location_id=told["location_id"], place=told["place"].strip(), capacity=one.capacity, question=said.question, roles=said.roles, checklist=said.checklist,
    )  # fmt: skip


def way_here(space: str) -> list[tuple[str, str]]:
    """The way back to all of them."""
    return [(address("inspire:rituals", space), _("Rituals"))]
