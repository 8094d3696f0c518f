"""What the worker does for science: thin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.pulse.science import actions


@job(actions.MAKE, attempts=4, patient=True)
def make(payload: dict[str, Any], at: datetime) -> None:
    """Make a file that was asked for."""
    actions.finish_export(export_id=payload["export"], at=at)


@job("pulse.science.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Files go after a week."""
    actions.forget_old(at=at)
