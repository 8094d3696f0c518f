"""What came of office hours, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.office_hours.models import Booking
from drittort.connect.outcomes.sources import HELP, MET, OPEN, Story


def bookings(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Times that were booked on these days: it helped, they met, or neither was told of."""
    rows = Booking.objects.filter(slot__office_hour__space=space_id, booked_at__date__gte=first, booked_at__date__lte=last)
    for host, guest, met, helped in rows.values_list("slot__office_hour__member_id", "member_id", "met_on", "helped"):
        yield Story("mentoring", HELP if helped else MET if met else OPEN, frozenset((host, guest)))
