"""What is due about announcements by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inform.announcements import actions, reactions, rules
from drittort.inform.announcements.models import Announcement


@job("inform.announcements.remind", every=timedelta(minutes=30))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Those who have not said that they read it are reminded, once."""
    waiting = Announcement.objects.select_related("space").filter(
        acknowledge=True, reminded_at=None, ended_at=None, published_at__lt=at, space__is_sample=False
    )
    for found in waiting.order_by("pk"):
        # What was announced less than a day ahead has just been said.
        due = rules.remind_at(found)
        if found.stands(at) and due <= at and due > found.published_at:
            reactions.remind(found, at)
            actions.note_reminded(announcement_id=found.pk, at=at)


@job("inform.announcements.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who has read what is forgotten a year later."""
    actions.forget_read(at=at)
