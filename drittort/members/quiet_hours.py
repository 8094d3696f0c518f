"""When a house's mail may arrive: not at night and not on weekends."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from drittort.spaces.models import Space

MORNING, EVENING = time(8), time(19)


def next_mail_moment(space: Space, at: datetime) -> datetime:
    """`at`, or the next morning of a working day if it lies between 19 and 8 or on a weekend, in the house's own time zone."""
    local = at.astimezone(space.zone)
    if local.weekday() < 5 and MORNING <= local.time() < EVENING:
        return at
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=space.zone)
