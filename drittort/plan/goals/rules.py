"""How a goal stands, when it is an alarm, and who sets goals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drittort.core.metrics import DOWN, METRICS, last_day
from drittort.engine.trend import Expected
from drittort.members.models import Member, MemberQuerySet
from drittort.members.roles.queries import people_with
from drittort.plan.goals.models import Goal, GoalQuerySet
from drittort.plan.metrics.queries import Kept, expected, newest, values
from drittort.plan.rules import RUN
from drittort.spaces.models import Space

OUTSIDE_MONTHS = 2
"""So many told months in a row outside the corridor are an alarm: one may be chance."""
FARTHEST = 24
LONGEST_WAIT = timedelta(days=62)
"""So long the figure of a month may be on its way."""
NEW, REACHED, ASTRAY, LATE, BEHIND, ON_WAY, OPEN = STATES = ("new", "reached", "astray", "late", "behind", "on_way", "open")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a goal stands: one of STATES, the last told month, and what may be expected for its day."""

    state: str
    last: Kept | None
    ahead: Expected | None
    months: int


def visible_to(member: Member) -> GoalQuerySet:
    """The goals of a member's house; who may read the plan reads them all."""
    return Goal.objects.filter(space_id=member.space_id)


def owners(space: Space) -> MemberQuerySet:
    """Who may own a goal: those who run the plan."""
    return people_with(space, RUN).order_by("sort_name", "pk")


def is_outside(goal: Goal, value: float) -> bool:
    """Whether a value lies outside the corridor of a goal."""
    return (goal.low is not None and value < goal.low) or (goal.high is not None and value > goal.high)


def meets(goal: Goal, value: float) -> bool:
    """Whether a value is as good as the target, or better."""
    return value <= goal.target if falls(goal) else value >= goal.target


def falls(goal: Goal) -> bool:
    """Whether less is better."""
    metric = METRICS.get(goal.metric)
    return metric is not None and metric.better == DOWN


def told_since(goal: Goal, months: Sequence[Kept]) -> list[Kept]:
    """The told months that ended after the goal was set: what was before is why it was set."""
    day = goal.space.day(goal.set_at)
    return [each for each in months if each.closed and each.figure.value is not None and last_day(each.month) >= day]


def strays(goal: Goal, months: Sequence[Kept]) -> Kept | None:
    """The month with which an alarm is due: the last of two told ones in a row that lie outside the corridor; None otherwise."""
    told = told_since(goal, months)[-OUTSIDE_MONTHS:]
    outside = [each for each in told if each.figure.value is not None and is_outside(goal, each.figure.value)]
    return told[-1] if len(outside) == OUTSIDE_MONTHS else None


def standing(goal: Goal, months: Sequence[Kept], today: date) -> Standing:
    """How a goal stands, from the months that were told."""
    last, metric = newest(months), METRICS.get(goal.metric)
    if last is None or last.figure.value is None or metric is None:
        return Standing(NEW, last, None, 0)
    wanted = (goal.by_on.year - last.month.year) * 12 + goal.by_on.month - last.month.month
    coming = expected(metric, values(months), min(max(wanted, 1), FARTHEST))
    ahead = coming[-1] if coming and wanted > 0 else None
    # Its day is over only once the month of that day was told, or nobody can wait for it any more.
    over = goal.by_on < today and (wanted <= 0 or goal.by_on < today - LONGEST_WAIT)
    return Standing(_state(goal, months, last.figure.value, ahead, over=over), last, ahead, wanted)


def _state(goal: Goal, months: Sequence[Kept], value: float, ahead: Expected | None, *, over: bool) -> str:
    if strays(goal, months) is not None:
        return ASTRAY
    if meets(goal, value):
        return REACHED
    if over:
        return LATE
    if ahead is None:
        return OPEN
    if not meets(goal, ahead.low if falls(goal) else ahead.high):
        return BEHIND
    return ON_WAY if meets(goal, ahead.value) else OPEN
