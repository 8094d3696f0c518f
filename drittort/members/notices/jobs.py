"""What is due in notices."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.members.notices import actions, letters, subscriptions

job(actions.LETTER)(letters.write_letter)
job(actions.GATHERING)(letters.gather)
job("members.notices.push", attempts=6)(subscriptions.send)
job(subscriptions.TRY, attempts=2)(subscriptions.send_try)


@job("members.notices.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old notices go."""
    actions.forget_old(at=at)
