"""Once a day: who has gone silent, and who is still."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.lapsing import actions
from drittort.joining.lapsing.models import Lapse
from drittort.spaces.models import Space

KEPT = timedelta(days=366)


@job("joining.lapsing.look", every=timedelta(hours=24))
def look(payload: dict[str, Any], at: datetime) -> None:
    """Close what ended, point out what lasts, ask after whom has gone silent. Not in samples, not before a house is open."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        actions.close_broken(space=space, at=at)
        actions.point_out(space=space, at=at)
        actions.ask_after(space=space, at=at)
    Lapse.objects.filter(closed_at__lt=at - KEPT).delete()
