"""What is due in rules by the clock: thin."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue, job
from drittort.plan.automations import actions
from drittort.plan.automations.deciding import HOUR
from drittort.plan.automations.models import Rule
from drittort.spaces.models import Space

RUN = "plan.automations.run"


@job("plan.automations.begin", every=timedelta(hours=1))
def begin(payload: dict[str, Any], at: datetime) -> None:
    """Once a day, from six in the morning of each house, let its rules look. Not in samples, not before a house is open."""
    for space in Space.objects.filter(pk__in=Rule.objects.all().on().values("space"), is_sample=False, opening__isnull=True):
        local = at.astimezone(space.zone)
        if local.hour >= HOUR:
            day = local.date().isoformat()
            enqueue(RUN, {"space": space.pk, "day": day}, at=at, space_id=space.pk, key=f"rules:{space.pk}:{day}")


@job(RUN, attempts=5)
def run(payload: dict[str, Any], at: datetime) -> None:
    """The rules of a house, for the morning of a day. What was not done on its day is not done later: nobody is told of yesterday."""
    space, day = Space.objects.get(pk=payload["space"]), date.fromisoformat(payload["day"])
    if day == space.day(at):
        actions.run_rules(space=space, day=day, at=at)


@job(actions.TRY, attempts=3)
def try_rule(payload: dict[str, Any], at: datetime) -> None:
    """A dry run that was asked for."""
    actions.finish_trial(trial_id=payload["trial"], at=at)


@job("plan.automations.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What rules did goes after its year."""
    actions.forget_old(at=at)
