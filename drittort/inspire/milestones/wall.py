"""The days of today on walls: of those who let walls show them, by first names."""

from __future__ import annotations

from drittort.core.screen import Screen
from drittort.inspire.milestones import words
from drittort.inspire.milestones.models import Milestone
from drittort.members.people.words import first_name

MOST = 4


def days(screen: Screen) -> tuple[str, ...]:
    """What is celebrated today. One query."""
    rows = Milestone.objects.shown().filter(space=screen.space.pk, on=screen.day, member__in=screen.faces).select_related("member")
    found = (words.sentence(row, first_name(row.member.name)) for row in rows.order_by("pk")[:MOST] if row.member is not None)
    return tuple(sentence for sentence in found if sentence)
