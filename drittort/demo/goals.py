"""The figures of the invented house over its year, and the goals that it set itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.plan.goals.actions import look
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.goals.rules import owners
from drittort.plan.metrics.actions import keep_months
from drittort.spaces.models import Space

SET_AGO = timedelta(days=150)
ASTRAY = "breadth"
"""Its corridor lies above what the invented house does, so that the page of an alarm lives."""
GOALS = (
    (ASTRAY, 0.4, 0.3, None, 25, "Wenn nur fünf schreiben, lesen bald nur noch zehn."),
    ("isolates", 0.05, None, 0.12, 210, "Niemand soll hier allein sitzen und es nicht sagen müssen."),
    ("need_hours", 3.0, None, 30.0, 120, "Eine Antwort am selben Tag ist unser Versprechen."),
    ("member_hosted", 0.9, 0.2, None, 300, "Ein Haus lebt von denen, die etwas anzetteln."),
    ("across_companies", 0.75, 0.5, None, 210, ""),
)


def load_goals(space: Space, at: datetime) -> None:
    """Tell the months of a year, and set some goals five months ago; what is said about an alarm is said about all but one."""
    keep_months(space=space, at=at)
    people, day = list(owners(space)), space.day(at)
    Goal.objects.bulk_create(
        Goal(
            space=space, metric=metric, target=target, low=low, high=high, by_on=day + timedelta(days=ahead), owner=people[k % len(people)],
            set_by=people[-1], set_at=at - SET_AGO, why=why,
        )
        for k, (metric, target, low, high, ahead, why) in enumerate(GOALS)
    )  # fmt: skip
    look(space=space, at=at)
    GoalAlarm.objects.filter(goal__space=space).exclude(goal__metric=ASTRAY).update(
        heard_at=at, heard_by=people[0], measure="Wir fragen in der nächsten Runde zuerst die, von denen lange nichts kam."
    )
