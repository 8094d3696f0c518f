"""What is due in needs by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.needs import actions
from drittort.core.jobs.queue import job


@job("connect.needs.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old needs go."""
    actions.forget_old(at=at)
