"""What is due: searches and gaps that are old go."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.home.search import actions


@job("home.search.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Forget what is over."""
    actions.forget_old(at=at)
