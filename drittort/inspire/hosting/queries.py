"""What those who host an event see: who takes on what, what is left to do, how many come and came, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Sum

from drittort.core.errors import require
from drittort.core.files.queries import address_of
from drittort.inspire.events import queries as events
from drittort.inspire.events import words
from drittort.inspire.events.models import CoHost, Event, Registration
from drittort.inspire.hosting import rules
from drittort.inspire.hosting.models import EventMessage, EventPart
from drittort.joining.days import moment, weekday_and_day
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

MESSAGES, EARLIER = 20, 6


@dataclass(frozen=True, slots=True)
class Part:
    """One line: who took it on, or whether it is done."""

    text: str
    face: Face | None
    mine: bool
    done: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What people can take on."""

    id: int
    title: str
    language: str
    when: str
    roles: tuple[Part, ...]
    can_take: bool
    asked: bool
    hosts_along: bool


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many come and came."""

    day: str
    seats: int
    waiting: int
    asking: int
    came: int
    is_noted: bool


@dataclass(frozen=True, slots=True)
class Along:
    """Somebody who hosts it along, or was asked."""

    id: int
    face: Face
    role: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Hosting:
    """The page of those who host."""

    id: int
    title: str
    language: str
    when: str
    checklist: tuple[Part, ...]
    left: int
    roles: tuple[Part, ...]
    along: tuple[Along, ...]
    can_ask: bool
    found: tuple[Face, ...]
    asked: str
    budget: Decimal | None
    spent: Decimal | None
    badges: str
    can_write: bool
    messages: tuple[tuple[str, str], ...]
    turnout: Turnout
    earlier: tuple[Turnout, ...]


def lines(texts: list[str], reader: Member, rows: dict[str, EventPart], known: dict[int, Face]) -> tuple[Part, ...]:
    """Lines with what became of them."""
    found = ((text, rows.get(text)) for text in texts)
    return tuple(
        Part(text, known.get(row.member_id or 0) if row else None, row is not None and row.member_id == reader.pk, row is not None and row.done_at is not None)
        for text, row in found
    )  # fmt: skip


def parts(reader: Member, event_id: int, at: datetime) -> Parts:
    """What people can take on for an event. Raises NotFound."""
    event = events.found(reader, event_id)
    rows = {row.text: row for row in EventPart.objects.filter(event=event)}
    known = faces(reader.space_id, [row.member_id for row in rows.values() if row.member_id])
    own = next((one for one in event.co_hosts.all() if one.member_id == reader.pk and not one.withheld), None)
    return Parts(
        event.pk, event.title, event.language, words.when(event, reader.space.zone), lines(event.roles, reader, rows, known), bool(rules.may_take(event, at)),
        own is not None and own.accepted_at is None, own is not None and own.accepted_at is not None,
    )  # fmt: skip


def turnout(event: Event) -> Turnout:
    """How many come and came."""
    rows = Registration.objects.filter(event=event)
    came = rows.filter(came_at__isnull=False).aggregate(n=Count("pk"))["n"] + event.others_came
    return Turnout(
        weekday_and_day(event.space.day(event.starts_at)), rows.going().filter(walked_in=False).aggregate(n=Sum("seats"))["n"] or 0, rows.waiting().count(),
        rows.asking().count(), came, came > 0,
    )  # fmt: skip


def hosting(reader: Member, event_id: int, at: datetime, asked: str = "") -> Hosting:
    """Everything that those who host see. Raises NotFound, NotAllowed."""
    event = events.found(reader, event_id)
    event.space = reader.space
    require(rules.may_host(reader, event))
    rows = {row.text: row for row in EventPart.objects.filter(event=event)}
    along = list(CoHost.objects.filter(event=event).order_by("asked_at", "pk"))
    known = faces(reader.space_id, {*(row.member_id for row in rows.values() if row.member_id), *(one.member_id for one in along)})
    checklist = lines(event.checklist, reader, rows, known)
    zone = reader.space.zone
    said = EventMessage.objects.filter(event=event).order_by("-at", "-pk")[:MESSAGES]
    return Hosting(
        id=event.pk, title=event.title, language=event.language, when=words.when(event, zone), checklist=checklist, left=sum(not one.done for one in checklist),
        roles=lines(event.roles, reader, rows, known), along=tuple(Along(one.pk, known[one.member_id], one.role, one.accepted_at is not None) for one in along if one.member_id in known),
        can_ask=bool(rules.may_ask_along(reader, event, at)), found=events.by_name(reader, asked, {reader.pk, *(one.member_id for one in along)}), asked=asked, budget=event.budget, spent=event.spent,
        badges=address_of(reader.space.slug, event.badges) if event.badges is not None else "", can_write=bool(rules.may_write(reader, event)), messages=tuple((moment(one.at, zone), one.text) for one in said), turnout=turnout(event), earlier=earlier(event, at),
    )  # fmt: skip


def earlier(event: Event, at: datetime) -> tuple[Turnout, ...]:
    """How many came to the last ones of its series, in two queries."""
    if event.series_id is None:
        return ()
    last = list(
        Event.objects.standing().filter(series=event.series_id, ends_at__lte=at).exclude(pk=event.pk).order_by("-starts_at")[:EARLIER]
    )
    rows = Registration.objects.going().filter(event__in=last)
    seats = dict(rows.filter(walked_in=False).values_list("event").annotate(n=Sum("seats")))
    came = dict(rows.filter(came_at__isnull=False).values_list("event").annotate(n=Count("pk")))
    return tuple(
        Turnout(weekday_and_day(event.space.day(one.starts_at)), seats.get(one.pk, 0), 0, 0, n, n > 0)
        for one in last
        for n in [came.get(one.pk, 0) + one.others_came]
    )
