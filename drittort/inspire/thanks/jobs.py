"""What is due about thanks by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.thanks import actions


@job("inspire.thanks.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Thanks to people who left for good go with them."""
    actions.forget_to_nobody()
