"""Figures on events: how many there are, who hosts them, who comes, and for whom there was no seat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext_lazy as _

from drittort.core import sums
from drittort.core.metrics import (
    BETWEEN_PEOPLE,
    COUNT,
    DOWN,
    INSPIRE,
    OF_FEW_PEOPLE,
    PRIVATE,
    SHARE,
    UP,
    Calendar,
    Figure,
    gather,
    gives,
    metric,
    open_share,
    page,
    share,
    summed,
)
from drittort.core.sums import of_people
from drittort.inspire.events.models import CoHost, Event, Registration
from drittort.members.membership.queries import here_in, spans
from drittort.members.roles.models import RoleGrant
from drittort.spaces.models import Space
from drittort.spaces.roles import CARING


def taking_place(space: Space, calendar: Calendar) -> Q:
    """The events that took place in some months; the way to them from a table of events."""
    return Q(space=space, published_at__isnull=False, cancelled_at=None, ends_at__gte=calendar.since, ends_at__lt=calendar.until)


def held(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many events took place, from the first one on."""
    calendar = Calendar(space, months)
    found = calendar.by_month((at, True) for at in Event.objects.filter(taking_place(space, calendar)).values_list("ends_at", flat=True))
    first = Event.objects.standing().filter(space=space).aggregate(first=Min("ends_at"))["first"]
    since = calendar.until_on if first is None else space.day(first).replace(day=1)
    return {month: Figure(float(len(found[month])), len(found[month])) for month in months if month >= since}


def by_members(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of events that somebody hosted who had no role of the team then."""
    calendar = Calendar(space, months)
    team: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for member, since, over in RoleGrant.objects.filter(role__space=space, role__key__in=CARING).values_list("member_id", "at", "ended_at"):
        team[member].append((since, over))
    hosts: dict[int, set[int]] = defaultdict(set)
    events = Event.objects.filter(taking_place(space, calendar))
    for event, member in CoHost.objects.accepted().filter(event__in=events).values_list("event_id", "member_id"):
        hosts[event].add(member)
    found = []
    for pk, host, starts, ends in events.values_list("pk", "host_id", "starts_at", "ends_at"):
        people = hosts[pk] | ({host} if host is not None else set())
        if people:
            found.append((ends, any(not _cared(team[who], starts) for who in people)))
    return {month: open_share(sum(each), len(each)) for month, each in calendar.by_month(found).items()}


def _cared(grants: Sequence[tuple[datetime, datetime | None]], at: datetime) -> bool:
    return any(since <= at and (over is None or over > at) for since, over in grants)


@dataclass(frozen=True, slots=True)
class Door:
    """One event at whose door somebody noted who came: how many had a seat, and how many of them were there."""

    seated: int
    came: int


def shown_up(doors: Sequence[Door]) -> Figure:
    """The share who came; only where five people remain, whichever event is left out."""
    seated = sum(door.seated for door in doors)
    return Figure(sum(door.came for door in doors) / seated, seated) if sums.enough_people(door.seated for door in doors) else PRIVATE


def show_up(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who had a seat, the share who were noted at the door."""
    calendar = Calendar(space, months)
    going = Registration.objects.going().filter(walked_in=False, event__in=Event.objects.filter(taking_place(space, calendar)))
    rows = (
        going.values("event_id", "event__ends_at")
        .annotate(seated=Count("pk"), came=Count("pk", filter=Q(came_at__isnull=False)))
        .order_by()
    )
    found = [(row["event__ends_at"], Door(row["seated"], row["came"])) for row in rows if row["came"]]
    return gather(months, calendar.by_month(found), shown_up)


def attendance(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of the members of a month, the share who had a seat at an event, or hosted one."""
    calendar = Calendar(space, months)
    events = Event.objects.filter(taking_place(space, calendar))
    seated = Registration.objects.going().filter(event__in=events, member__isnull=False).values_list("event__ends_at", "member_id")
    hosted = events.exclude(host=None).values_list("ends_at", "host_id")
    people = {month: {who for who in each if who is not None} for month, each in calendar.by_month(chain(seated, hosted)).items()}
    everybody = spans(space)
    told = {}
    for month, there in people.items():
        here = here_in(everybody, month)
        told[month] = share(len(there & here), len(here)) if len(there & here) >= sums.LEAST else PRIVATE
    return told


def waiting(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many stood in line for an event and got no seat."""
    calendar = Calendar(space, months)
    rows = Registration.objects.filter(
        event__in=Event.objects.filter(taking_place(space, calendar)),
        seated_at=None,
        withdrawn_at=None,
        declined_at=None,
        approved_at__isnull=False,
    ).exclude(member=None)
    in_line = rows.values_list("event__ends_at", "member_id")
    return gather(months, calendar.by_month((at, of_people([who])) for at, who in in_line), summed)


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who hosted an event that took place."""
    events = Event.objects.standing().filter(space=space_id, starts_at__gte=since, starts_at__lt=until)
    along = CoHost.objects.accepted().filter(event__in=events)
    return chain(
        events.values_list("starts_at", "host_id").iterator(),
        along.annotate(at=F("event__starts_at")).values_list("at", "member_id").iterator(),
    )


gives("events", giving)
EVENTS = {
    "program": INSPIRE,
    "element": "connection",
    "source": _("Events that were announced and not called off, in the month in which they ended."),
}
metric(
    "events", _("Events"), held, unit=COUNT, better=UP, open=True, rows=page("inspire:past_events"), **EVENTS,
    definition=_("How many events took place in the month."),
    formula=_("Announced events that ended in the month and were not called off; each of a series counts."),
    limits=_("More is not better: look at who comes, and at who hosts."),
    helps=_("Let what members ask for become an event."), helps_at="inspire:events",
)  # fmt: skip
metric(
    "member_hosted", _("Hosted by members"), by_members, unit=SHARE, better=UP, open=True, rows=page("inspire:past_events"), **EVENTS,
    definition=_("Of the events of the month, the share that somebody hosted who had no role of the team then, alone or along."),
    formula=_("Events with a host who was neither manager nor founder at that time / all events with a host."),
    limits=_("Other roles count as members. A host who left the house is not known any more."),
    helps=_("Ask somebody who often comes to host one evening, and take the chairs on yourself."), helps_at="inspire:new_event",
)  # fmt: skip
metric(
    "show_up", _("Who had a seat and came"), show_up, unit=SHARE, better=UP, gathers=True, ripens=3, **EVENTS,
    why_private=_("Who did not come has a reason that is nobody's affair. The share is told over several events only."),
    definition=_("Of those who had a seat at an event of the month, the share who were noted at the door."),
    formula=_("People noted at the door / people with a seat, over events at which somebody noted who came; who walked in is left out."),
    limits=_("Who came past the door unnoticed counts as missing. Events without a check-in are left out."),
    helps=_("Remind the day before, and make it easy to give a seat back."), helps_at="inspire:events",
)  # fmt: skip
metric(
    "event_breadth", _("Members who come to events"), attendance, unit=SHARE, better=UP, **EVENTS,
    why_private=OF_FEW_PEOPLE,
    definition=_("Of the members of the month, the share who had a seat at one of its events, or hosted one."),
    formula=_("Members with a seat or as host / all members of the month. Each counts once, however often they came."),
    limits=_("Events without registration do not show who was there."),
    helps=_("Other hours reach other people: try a breakfast, or a lunch."), helps_at="inspire:calendar",
)  # fmt: skip
metric(
    "event_waiting", _("In line, and no seat"), waiting, unit=COUNT, better=DOWN, gathers=True, ripens=3, **EVENTS,
    why_private=BETWEEN_PEOPLE,
    definition=_("How often a member stood in line for an event of the month and got no seat."),
    formula=_("Registrations without a seat when the event was over, of members who had not given up."),
    limits=_("Guests from outside do not count. Months with too few wait for the next."),
    helps=_("Do it once more: whoever stood in line hears of it first."), helps_at="inspire:events",
)  # fmt: skip
