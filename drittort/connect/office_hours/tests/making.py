"""Office hours that several tests begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from drittort.connect.office_hours.actions import Words, open_office_hour
from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.office_hours.times import Times
from drittort.members.models import Member
from tests.cast import Cast

DAY = timedelta(days=1)
WORDS = Words(
    "money", "Umsatzsteuer ohne Angst", "Alles, was klein anfängt.", "de", "Küche, zweiter Stock", "https://meet.example/mara", 30, 24, 1
)


def hold(cast: Cast, host: Member, *, days: int = 3, first: time = time(14), last: time = time(16), **more: Any) -> OfficeHour:
    """Somebody holds an office hour in some days: four times of half an hour."""
    on = cast.house.day(cast.now) + timedelta(days=days)
    return open_office_hour(actor=host, words=replace(WORDS, **more), times=Times(on, on, frozenset(), first, last), at=cast.now)


def slots(hour: OfficeHour) -> list[OfficeSlot]:
    """Its times in their order."""
    return list(hour.slots.order_by("starts_at"))


def booked(hour: OfficeHour) -> Booking:
    """The one booking of an office hour."""
    return Booking.objects.get(slot__office_hour=hour)
