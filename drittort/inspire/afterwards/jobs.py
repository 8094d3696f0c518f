"""What is due after events by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.afterwards import actions, reactions
from drittort.inspire.events.jobs import FROM_HOUR
from drittort.inspire.events.models import Event, Registration

ASKED_WITHIN = timedelta(days=2)


@job("inspire.afterwards.ask", every=timedelta(minutes=30))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """The morning after, ask those who were there how it was: all who had a seat, or those noted at the door where somebody stood there. Nobody is asked why they were not."""
    over = Event.objects.standing().filter(ends_at__lte=at, ends_at__gt=at - ASKED_WITHIN, space__is_sample=False)
    for event in over.select_related("space"):
        if at.astimezone(event.space.zone).hour < FROM_HOUR or event.space.day(event.ends_at) >= event.space.day(at):
            continue
        rows = Registration.objects.going().filter(event=event, member__isnull=False)
        noted = rows.filter(came_at__isnull=False)
        for mine in (noted if noted.exists() else rows).select_related("member__space"):
            if mine.member is not None:
                reactions.ask(event, mine.member, at)


@job("inspire.afterwards.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What had its time."""
    actions.forget_old(at=at)
