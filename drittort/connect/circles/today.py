"""The meetings of a member's circles on the first page."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.formats import time_format

from drittort.connect.circles import words
from drittort.connect.circles.models import Circle, CircleMeeting
from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import Found, Occasion, Visit

MOST = 4
WEEK = timedelta(days=7)

MEETINGS = Statement(
    lambda member, now, week: (
        CircleMeeting.objects.filter(
            circle__in=Circle.objects.running().filter(paused_at=None, seats__member=member, seats__accepted_at__isnull=False, seats__left_at=None),
            turn=F("circle__turn"), starts_at__gt=now, starts_at__lt=week,
        )
        .select_related("circle__season__location")
        .order_by("starts_at", "pk")[:MOST]
    ),
    member=int, now=datetime, week=datetime,
)  # fmt: skip


def meetings(visit: Visit) -> Found:
    """The next meetings of circles that have begun, for who sits in them. One query."""
    reader = visit.member
    rows: list[CircleMeeting] = MEETINGS.objects(member=reader.pk, now=visit.at, week=visit.at + WEEK)
    return Found(
        occasions=tuple(
            Occasion(
                row.starts_at, row.starts_at + timedelta(minutes=row.circle.season.minutes), time_format(row.starts_at.astimezone(reader.space.zone).time(), "H:i"),
                words.title_of_meeting(row.circle.season, row.number), "", words.place(row.circle.season), address("connect:circle", reader.space.slug, row.circle_id), True,
            )
            for row in rows
        )
    )  # fmt: skip
