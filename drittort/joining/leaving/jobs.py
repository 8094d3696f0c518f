"""What is due in leaving by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.leaving import actions


@job("joining.leaving.complete", every=timedelta(hours=1))
def complete(payload: dict[str, Any], at: datetime) -> None:
    """Whose last day is over goes; whose pause is over is simply here."""
    actions.complete_due(at=at)
    actions.end_pauses_due(at=at)
