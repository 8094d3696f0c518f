"""The worker's part: every night the months that are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import enqueue, job
from drittort.core.metrics import METRICS
from drittort.plan.metrics import actions, rules
from drittort.spaces.models import Space

HOUR = 5
"""After the network has counted its ties."""


@job(rules.KEEP, attempts=4, patient=True)
def keep(payload: dict[str, Any], at: datetime) -> None:
    """Compute what is due in one house."""
    actions.keep_months(space=Space.objects.get(pk=payload["space"]), at=at)


@job(actions.REMAKE, attempts=4, patient=True)
def remake(payload: dict[str, Any], at: datetime) -> None:
    """Make the closed months of an open metric anew. One that is gone from the house's version needs none."""
    if payload["metric"] in METRICS:
        actions.remake(space=Space.objects.get(pk=payload["space"]), metric=METRICS[payload["metric"]], at=at)


@job("plan.metrics.nightly", every=timedelta(hours=1))
def nightly(payload: dict[str, Any], at: datetime) -> None:
    """Once in every local day of a house, from five in the morning on. The key names the house and its day, so a night that was slept through is made up for."""
    for space in in_steps(Space.objects.filter(is_sample=False)):
        if at.astimezone(space.zone).hour >= HOUR:
            enqueue(rules.KEEP, {"space": space.pk}, at=at, space_id=space.pk, key=f"{rules.KEEP}:{space.pk}:{space.day(at)}")
