"""What is due among files by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.files import actions
from drittort.core.jobs.queue import job


@job("core.files.sweep", every=timedelta(hours=24))
def sweep(payload: dict[str, Any], at: datetime) -> None:
    """Bytes that no row names any more go."""
    actions.sweep(at=at)
