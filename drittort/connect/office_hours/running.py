"""Office hours as running parts of a house: the times that are offered, never who comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Meeting, Part
from drittort.spaces.models import Space


def parts(space: Space, at: datetime) -> list[Part]:
    """The office hours of a house, open ones first."""
    rows = OfficeHour.objects.filter(space=space).select_related("member").order_by("-opened_at", "-pk")
    found = [
        Part(
            row.pk, row.title, f"{row.get_theme_display()}, {row.member.name}", address("connect:office_hour", space.slug, row.pk),
            row.closed_at is not None or row.member.left_on is not None,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda part: part.over)


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """The times that are offered."""
    rows = OfficeSlot.objects.standing().filter(office_hour__space=space, starts_at__gte=since, starts_at__lt=until)
    for number, starts_at, ends_at in rows.values_list("office_hour_id", "starts_at", "ends_at"):
        yield Meeting(number, starts_at, round((ends_at - starts_at).total_seconds() / 60))


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """The bookings of each."""
    rows = Booking.objects.filter(slot__office_hour__space=space, slot__starts_at__gte=since).values_list("pk", "slot__office_hour_id")
    return {f"booking:{pk}": number for pk, number in rows}


running.kind("office_hour", _("Office hours"), parts, begin=running.form("connect:new_office_hour"), meetings=meetings, threads=threads)
