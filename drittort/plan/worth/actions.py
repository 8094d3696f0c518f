"""Publishing how long people stay, once a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.core.metrics import last_day
from drittort.plan.worth.models import StayMonth
from drittort.spaces.models import Space


def publish(*, space: Space, at: datetime) -> StayMonth | None:
    """Publish the month that ended last, once; what was published stays. None where it stands already, where groups are too small to be told, or where it could
    be subtracted from what was told before."""
    last = space.day(at).replace(day=1) - timedelta(days=1)
    month = last.replace(day=1)
    if StayMonth.objects.filter(space=space, month=month).exists():
        return None
    # Numerics are loaded where they are needed, which only the worker does.
    from drittort.plan.worth import stays

    before = StayMonth.objects.filter(space=space).order_by("-month").first()
    if before is not None and not stays.may_follow(space, last_day(before.month), last):
        return None
    told = stays.published(stays.stays(space, last))
    if told is None:
        return None
    row, made = StayMonth.objects.get_or_create(space=space, month=month, defaults={**told, "made_at": at})
    return row if made else None
