"""What is due on Heute by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.home.today import actions


@job("home.today.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was begun and left lying goes."""
    actions.forget_old(at=at)
