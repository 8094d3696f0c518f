"""What is due in safety by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.safety import actions


@job("members.safety.run_out", every=timedelta(hours=1))
def run_out(payload: dict[str, Any], at: datetime) -> None:
    """Measures whose last day is over end."""
    actions.run_out(at=at)


@job("members.safety.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Closed cases and ended measures go after their retention."""
    actions.forget_old(at=at)
