"""What is due by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.plan.forecast import actions


@job("plan.forecast.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Tables that nobody brought in go."""
    actions.forget_files(at=at)


@job(actions.CHANCE)
def reckon(payload: dict[str, Any], at: datetime) -> None:
    """What chance makes of a forecast that was changed."""
    actions.reckon_chance(space_id=payload["space"])
