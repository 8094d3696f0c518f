"""Midnight, whatever the time zone of a house."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.here_today.actions import forget_yesterday


@job("members.here_today.forget", every=timedelta(hours=1))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was said of yesterday goes."""
    forget_yesterday(at=at)
