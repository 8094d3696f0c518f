"""The nightly work of advice: score what was taken, then ask every rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from drittort.core.jobs.queue import enqueue, job
from drittort.plan.advice import actions
from drittort.plan.advice.actions import Given
from drittort.plan.advice.catalogue import rules
from drittort.plan.advice.judging import Told, after, drift, expected, grounds, speaks, worth
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.advice.told import shares, told_of
from drittort.plan.metrics.models import MetricMonth
from drittort.spaces.models import Space

ADVISE = "plan.advice.house"


@job("plan.advice.nightly", every=timedelta(minutes=10))
def nightly(payload: dict[str, Any], at: datetime) -> None:
    """Ask the rules of each house anew once its figures were told anew. The key names the house and when that was, so a night that was slept through is made up for."""
    for pk, made_at in (
        MetricMonth.objects.filter(space__is_sample=False).order_by("space").values_list("space").annotate(made=Max("made_at"))
    ):
        enqueue(ADVISE, {"space": pk}, at=at, space_id=pk, key=f"{ADVISE}:{pk}:{made_at:%Y-%m-%dT%H}")
    actions.forget_old(at=at)


@job(ADVISE, attempts=4, patient=True)
def of_house(payload: dict[str, Any], at: datetime) -> None:
    """The advice of one house."""
    advise(space=Space.objects.get(pk=payload["space"]), at=at)


def advise(*, space: Space, at: datetime) -> None:
    """As the job does it, for the demo: at once."""
    told = told_of(space)
    for row in PlanAdvice.objects.filter(space=space, taken_at__isnull=False, scored_at=None):
        found = after(told.get(row.metric, ()), max(row.before_on, space.day(row.taken_at or at).replace(day=1)))
        if found is not None:
            actions.score(advice_id=row.pk, after=found[0], after_on=found[1], at=at)
    actions.renew_advice(space_id=space.pk, given=given(space, told, at), at=at)


def given(space: Space, told: Told, at: datetime) -> list[Given]:
    """What every rule that speaks says, the most urgent first. A rule whose measure runs still is not asked twice."""
    running = set(PlanAdvice.objects.filter(space=space, taken_at__isnull=False, scored_at=None).values_list("rule", flat=True))
    earlier: dict[str, list[float]] = {}
    for key, before, then in PlanAdvice.objects.filter(space=space, scored_at__isnull=False).values_list("rule", "before", "after"):
        earlier.setdefault(key, []).append((then or 0.0) - before)
    found, known, today = [], shares(), space.day(at)
    for rule in rules().values():
        said = grounds(rule, told, today, known)
        months = told.get(rule.metric, ())
        if said is None or not speaks(said) or not months or rule.key in running:
            continue
        last = months[-1]
        change = expected(rule, last.value, earlier.get(rule.key, ()))
        found.append(Given(rule, worth(rule, said), tuple(said), last.value, last.month, change, drift(rule, told, known)))
    return sorted(found, key=lambda one: (-one.worth, one.rule.key))
