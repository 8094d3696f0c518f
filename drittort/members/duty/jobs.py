"""What is due in duty by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.duty import actions


@job("members.duty.run_out", every=timedelta(minutes=10))
def run_out(payload: dict[str, Any], at: datetime) -> None:
    """Sessions whose hour is over get their end in the book."""
    actions.run_out(at=at)
