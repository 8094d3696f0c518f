"""What is due in introductions by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.introductions import actions, reactions, rules, warm
from drittort.connect.introductions.models import Introduction
from drittort.core.database import in_steps
from drittort.core.jobs.queue import enqueue, job
from drittort.spaces.models import Space


@job("connect.introductions.expire", every=timedelta(minutes=15))
def expire(payload: dict[str, Any], at: datetime) -> None:
    """Close what has run out."""
    actions.expire_due(at=at)


@job("connect.introductions.ask_warm", every=timedelta(hours=1))
def ask_warm(payload: dict[str, Any], at: datetime) -> None:
    """Ask those whom somebody would like to introduce, as soon as both have a seat free."""
    warm.ask_due(at=at)


@job("connect.introductions.ask_outcomes", every=timedelta(hours=6))
def ask_outcomes(payload: dict[str, Any], at: datetime) -> None:
    """Ask what came of introductions that opened a week ago; mails have keys, so each is asked once."""
    due = Introduction.objects.filter(
        introduced_at__lte=at - rules.ASK_AFTER, introduced_at__gt=at - rules.ASK_AFTER - timedelta(days=3)
    ).select_related("space")
    for introduction in in_steps(due):
        reactions.ask_outcome(introduction, at)


@job("connect.introductions.rounds", every=timedelta(hours=1))
def plan_rounds(payload: dict[str, Any], at: datetime) -> None:
    """Once a day, in the early morning of each house, draw up suggestions for the people who care."""
    for space in Space.objects.all():
        local = at.astimezone(space.zone)
        if 4 <= local.hour < 12:
            enqueue("connect.introductions.round", {"space": space.pk}, at=at, space_id=space.pk, key=f"round:{space.pk}:{local.date()}")


@job("connect.introductions.round", attempts=3)
def make_round(payload: dict[str, Any], at: datetime) -> None:
    """Draw up one house's suggestions."""
    # Numerics and encoder are loaded here and not with the module, which web processes import too.
    from drittort.connect.introductions import rounds

    rounds.make_round(space=Space.objects.get(pk=payload["space"]), at=at)


@job("connect.introductions.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """What was kept as long as the register promises goes."""
    from drittort.connect.introductions import rounds

    actions.forget_old(at=at)
    rounds.forget_vectors()
