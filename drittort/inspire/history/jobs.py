"""What is due about the history by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.history import actions
from drittort.spaces.models import Space


@job("inspire.history.note", every=timedelta(hours=24))
def note(payload: dict[str, Any], at: datetime) -> None:
    """What a house did for the first time."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        actions.note_firsts(space=space, at=at)
