"""The hours at which a house shows itself, over the next two weeks, in its own time zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core.calendars import CANCEL, PUBLISH, Entry, attachment, uid
from drittort.core.mail.outbox import Attachment
from drittort.joining import days
from drittort.joining.applications import rules
from drittort.joining.applications.models import Tour, TourSlot
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Opening:
    """One moment that can be booked."""

    value: str
    slot_id: int
    location_id: int
    minutes: int
    starts_at: datetime
    words: str


def moments(space: Space, slot: TourSlot, at: datetime) -> Iterable[datetime]:
    """When a slot comes up within the next fourteen days. An hour that a change of the clock skips is left out."""
    today = space.day(at)
    for ahead in range(rules.AHEAD.days + 1):
        day = today + timedelta(days=ahead)
        if day.weekday() != slot.weekday:
            continue
        local = datetime.combine(day, slot.starts, tzinfo=space.zone)
        starts = local.astimezone(at.tzinfo)
        if starts.astimezone(space.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            continue
        if at + rules.NOTICE_BEFORE <= starts <= at + rules.AHEAD:
            yield starts


def openings(space: Space, at: datetime) -> list[Opening]:
    """What can be booked, soonest first, in two queries."""
    slots = list(TourSlot.objects.filter(space=space, closed_at=None, location__removed_at=None).select_related("location"))
    held: dict[tuple[int, datetime], int] = {}
    booked = Tour.objects.filter(
        Q(confirmed_at__isnull=False) | Q(booked_at__gt=at - rules.HOLD),
        slot__in=[s.pk for s in slots],
        cancelled_at=None,
        starts_at__gt=at,
    )
    for slot_id, starts in booked.values_list("slot_id", "starts_at"):
        held[slot_id or 0, starts] = held.get((slot_id or 0, starts), 0) + 1
    found = []
    for slot in slots:
        for starts in moments(space, slot, at):
            free = slot.capacity - held.get((slot.pk, starts), 0)
            if free > 0:
                words = _("%(when)s, %(place)s") % {"when": days.moment(starts, space.zone), "place": slot.location.name}
                found.append(Opening(f"{slot.pk}@{starts.isoformat()}", slot.pk, slot.location_id, slot.minutes, starts, words))
    return sorted(found, key=lambda o: (o.starts_at, o.slot_id))


def find(space: Space, value: str, at: datetime) -> Opening | None:
    """The opening that a form names, if it can still be booked."""
    return next((one for one in openings(space, at) if one.value == value), None)


def calendar(tour: Tour, space: Space, at: datetime, *, cancelled: bool = False) -> Attachment:
    """The calendar file of a tour; a cancelled one takes the entry out again."""
    start, place = tour.starts_at.astimezone(space.zone), tour.location
    entry = Entry(
        uid=uid("tour", tour.pk),
        sequence=int(cancelled),
        stamp=at,
        starts_at=start,
        ends_at=start + timedelta(minutes=tour.minutes),
        summary=_("A look around: %(house)s") % {"house": space.name},
        location=", ".join(filter(None, (space.name, place.name, place.address))) if place is not None else "",
    )
    return attachment(entry, method=CANCEL if cancelled else PUBLISH)
