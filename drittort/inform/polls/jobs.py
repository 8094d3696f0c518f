"""Counting polls that are over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inform.polls import actions
from drittort.inform.polls.models import Poll

FEW = 500


@job("inform.polls.close", every=timedelta(minutes=5))
def close(payload: dict[str, Any], at: datetime) -> None:
    """Count what is over."""
    due = Poll.objects.filter(closed_at=None, until__lte=at, post__posted_at__isnull=False)
    for post_id in due.order_by("until", "pk").values_list("post_id", flat=True)[:FEW]:
        actions.close(post_id=post_id, at=at)
