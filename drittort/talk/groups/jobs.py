"""What is due in groups by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.talk.groups import actions


@job("talk.groups.forget", every=timedelta(hours=12))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Invitations and questions run out."""
    actions.forget_calls(at=at)
