"""What is due for guests by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inspire.events import actions as events
from drittort.inspire.events import words
from drittort.inspire.events.jobs import to_remind, tomorrow
from drittort.inspire.guests import actions, reactions


@job(actions.ASK_TO_CONFIRM)
def ask_to_confirm(payload: dict[str, Any], at: datetime) -> None:
    """The mail that proves an address."""
    reactions.ask_to_confirm(payload["guest"], payload["key"], at)


@job("inspire.guests.remind", every=timedelta(minutes=30))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """The day before, remind guests who have a seat."""
    for event in tomorrow(at):
        for mine in to_remind(event, at).filter(guest__isnull=False).select_related("guest"):
            reactions.write(mine, event, words.REMINDER, f"{words.REMINDER}:{event.starts_at.isoformat()}", at)
            events.note_reminded(registration_id=mine.pk, at=at)


@job("inspire.guests.forget", every=timedelta(hours=12))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who did not confirm, and who came, is forgotten after a time."""
    actions.forget_old(at=at)
