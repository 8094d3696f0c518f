"""What is due about hosting by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.hosting import actions


@job(actions.PRINT)
def print_badges(payload: dict[str, Any], at: datetime) -> None:
    """Name badges of an event."""
    from drittort.inspire.hosting import printing

    printing.print_badges(payload["event"], at)


@job("inspire.hosting.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who took on what, and what was written, is forgotten a year after the event."""
    actions.forget_old(at=at)
