"""The figures of the invented house over its year, and the goals that it set itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.plan.goals.actions import look
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.goals.rules import owners
from drittort.plan.metrics.actions import keep_months
from drittort.plan.metrics.models import MetricMonth
from drittort.spaces.models import Space

SET_AGO = timedelta(days=150)
GOALS = (
    ("isolates", 0.05, None, 0.12, 210, "Niemand soll hier allein sitzen und es nicht sagen müssen."),
    ("need_hours", 6.0, None, 30.0, 120, "Eine Antwort am selben Tag ist unser Versprechen."),
    ("member_hosted", 0.6, 0.2, None, 300, "Ein Haus lebt von denen, die etwas anzetteln."),
    ("breadth", 0.5, 0.15, None, 300, "Wenn nur fünf schreiben, lesen bald nur noch zehn."),
    ("across_companies", 0.75, 0.5, None, 210, ""),
)
ASTRAY = "questions_answered"


def load_goals(space: Space, at: datetime) -> None:
    """Tell the months of a year, set some goals five months ago, and let one of them be astray, with what is done about it."""
    keep_months(space=space, at=at)
    people = list(owners(space))
    day = space.day(at)
    goals = [
        Goal(
            space=space, metric=metric, target=target, low=low, high=high, by_on=day + timedelta(days=ahead), owner=people[k % len(people)],
            set_by=people[-1], set_at=at - SET_AGO, why=why,
        )
        for k, (metric, target, low, high, ahead, why) in enumerate(GOALS)
    ]  # fmt: skip
    told = list(MetricMonth.objects.filter(space=space, metric=ASTRAY, closed_at__isnull=False, private=False).order_by("-month")[:2])
    if told:
        # The corridor lies where the last months do not, so that the page of an alarm lives.
        low = min(1.0, max(month.value or 0.0 for month in told) + 0.05)
        goals.append(
            Goal(
                space=space, metric=ASTRAY, target=min(1.0, low + 0.1), low=low, by_on=day + timedelta(days=25), owner=people[0], set_by=people[-1],
                set_at=at - SET_AGO, why="Wer fragt, soll merken, dass jemand zuhört.",
            )
        )  # fmt: skip
    Goal.objects.bulk_create(goals)
    look(space=space, at=at)
    GoalAlarm.objects.filter(goal__space=space).exclude(goal__metric=ASTRAY).update(
        heard_at=at, heard_by=people[0], measure="Wir fragen in der nächsten Runde zuerst die, von denen lange nichts kam."
    )
