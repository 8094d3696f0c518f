"""Every night, after the months were told: which goals have gone astray."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import enqueue, job
from drittort.plan.goals import actions
from drittort.plan.goals.models import Goal
from drittort.spaces.models import Space

HOUR = 6
LOOK = "plan.goals.look"


@job(LOOK, attempts=4)
def look(payload: dict[str, Any], at: datetime) -> None:
    """Look at the goals of one house."""
    actions.look(space=Space.objects.get(pk=payload["space"]), at=at)


@job("plan.goals.nightly", every=timedelta(hours=1))
def nightly(payload: dict[str, Any], at: datetime) -> None:
    """Once in every local day of a house that has goals, an hour after its figures."""
    for space in in_steps(Space.objects.filter(pk__in=Goal.objects.standing().values("space"))):
        if at.astimezone(space.zone).hour >= HOUR:
            enqueue(LOOK, {"space": space.pk}, at=at, space_id=space.pk, key=f"{LOOK}:{space.pk}:{space.day(at)}")
