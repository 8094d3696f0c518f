"""What is due of the knowledge of a house by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inform.knowledge import actions, reactions, rules
from drittort.spaces.models import Space


@job("inform.knowledge.review", every=timedelta(hours=12))
def review(payload: dict[str, Any], at: datetime) -> None:
    """Whoever looks after an article whose day has come is asked whether it is still right. Not in samples."""
    for space in Space.objects.filter(is_sample=False):
        rows = rules.due(space.day(at)).filter(space=space).select_related("owner__space").order_by("review_on", "pk")
        for article in rows[: actions.FEW]:
            reactions.ask_review(article, at)


@job("inform.knowledge.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What has been in the trash for long enough goes."""
    actions.forget_removed(at=at)
