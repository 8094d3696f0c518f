"""The meetings of a member's circles on the first page (`connect.appointments` asks for them)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.utils.formats import time_format

from drittort.connect.circles import words
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason
from drittort.core.addresses import address
from drittort.core.today import Occasion, Visit
from drittort.spaces.models import Location

COLUMNS = ("words", "place", "theme", "industry", "location__name", "minutes", "online")
"""What of its season a meeting is told by."""


def meetings_of(member: int, now: datetime, week: datetime) -> QuerySet[CircleMeeting, Any]:
    """The next meetings of circles that have begun, for who sits in them."""
    seated = Circle.objects.running().filter(paused_at=None, seats__member=member, seats__accepted_at__isnull=False, seats__left_at=None)
    return CircleMeeting.objects.filter(circle__in=seated, turn=F("circle__turn"), starts_at__gt=now, starts_at__lt=week)


def occasion(visit: Visit, starts_at: datetime, circle: int, number: int, season: dict[str, Any]) -> Occasion:
    """One of them; `season` holds the columns."""
    house, where = visit.member.space, season.pop("location__name")
    its = CircleSeason(**season, location=Location(name=where) if where else None)
    return Occasion(
        starts_at, starts_at + timedelta(minutes=its.minutes), time_format(starts_at.astimezone(house.zone).time(), "H:i"),
        words.title_of_meeting(its, number), "", words.place(its), address("connect:circle", house.slug, circle), True,
    )  # fmt: skip
