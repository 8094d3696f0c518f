"""Reminding of the next step: on four days, while one is open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue, job
from drittort.home.first_visit import actions, queries, rules
from drittort.home.first_visit.reactions import CATEGORY, LETTER
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.spaces.models import Space

MORNING = 8
GRACE = 2
"""Days for which a machine may sleep through a reminder; later than that it is not sent."""


@job("home.first_visit.remind_all", every=timedelta(hours=1))
def remind_all(payload: dict[str, Any], at: datetime) -> None:
    """Once a day, from the morning of each house on."""
    for space in Space.objects.filter(is_sample=False).order_by("pk"):
        if at.astimezone(space.zone).hour >= MORNING:
            day = space.day(at)
            enqueue("home.first_visit.remind", {"space": space.pk}, at=at, space_id=space.pk, key=f"first_steps:{space.pk}:{day}")


@job("home.first_visit.remind", attempts=3)
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Tell each newcomer of one house whose day it is of their one next step; and let the lists go of which all steps are taken."""
    space = Space.objects.get(pk=payload["space"])
    today = space.day(at)
    new = Member.objects.here().filter(space=space, joined_on__gt=today - rules.NEW_FOR, joined_on__lte=today).exclude(account=None)
    for member in new.select_related("space").order_by("pk"):
        if actions.settle(member=member, at=at):
            continue
        here = (today - member.joined_on).days
        day = next((day for day in rules.NUDGES if day <= here <= day + GRACE), None)
        held = queries.first_steps(member, at) if day is not None else None
        if day is None or held is None or held.open is None:
            continue
        tell(
            member=member,
            category=CATEGORY,
            thread=f"first_steps:{member.pk}",
            key=f"first_steps:{day}",
            at=at,
            text=f"first_steps.{held.open.name}",
            context={"day": day},
            path=held.open.path,
            mail=LETTER,
        )
