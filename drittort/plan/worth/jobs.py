"""What is due by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import enqueue, job
from drittort.plan.worth import actions
from drittort.spaces.models import Space


@job("plan.worth.months", every=timedelta(hours=24))
def months(payload: dict[str, Any], at: datetime) -> None:
    """Each house whose month is over; no samples, of which nobody asks what they are worth."""
    for space in in_steps(Space.objects.filter(is_sample=False)):
        day = space.day(at)
        enqueue("plan.worth.month", {"space": space.pk}, at=at, space_id=space.pk, key=f"plan.worth:{space.pk}:{day:%Y-%m}")


@job("plan.worth.month", attempts=3)
def month(payload: dict[str, Any], at: datetime) -> None:
    """Publish the month of a house."""
    actions.publish(space=Space.objects.get(pk=payload["space"]), at=at)
