"""What is due about decisions by the clock: counting, reminding before the end, asking for the public number, for what follows, and whether it is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import wipe
from drittort.core.jobs.queue import job
from drittort.inspire.decisions import actions, reactions, words
from drittort.inspire.decisions.models import HouseDecision

FROM_HOUR = 9
SOON = timedelta(days=2)
LONG_ENOUGH = timedelta(days=4)
"""What is open for less is not reminded of."""
FEW = 200


@job("inspire.decisions.close", every=timedelta(minutes=5))
def close(payload: dict[str, Any], at: datetime) -> None:
    """Count what is over. Where an urn was emptied, nothing of it stays in the folds of the database."""
    emptied = False
    for pk, secret in actions.due(at).order_by("closes_at", "pk").values_list("pk", "secret")[:FEW]:
        emptied |= actions.close_decision(decision_id=pk, at=at) and secret
    if emptied:
        wipe()


@job("inspire.decisions.remind", every=timedelta(minutes=30))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Two days before the end, from morning on, once: those who have not said anything. In a secret one everybody, for who was there is nobody's business."""
    soon = HouseDecision.objects.running().filter(closes_at__gt=at, closes_at__lte=at + SOON, reminded_at=None, space__is_sample=False)
    for decision in soon.select_related("space"):
        if at.astimezone(decision.space.zone).hour < FROM_HOUR:
            continue
        begun = decision.rounds.order_by("-number").values_list("opened_at", flat=True).first() or decision.opened_at
        if begun is not None and decision.closes_at - begun >= LONG_ENOUGH:
            said = set() if decision.secret else reactions.spoke(decision)
            people = [one for one in reactions.on_roll(decision) if one.pk not in said]
            reactions.tell_all(decision, people, words.ENDS_SOON, f"soon:{decision.closes_at.date().isoformat()}", at)
        actions.note_reminded(decision_id=decision.pk, at=at)


@job("inspire.decisions.ask", every=timedelta(hours=1))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """From morning on: for the public number of a draw on its day, and on the day that was named whether it is done. Each once."""
    waits = HouseDecision.objects.filter(space__is_sample=False, asked_at=None).select_related(
        "space", "member__space", "responsible__space"
    )
    for decision in (
        waits.running().filter(draw__frozen_at__isnull=False, draw__value_on__lte=at.date() + timedelta(days=1)).select_related("draw")
    ):
        if (
            decision.member is not None
            and decision.member.left_on is None
            and awake(decision, at)
            and decision.space.day(at) >= decision.draw.value_on
        ):
            reactions.write(decision, decision.member, words.VALUE_DUE, "value", at)
    for decision in waits.filter(due_on__lte=at.date() + timedelta(days=1), done_at=None, outcome_at__isnull=False):
        if decision.due_on is None or decision.space.day(at) < decision.due_on or not awake(decision, at):
            continue
        reader = decision.responsible or decision.member
        if reader is not None and reader.left_on is None:
            reactions.write(decision, reader, words.DONE_DUE, f"done:{decision.due_on.isoformat()}", at)
        actions.note_asked(decision_id=decision.pk, at=at)


def awake(decision: HouseDecision, at: datetime) -> bool:
    """Whether it is morning in the house."""
    return at.astimezone(decision.space.zone).hour >= FROM_HOUR


@job("inspire.decisions.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who took part, and who chose what, is forgotten a year later."""
    actions.forget_old(at=at)
