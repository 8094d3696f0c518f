"""What is due in invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.joining.invitations import actions


@job("joining.invitations.send_batch")
def send_batch(payload: dict[str, Any], at: datetime) -> None:
    """Invite everybody of a confirmed file."""
    actions.send_batch(batch_id=payload["batch"], at=at)


@job("joining.invitations.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What came to nothing goes."""
    actions.forget_old(at=at)
