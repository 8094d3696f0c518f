"""How often office hours bring two people together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.connect.office_hours.models import Booking
from drittort.core.metrics import BETWEEN_PEOPLE, CONNECT, COUNT, UP, Calendar, Figure, gather, metric, summed
from drittort.core.sums import Sides, of_people
from drittort.spaces.models import Space


def met(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many met in an office hour."""
    calendar = Calendar(space, months)
    rows = Booking.objects.filter(slot__office_hour__space=space, met_on__gte=calendar.first, met_on__lt=calendar.until_on)
    found: dict[date, list[Sides]] = {}
    for on, host, guest in rows.values_list("met_on", "slot__office_hour__member_id", "member_id"):
        if on is not None:
            found.setdefault(on.replace(day=1), []).append(of_people((host, guest)))
    return gather(months, found, summed)


metric(
    "office_hours", _("Office hours used"), met, unit=COUNT, better=UP, program=CONNECT, element="needs", gathers=True, ripens=7,
    why_private=BETWEEN_PEOPLE,
    definition=_("How often somebody met whoever offers an office hour in the month."),
    formula=_("Booked times of which one of the two said that they met."),
    source=_("Bookings of office hours."),
    limits=_("Where nobody says whether they met, it does not count. Months with too few wait for the next."),
    helps=_("Ask somebody who is asked often anyway to offer an hour a month."), helps_at="connect:office_hours",
)  # fmt: skip
