"""The nightly work of advice: score what was taken, then ask every rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from drittort.core.jobs.queue import enqueue, job
from drittort.plan.advice import actions
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
    actions.advise(space=Space.objects.get(pk=payload["space"]), at=at)
