"""Who hears of an alarm: whoever owns the goal, and where nobody does, those who run the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.metrics import METRICS
from drittort.core.models import LedgerRow
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.plan.goals import actions, rules
from drittort.plan.goals.models import Goal, GoalAlarm

CATEGORY = "goal"


@reaction(actions.ALARM, name="plan.goals.tell")
def tell_owner(row: LedgerRow, at: datetime) -> None:
    """Tell of an alarm that still rings."""
    goal = Goal.objects.standing().select_related("space", "owner__space").filter(pk=row.subject_id or 0).first()
    alarm = None if goal is None else GoalAlarm.objects.ringing().filter(goal=goal).first()
    if goal is None or alarm is None:
        return
    owned = goal.owner is not None and goal.owner.left_on is None
    people = Member.objects.filter(pk=goal.owner_id or 0) if owned else rules.owners(goal.space)
    for reader in people.select_related("space"):
        tell(
            member=reader, category=CATEGORY, thread=f"goal:{goal.pk}", key=f"goal:{alarm.pk}", at=at, text="goal.alarm",
            context={"goal": goal.pk}, path=address("plan:goal", goal.space.slug, goal.pk),
        )  # fmt: skip


@reaction(LEFT, name="plan.goals.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Somebody leaves: what was their goal is everybody's until somebody takes it on."""
    if row.subject_id is not None:
        actions.end_of(member_id=row.subject_id)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the figures of goals are called of which notices speak, and what helps; in one query."""
    names = dict(Goal.objects.filter(pk__in={row["goal"] for row in rows}).values_list("pk", "metric"))
    found = [METRICS.get(names.get(row["goal"], "")) for row in rows]
    return [{"figure": "…" if each is None else str(each.label), "helps": "" if each is None else str(each.helps)} for each in found]
