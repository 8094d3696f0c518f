"""What is due with buddies by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.buddies import actions


@job("joining.buddies.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was kept as long as the register promises goes."""
    actions.forget_old(at=at)
