"""What is due between companies by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.between import actions
from drittort.core.jobs.queue import enqueue, job
from drittort.spaces.models import Space


@job("connect.between.plan", every=timedelta(hours=1))
def plan(payload: dict[str, Any], at: datetime) -> None:
    """Once a day, in the early morning of each house, look for the missing ties; a little after the map, on which they rest."""
    for space in Space.objects.all():
        local = at.astimezone(space.zone)
        if 5 <= local.hour < 12:
            enqueue("connect.between.find", {"space": space.pk}, at=at, space_id=space.pk, key=f"between:{space.pk}:{local.date()}")


@job("connect.between.find", attempts=3)
def find(payload: dict[str, Any], at: datetime) -> None:
    """Look for the missing ties of one house."""
    # Numerics and encoder are loaded here and not with the module, which web processes import too.
    from drittort.connect.between.missing import find_missing

    find_missing(space=Space.objects.get(pk=payload["space"]), at=at)


@job("connect.between.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was kept as long as the register promises goes."""
    actions.forget_old(at=at)
