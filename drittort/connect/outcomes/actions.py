"""Publishing what came of the beginnings of a quarter."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from drittort.connect.outcomes.counting import counted
from drittort.connect.outcomes.models import QUARTERS, OutcomeFigure
from drittort.connect.outcomes.sources import PUBLISHED, SOURCES
from drittort.spaces.models import Space

RIPENS = timedelta(days=28)
"""So long after its end a quarter is told of: what began in its last week needs time, too."""


def ripe_quarters(today: date) -> list[tuple[date, date]]:
    """First and last day of the last four quarters that are ripe, oldest first."""
    day = today - RIPENS
    start = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    found = []
    for _ in range(QUARTERS):
        last = start - timedelta(days=1)
        start = date(last.year, last.month - 2, 1)
        found.append((start, last))
    return found[::-1]


def publish_quarters(*, space: Space, at: datetime) -> int:
    """Count what came of each ripe quarter that was not told of yet, and keep it for good; returns how many were published.

    Quarters do not overlap and are never counted again, so that no two numbers can be subtracted from each other.
    """
    known = set(OutcomeFigure.objects.filter(space=space).values_list("from_on", flat=True).distinct())
    published = 0
    for first, last in ripe_quarters(space.day(at)):
        if first in known:
            continue
        told = counted(story for function in SOURCES.values() for story in function(space.pk, first, last))
        for function in PUBLISHED.values():
            for key, count in function(space.pk, first, last).items():
                told[key] = told.get(key, 0) + count
        if not told:
            continue
        with transaction.atomic():
            OutcomeFigure.objects.bulk_create(
                [
                    OutcomeFigure(space=space, from_on=first, until_on=last, origin=origin, outcome=outcome, count=count, made_at=at)
                    for (origin, outcome), count in told.items()
                ],
                ignore_conflicts=True,
            )
        published += 1
    return published
