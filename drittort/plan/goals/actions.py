"""Setting goals, ending them, raising alarms and answering them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.core.metrics import METRICS
from drittort.members.models import Member
from drittort.plan.goals import rules
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.queries import kept
from drittort.plan.rules import may_run
from drittort.spaces.models import Space

SET, ENDED, ALARM, HEARD = "goal.set", "goal.ended", "goal.alarm", "goal.heard"


def set_goal(
    *, actor: Member, figure: str, target: float, by_on: date, at: datetime, low: float | None = None, high: float | None = None,
    owner_id: int | None = None, why: str = "",
) -> Goal:  # fmt: skip
    """Say what a figure is to be by a day. The goal that stood for it ends; the same once more changes nothing. Raises Invalid for a day that is over."""
    require(may_run(actor))
    if figure not in METRICS:
        raise NotFound
    if by_on <= actor.space.day(at):
        raise Invalid(_("This day is over already."))
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        owner = rules.owners(actor.space).filter(pk=owner_id or 0).first()
        new = {"target": target, "low": low, "high": high, "by_on": by_on, "owner": owner, "why": why}
        old = locked(Goal.objects.standing().filter(space=actor.space_id, metric=figure)).first()
        if old is not None and all(getattr(old, field) == value for field, value in new.items()):
            return old
        if old is not None:
            _end(old, "", at)
        goal = Goal.objects.create(space_id=actor.space_id, metric=figure, set_by=actor, set_at=at, **new)
        _record(SET, goal, actor, at, {} if owner is None else {"owner": owner.pk})
    return goal


def end_goal(*, actor: Member, goal_id: int, words: str, at: datetime) -> None:
    """Let a goal end, with a sentence why. Twice changes nothing. Raises NotFound."""
    require(may_run(actor))
    with transaction.atomic():
        goal = locked(rules.visible_to(actor).filter(pk=goal_id)).first()
        if goal is None:
            raise NotFound
        if goal.ended_at is None:
            _end(goal, words, at)
            _record(ENDED, goal, actor, at)


def _end(goal: Goal, words: str, at: datetime) -> None:
    goal.ended_at, goal.ended_with = at, words
    goal.save(update_fields=["ended_at", "ended_with"])
    GoalAlarm.objects.filter(goal=goal, over_at=None).update(over_at=at)


def look(*, space: Space, at: datetime) -> int:
    """Look at every goal of a house: raise an alarm where a figure has gone astray, and end one where it is back. Returns how many were raised."""
    goals = list(Goal.objects.standing().filter(space=space).select_related("space").order_by("pk"))
    if not goals:
        return 0
    told = kept(space, {goal.metric for goal in goals})
    raised = 0
    for goal in goals:
        astray = rules.strays(goal, told.get(goal.metric, []))
        with transaction.atomic():
            if locked(Goal.objects.standing().filter(pk=goal.pk)).first() is None:
                continue
            ringing = GoalAlarm.objects.filter(goal=goal, over_at=None).first()
            if astray is not None and ringing is None and not GoalAlarm.objects.filter(goal=goal, month=astray.month).exists():
                GoalAlarm.objects.create(goal=goal, month=astray.month, raised_at=at)
                _record(ALARM, goal, None, at)
                raised += 1
            elif astray is None and ringing is not None:
                GoalAlarm.objects.filter(pk=ringing.pk).update(over_at=at)
    return raised


def hear_alarm(*, actor: Member, goal_id: int, measure: str, at: datetime) -> None:
    """Say what is done about an alarm. The newest words stand. Raises NotFound, and OutOfDate where it is over."""
    require(may_run(actor))
    if not measure:
        raise Invalid
    with transaction.atomic():
        goal = locked(rules.visible_to(actor).filter(pk=goal_id)).first()
        if goal is None:
            raise NotFound
        if not GoalAlarm.objects.filter(goal=goal, over_at=None).update(heard_at=at, heard_by=actor, measure=measure):
            raise OutOfDate
        _record(HEARD, goal, actor, at)


def _record(kind: str, goal: Goal, actor: Member | None, at: datetime, facts: dict[str, int] | None = None) -> None:
    ledger.record(
        space_id=goal.space_id, at=at, kind=kind, actor_id=None if actor is None else actor.pk, subject_id=goal.pk, audience=ledger.MANAGERS,
        facts=facts,
    )  # fmt: skip


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: their goals wait for somebody else."""
    Goal.objects.standing().filter(owner=member_id).update(owner=None)
