"""When ties are rebuilt: every night at four in the house, and when asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import enqueue, job
from drittort.network.counted import present_day
from drittort.network.ties.actions import rebuild_ties
from drittort.spaces.models import Space

HOUR = 4


@job("network.rebuild", attempts=4)
def rebuild(payload: dict[str, Any], at: datetime) -> None:
    """Rebuild the ties of one house, then have its report and map made."""
    space = Space.objects.get(pk=payload["space"])
    rebuild_ties(space=space, as_of=present_day(space, at))
    enqueue("network.snapshot", {"space": space.pk}, at=at, space_id=space.pk)


@job("network.nightly", every=timedelta(hours=1))
def nightly(payload: dict[str, Any], at: datetime) -> None:
    """Once in every local day of a house, from four in the morning on, have its ties rebuilt.

    The key names the house and its local day, so an hour that comes twice asks once, an hour that is left out or slept through asks later.
    """
    for space in in_steps(Space.objects.all()):
        if at.astimezone(space.zone).hour >= HOUR:
            day = space.day(at)
            enqueue("network.rebuild", {"space": space.pk}, at=at, space_id=space.pk, key=f"network.rebuild:{space.pk}:{day}")
