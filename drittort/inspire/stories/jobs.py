"""What is due about stories by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.core.models import SearchDocument
from drittort.core.search import index
from drittort.inspire.stories import actions, queries
from drittort.inspire.stories.models import Story
from drittort.spaces.models import Space

FROM_HOUR, UNTIL_HOUR = 15, 18
"""In the afternoon, when whatever else the house asks that day has been asked, and before it is quiet."""


@job("inspire.stories.ask", every=timedelta(hours=1))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """Ask for what is ripe, on weekdays."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        local = at.astimezone(space.zone)
        if FROM_HOUR <= local.hour < UNTIL_HOUR and local.weekday() < 5:
            actions.find_stories(space=space, at=at)


@job("inspire.stories.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What nobody tells any more goes: its people left for good. The index follows."""
    actions.forget_untold()
    held = SearchDocument.objects.filter(kind=queries.DOCUMENT).exclude(ref__in=Story.objects.shown().values("pk"))
    for space_id, ref in list(held.values_list("space_id", "ref")):
        index.index(space_id=space_id, kind=queries.DOCUMENT, refs=[ref], at=at)
