"""Booked office hours on the first page, for who comes and for who gives them (`connect.appointments` asks for them)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import time_format

from drittort.connect.office_hours.models import Booking
from drittort.core.addresses import address
from drittort.core.today import Occasion, Visit


def bookings_of(member: int, now: datetime, week: datetime) -> QuerySet[Booking, Any]:
    """The next times that somebody booked, or that were booked with them. What was booked beside a block is known to who booked it alone."""
    theirs = Q(member=member) | Q(slot__office_hour__member=member, withheld=False)
    return Booking.objects.live().filter(theirs, slot__dropped_at=None, slot__starts_at__gt=now, slot__starts_at__lt=week)


def occasion(visit: Visit, starts_at: datetime, booking: int, ends_at: datetime, title: str, language: str, place: str) -> Occasion:
    """One of them."""
    space = visit.member.space
    hours = time_format(starts_at.astimezone(space.zone).time(), "H:i")
    return Occasion(starts_at, ends_at, hours, title, language, place, address("connect:booking", space.slug, booking), True)
