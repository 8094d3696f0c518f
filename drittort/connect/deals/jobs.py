"""What is due in deals by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.deals import actions
from drittort.connect.deals.models import Deal
from drittort.core.jobs.queue import job
from drittort.spaces.models import Space


@job("connect.deals.publish", every=timedelta(hours=24))
def publish(payload: dict[str, Any], at: datetime) -> None:
    """Publish the sums of months that are over."""
    for space in Space.objects.filter(pk__in=Deal.objects.confirmed().values("space_id")):
        actions.publish_sums(space=space, at=at)


@job("connect.deals.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old deals go."""
    actions.forget_old(at=at)
