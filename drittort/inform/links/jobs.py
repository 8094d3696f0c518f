"""Looking behind links, apart from everything else: what is slow out there keeps nobody waiting here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inform.links import actions


@job(actions.FETCH, patient=True)
def fetch(payload: dict[str, Any], at: datetime) -> None:
    """One link."""
    actions.fetch(preview_id=payload["preview"], at=at)


@job("inform.links.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Previews without a post go."""
    actions.forget_unlinked(at=at)
