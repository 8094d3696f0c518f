"""What people from outside read: what is on for everybody, one event, and how it stands for themselves. Never a name of somebody who comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.inspire.events import words
from drittort.inspire.events.ics import Entry
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.queries import Facts, facts, waiting_at, with_place
from drittort.inspire.events.rules import may_come
from drittort.inspire.guests import rules
from drittort.inspire.guests.models import EventGuest
from drittort.joining.days import weekday_and_day
from drittort.spaces.models import Space

MOST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """An event in the list for everybody."""

    id: int
    title: str
    language: str
    day: str
    hours: str
    where: str
    opening: str
    room: str


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One event as anybody reads it."""

    id: int
    title: str
    language: str
    text: str
    facts: Facts
    contact: str
    off: bool
    off_with: str
    can_ask: bool
    closed_because: str
    by_host: bool
    full: bool
    most_guests: int
    question: str


@dataclass(frozen=True, slots=True)
class Mine:
    """How it stands for one guest."""

    page: OpenPage
    name: str
    confirmed: bool
    standing: str
    state: str
    can_answer: bool


def public_page(event: Event) -> str:
    """The whole address of the page that anybody can read."""
    return f"{settings.ADDRESS}{address('inspire:open_event', event.space.slug, event.pk)}"


def whats_on(space: Space, at: datetime) -> list[Line]:
    """What is on for everybody, the soonest first."""
    rows = list(with_place(rules.public(space).standing().ahead(at)).order_by("starts_at", "pk")[:MOST])
    lines = waiting_at([event.pk for event in rows if event.capacity is not None])
    return [
        Line(
            e.pk, e.title, e.language, weekday_and_day(space.day(e.starts_at)), words.hours(e, space.zone), words.where(e), words.opening(e.text),
            words.room(e, lines.get(e.pk, 0)),
        )
        for e in rows
    ]  # fmt: skip


def found(space: Space, event_id: int) -> Event:
    """An event for everybody. Raises NotFound."""
    event = with_place(rules.public(space)).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    event.space = space
    return event


def one(event: Event, at: datetime, *, knows_link: bool = False) -> OpenPage:
    """One event as anybody reads it."""
    waiting, may = waiting_at([event.pk]).get(event.pk, 0), rules.may_ask(event, at)
    return OpenPage(
        id=event.pk, title=event.title, language=event.language, text=event.text, facts=facts(event, event.space, waiting, knows_link=knows_link), contact=event.contact,
        off=event.cancelled_at is not None, off_with=event.cancelled_with, can_ask=bool(may), closed_because=str(may.reason), by_host=event.by_host,
        full=bool(waiting) or event.free() == 0, most_guests=event.guests, question=event.question,
    )  # fmt: skip


def mine(guest: EventGuest, at: datetime) -> Mine:
    """How it stands for a guest."""
    event = guest.event
    row = Registration.objects.filter(guest=guest).first()
    line = Registration.objects.filter(event=event).waiting().values_list("pk", flat=True)
    place = next((n for n, pk in enumerate(line, 1) if row is not None and pk == row.pk), 0)
    state = row.standing if row is not None else ""
    return Mine(
        page=one(event, at, knows_link=state == "going"), name=guest.name, confirmed=guest.confirmed_at is not None,
        standing=words.standing(row, event.space.zone, place) if event.cancelled_at is None else "", state=state,
        can_answer=bool(may_come(event, at) if guest.confirmed_at is not None else rules.may_ask(event, at)),
    )  # fmt: skip


def entry(event: Event) -> Entry:
    """One event for a file that anybody may have."""
    return Entry(event, url=public_page(event))
