"""What is due in outcomes by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.outcomes.actions import publish_quarters
from drittort.core.jobs.queue import enqueue, job
from drittort.spaces.models import Space


@job("connect.outcomes.publish", every=timedelta(hours=24))
def publish(payload: dict[str, Any], at: datetime) -> None:
    """Have each house look whether a quarter is ripe."""
    for pk in Space.objects.filter(is_sample=False).values_list("pk", flat=True):
        enqueue("connect.outcomes.quarters", {"space": pk}, at=at, space_id=pk, key=f"outcomes:{pk}:{at.date()}")


@job("connect.outcomes.quarters", attempts=4)
def quarters(payload: dict[str, Any], at: datetime) -> None:
    """Publish the quarters of one house."""
    publish_quarters(space=Space.objects.get(pk=payload["space"]), at=at)
