"""The worker's part of an import."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.importing import actions


@job(actions.JOB)
def run(payload: dict[str, Any], at: datetime) -> None:
    """Bring a confirmed list in."""
    actions.bring_in(file_id=payload["file"], at=at)


@job("joining.importing.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Lists go."""
    actions.forget_old(at=at)
