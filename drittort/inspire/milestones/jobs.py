"""What is due about milestones by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.milestones import actions
from drittort.spaces.models import Space


@job("inspire.milestones.find", every=timedelta(hours=6))
def find(payload: dict[str, Any], at: datetime) -> None:
    """The days to celebrate, and away with those of long ago."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        actions.find_milestones(space=space, at=at)
    actions.forget_old(at=at)
