"""Signed addresses in the letters about a booking: they open a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.office_hours.rules import bookings_of
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.booking"
AGE = timedelta(days=210)
"""A time may be booked half a year ahead, and told of afterwards."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which booking by a link."""

    member: Member
    booking_id: int


def token(booking_id: int, member_id: int) -> str:
    """The signed part of a link of one of the two."""
    return signed(booking_id, member_id, salt=SALT)


def link(booking_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:answer_booking', args=[token(booking_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the booking or the person is gone."""
    booking_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see what you have booked."))
    if not bookings_of(member).filter(pk=booking_id).exists():
        raise NotFound
    return Pass(member, booking_id)
