"""Booked office hours on the first page, for who comes and for who gives them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import time_format

from drittort.connect.office_hours.models import Booking
from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import Found, Occasion, Visit

MOST = 4
WEEK = timedelta(days=7)

BOOKED = Statement(
    lambda member, now, week: (
        Booking.objects.live()
        # What was booked beside a block is known to who booked it alone.
        .filter(Q(member=member) | Q(slot__office_hour__member=member, withheld=False), slot__dropped_at=None, slot__starts_at__gt=now, slot__starts_at__lt=week)
        .select_related("slot__office_hour")
        .order_by("slot__starts_at", "pk")[:MOST]
    ),
    member=int, now=datetime, week=datetime,
)  # fmt: skip


def bookings(visit: Visit) -> Found:
    """The next times that the reader booked, or that somebody booked with them. One query."""
    reader = visit.member
    rows: list[Booking] = BOOKED.objects(member=reader.pk, now=visit.at, week=visit.at + WEEK)
    return Found(occasions=tuple(occasion(visit, row) for row in rows))


def occasion(visit: Visit, booking: Booking) -> Occasion:
    """One of them."""
    slot, space = booking.slot, visit.member.space
    return Occasion(
        slot.starts_at, slot.ends_at, time_format(slot.starts_at.astimezone(space.zone).time(), "H:i"), slot.office_hour.title, slot.office_hour.language, slot.office_hour.place,
        address("connect:booking", space.slug, booking.pk), True,
    )  # fmt: skip
