"""What is due about ideas by the clock: reminding who owes a word, and forgetting what was taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from drittort.core.jobs.queue import job
from drittort.inspire.ideas import actions, reactions, rules
from drittort.inspire.ideas.models import Idea

FROM_HOUR = 9


@job("inspire.ideas.remind", every=timedelta(hours=1))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """From morning on: three days before a word is due, and on the first day after it."""
    soon = (at + rules.REMIND_BEFORE).date() + timedelta(days=1)
    rows = (
        Idea.objects.owed()
        .filter(Q(asked_at=None) | Q(late_at=None), word_by__lte=soon, space__is_sample=False)
        .select_related("space", "responsible")
    )
    for idea in rows:
        if at.astimezone(idea.space.zone).hour < FROM_HOUR or idea.word_by is None:
            continue
        left = (idea.word_by - idea.space.day(at)).days
        if left < 0 and idea.late_at is None:
            reactions.remind(idea, at, late=True)
        elif 0 <= left <= rules.REMIND_BEFORE.days and idea.asked_at is None:
            reactions.remind(idea, at, late=False)


@job("inspire.ideas.forget", every=timedelta(minutes=15))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was taken back goes when it cannot be brought back any more."""
    actions.forget_removed(at=at)
