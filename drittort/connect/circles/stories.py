"""What came of circles, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.circles.models import Circle, CirclePresence, CircleSeat
from drittort.connect.outcomes.sources import BUSINESS, HELP, MET, OPEN, PROJECT, Story

STRONGEST = (BUSINESS, PROJECT, HELP)


def circles(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Circles that were asked on these days, one story for each seat: the strongest that somebody told of, else met, else not told of.

    Everybody who was asked is among them: what somebody answered is not looked at.
    """
    rows = Circle.objects.filter(space=space_id, asked_at__date__gte=first, asked_at__date__lte=last)
    met = set(CirclePresence.objects.filter(meeting__circle__in=rows).values_list("meeting__circle_id", "member_id"))
    for circle, member, came in CircleSeat.objects.filter(circle__in=rows).values_list("circle_id", "member_id", "came"):
        outcome = came if came in STRONGEST else MET if (circle, member) in met else OPEN
        yield Story("circle", outcome, frozenset((member,)))
