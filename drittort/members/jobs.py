"""What is due among people by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members import leaving


@job("members.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who left long ago is forgotten."""
    leaving.forget_old(at=at)
