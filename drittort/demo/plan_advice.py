"""Advice on the plan in the demo: what the rules say tonight, and three pieces of half a year ago that somebody took up, scored by the figures that the house then had."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.members.models import Member
from drittort.plan.advice import judging
from drittort.plan.advice.actions import advise, decline_advice
from drittort.plan.advice.catalogue import rules
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.advice.told import shares, told_of
from drittort.spaces.models import Space

AGO, TAKEN = 6, 3
WHY = "Bis zum Umbau der Küche lassen wir das."


def load_plan_advice(space: Space, at: datetime) -> None:
    """Nothing where no figure is told yet: then the worker does it in its first night."""
    told, known = told_of(space), shares()
    if not told:
        return
    manager = next((m for m in Member.objects.here().filter(space=space) if m.attributes.get("plays") == "manager"), None)
    then = at - timedelta(days=30 * AGO)
    rows: list[PlanAdvice] = []
    for rule in rules().values():
        month = space.day(then).replace(day=1)
        earlier = {name: [each for each in months if each.month < month] for name, months in told.items()}
        found = judging.grounds(rule, earlier, space.day(then), known)
        after = judging.after(told.get(rule.metric, ()), month)
        if not judging.speaks(found) or after is None or not earlier.get(rule.metric) or len(rows) >= TAKEN:
            continue
        before = earlier[rule.metric][-1]
        change = judging.expected(rule, before.value, ())
        rows.append(
            PlanAdvice(
                space=space, rule=rule.key, rank=len(rows) + 1, worth=judging.worth(rule, found or []), made_at=then, renewed_at=then, grounds=[each.told() for each in found or []],
                metric=rule.metric, before=before.value, before_on=before.month, low=change.low if change else None, high=change.high if change else None,
                source=change.source if change else "", hours=rule.hours, money=rule.money, taken_at=then, taken_by=manager, until_on=space.day(then) + timedelta(days=60), after=after[0],
                after_on=after[1], scored_at=then + timedelta(days=95),
            )
        )  # fmt: skip
    PlanAdvice.objects.bulk_create(rows)
    advise(space=space, at=at)
    last = PlanAdvice.objects.speaking().filter(space=space).order_by("-rank").first()
    if manager is not None and last is not None:
        decline_advice(actor=manager, advice_id=last.pk, text=WHY, at=at - timedelta(days=5))
