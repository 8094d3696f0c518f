"""What the worker does about the file of a house: thin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.house_copy import actions


@job(actions.MAKE, attempts=4)
def make(payload: dict[str, Any], at: datetime) -> None:
    """Make a file that was asked for."""
    actions.finish_house_copy(copy_id=payload["copy"], at=at)


@job("members.house_copy.forget", every=timedelta(hours=1))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Files go after their day."""
    actions.forget_old(at=at)
