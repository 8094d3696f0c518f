"""What is due about pictures by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.pictures import actions


@job("inspire.pictures.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What not everybody agreed to within a month goes."""
    actions.forget_unanswered(at=at)
