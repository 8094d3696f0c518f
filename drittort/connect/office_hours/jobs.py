"""What is due in office hours by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.office_hours import actions, reactions, rules, words
from drittort.connect.office_hours.models import Booking
from drittort.core.jobs.queue import job
from drittort.spaces.models import Space


@job("connect.office_hours.let_go", every=timedelta(minutes=15))
def let_go(payload: dict[str, Any], at: datetime) -> None:
    """Call off what two would come to of whom one has blocked the other."""
    actions.let_go_due(at=at)


@job("connect.office_hours.remind", every=timedelta(hours=1))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """The day before, remind both, from morning on in the house's own time. Who booked that same day needs no reminder."""
    ahead = Booking.objects.live().filter(slot__starts_at__gt=at, slot__starts_at__lt=at + timedelta(days=2))
    for space in Space.objects.filter(is_sample=False, pk__in=set(ahead.values_list("slot__office_hour__space", flat=True))):
        if at.astimezone(space.zone).hour < rules.MORNING:
            continue
        today = space.day(at)
        rows = ahead.filter(slot__office_hour__space=space).values_list("pk", "slot__starts_at", "booked_at")
        for pk, starts_at, booked_at in rows:
            if space.day(starts_at) == today + timedelta(days=1) and space.day(booked_at) < today:
                tell_both(pk, words.TOMORROW, f"tomorrow:{starts_at.isoformat()}", at)


@job("connect.office_hours.ask", every=timedelta(hours=1))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """Some hours later: have you met? Once to each; who has said is not asked (see the letter)."""
    over = Booking.objects.live().filter(
        slot__ends_at__lte=at - rules.ASK_AFTER, slot__ends_at__gt=at - rules.ASK_AFTER - timedelta(days=2)
    )
    for pk in over.filter(slot__office_hour__space__is_sample=False).values_list("pk", flat=True):
        tell_both(pk, words.AFTER, "after", at)


def tell_both(booking_id: int, step: int, key: str, at: datetime) -> None:
    """Tell both of a booking."""
    booking = reactions.found(booking_id)
    if booking is not None:
        reactions.write_both(booking, step, key, at)


@job("connect.office_hours.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old times and bookings go."""
    actions.forget_old(at=at)
