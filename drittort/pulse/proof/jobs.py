"""What is due by the clock: measuring, publishing, forgetting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue, job
from drittort.pulse.proof import actions
from drittort.pulse.proof.models import DrawnPair
from drittort.spaces.models import Space


@job("pulse.proof.measure", every=timedelta(hours=24))
def measure(payload: dict[str, Any], at: datetime) -> None:
    """What came of pairs that were drawn 60 days ago; then each house is looked at. Drawn pairs go after 24 months."""
    while actions.measure_due(at=at):
        # A look takes what is measured as all there is.
        pass
    actions.forget_old(at=at)
    for pk in DrawnPair.objects.exclude(measured_at=None).values_list("space_id", flat=True).distinct():
        enqueue("pulse.proof.look", {"space": pk}, at=at, space_id=pk, key=f"pulse.proof.look:{pk}:{at.date()}")


@job("pulse.proof.look", attempts=3)
def look(payload: dict[str, Any], at: datetime) -> None:
    """Publish the quarters of a house that are over."""
    actions.look(space=Space.objects.get(pk=payload["space"]), at=at)
