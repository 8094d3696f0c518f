"""What is due about programs: counting what they bring, each night, and at once when something was hung on one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.plan.programs import load
from drittort.plan.programs.actions import COUNT
from drittort.plan.programs.models import Program
from drittort.spaces.models import Space


@job("plan.programs.count_all", every=timedelta(hours=24))
def count_all(payload: dict[str, Any], at: datetime) -> None:
    """The last weeks and those ahead, of every house that has programs."""
    for space in Space.objects.filter(pk__in=Program.objects.begun().values("space")).order_by("pk"):
        load.count_weeks(space, at, load.LATELY)
        load.count_overlaps(space, at)


@job(COUNT)
def count(payload: dict[str, Any], at: datetime) -> None:
    """One house, as far back as inboxes reach."""
    space = Space.objects.filter(pk=payload["space"]).first()
    if space is not None:
        load.count_weeks(space, at, load.BACK)
        load.count_overlaps(space, at)
