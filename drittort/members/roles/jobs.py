"""What is due in roles by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.roles import actions


@job("members.roles.run_out", every=timedelta(hours=1))
def run_out(payload: dict[str, Any], at: datetime) -> None:
    """Roles whose last day is over end."""
    actions.run_out(at=at)
