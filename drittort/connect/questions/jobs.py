"""What is due of questions that the house brings to people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from drittort.connect.needs.jobs import pool_of
from drittort.connect.needs.rules import MOST_ASKED
from drittort.connect.questions import actions, reactions, rules
from drittort.connect.questions.models import QuestionRequest
from drittort.core import asking
from drittort.core.jobs.queue import enqueue, job

LOOK_BACK = timedelta(days=3)
"""So far back the clock looks for what it did not do in time."""


@job(reactions.ROUTE, attempts=4)
def route(payload: dict[str, Any], at: datetime) -> None:
    """Look for people who may know the answer to one question."""
    # Numerics are loaded here and not with the module, which web processes import too.
    from drittort.connect.questions import finding

    finding.find_knowers(question_id=payload["question"], up_to=payload["up_to"], at=at, pool=pool_of)


@job("connect.questions.ask_on", every=timedelta(hours=1))
def ask_on(payload: dict[str, Any], at: datetime) -> None:
    """Nobody has written a word after a day: the house asks the next ones, once."""
    until = at - rules.ASK_ON_AFTER
    asked = QuestionRequest.objects.filter(by=None).exclude(asked_at=None).values_list("question_id").annotate(last=Max("asked_at"))
    due = [pk for pk, last in asked.filter(last__gt=until - LOOK_BACK, last__lte=until)]
    for one in asking.found(due).values():
        if one.open and not one.answered:
            enqueue(
                reactions.ROUTE, {"question": one.id, "up_to": MOST_ASKED}, at=at, space_id=one.space_id, key=f"question.route:{one.id}:on"
            )


@job("connect.questions.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Whom the house asked goes."""
    actions.forget_old(at=at)
