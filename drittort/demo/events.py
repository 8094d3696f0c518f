"""The events of the demo house: a year of them with who came, and what comes next, with seats, a line and a proposal. Nothing is mailed: nobody is told of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from drittort.demo.model import takes_place
from drittort.demo.texts import read
from drittort.demo.world import World
from drittort.inspire.afterwards.models import EventFeedback, EventMeeting
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.inspire.events.repeating import Rhythm, rule_of
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.hosting.models import EventPart
from drittort.members.models import Member
from drittort.spaces.models import Location, Space

AHEAD, LASTS = 56, 90
SAID_BEFORE = timedelta(days=6)
SAID = (
    "host",
    "title",
    "text",
    "language",
    "way",
    "location",
    "place",
    "link",
    "capacity",
    "guests",
    "price",
    "more",
    "access",
    "question",
    "contact",
    "is_public",
    "by_host",
    "roles",
    "checklist",
)
SHOWN = 3
NOTED = 8
"""Of so many with a seat one was not noted at the door."""
ADMITTED = 3
"""So many have a yes already, where the host decides."""
"""Two of so many let the others see that they come."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An event that comes, and who has said so, in order."""

    event: Event
    people: tuple[Member, ...]
    rhythm: str = ""


def load_events(world: World, space: Space, people: dict[int, Member], at: datetime) -> None:
    """Write what was on and what will be on, in two statements each."""
    places = dict(zip((place.id for place in world.house.locations), Location.objects.filter(space=space), strict=True))
    keys = {place.key: places[place.id] for place in world.house.locations}
    before = [
        Event(
            space=space, host=people[e.host], title=e.title.text, text=e.note.text, language=e.title.language, starts_at=e.at,
            ends_at=e.at + timedelta(minutes=LASTS), location=places[e.location], made_at=e.at - timedelta(days=20), proposed_at=e.at - timedelta(days=20),
            published_at=e.at - timedelta(days=19), changed_at=e.at - timedelta(days=19), taken=len(e.participants),
        )
        for e in world.events
    ]  # fmt: skip
    came = [[people[i] for i in e.participants if i != e.host] for e in world.events]
    for event, them in zip(before, came, strict=True):
        event.taken = len(them)
    Event.objects.bulk_create(before)
    Registration.objects.bulk_create(
        registration(event, member, place, event.starts_at - SAID_BEFORE, seated=True, came=(member.pk + place) % NOTED != 0)
        for event, them in zip(before, came, strict=True)
        for place, member in enumerate(them)
    )
    look_back(before, came)
    # Whoever was there the last time comes again, for the most part.
    last = {event.title: them for event, them in zip(before, came, strict=True)}
    here = {m.name: m for m in people.values() if m.left_on is None}
    plans = [*from_programme(space, keys, here, last, at), *once(space, keys, here, at)]
    begin_series(plans, at)
    Event.objects.bulk_create(plan.event for plan in plans)
    Registration.objects.bulk_create(
        registration(plan.event, member, place, at - SAID_BEFORE, seated=plan.event.capacity is None or place < plan.event.capacity)
        for plan in plans
        for place, member in enumerate(plan.people)
    )
    host_together(plans, here, at)
    from_outside(plans, at)


def begin_series(plans: Sequence[Planned], at: datetime) -> None:
    """What comes again by the programme belongs to a series, from its next day on."""
    begun: dict[str, EventSeries] = {}
    for event, rhythm in ((one.event, one.rhythm) for one in plans if one.rhythm):
        day, zone = event.space.day(event.starts_at), event.space.zone
        if event.title not in begun:
            said = {name: getattr(event, name) for name in SAID}
            begun[event.title] = EventSeries(
                space=event.space, rule=rule_of(rhythm, day), begins_on=day, begins_at=event.starts_at.astimezone(zone).time(), minutes=LASTS, made_at=event.made_at,
                published_at=event.published_at, made_until=event.space.day(at) + timedelta(days=AHEAD - 1), changed_at=event.changed_at, **said,
            )  # fmt: skip
        event.series, event.series_on = begun[event.title], day
    EventSeries.objects.bulk_create(begun.values())


def registration(event: Event, member: Member, place: int, at: datetime, *, seated: bool, came: bool = False) -> Registration:
    """Somebody who comes, waits in line, or waits for a yes."""
    asked = at + timedelta(minutes=7 * place)
    there = event.starts_at + timedelta(minutes=place % 9) if came else None
    return Registration(
        event=event, member=member, asked_at=asked, approved_at=None if event.by_host and place >= ADMITTED else asked, shown=(member.pk + place) % SHOWN != 0,
        seated_at=asked if seated and not (event.by_host and place >= ADMITTED) else None, came_at=there, marked_at=there,
    )  # fmt: skip


def look_back(events: Sequence[Event], came: Sequence[Sequence[Member]]) -> None:
    """What stayed of the last ones: what was written down, what people said of them, and whom they met."""
    told, last = read("events_ahead")["afterwards"], {event.title: (event, them) for event, them in zip(events, came, strict=True)}
    feedback, met = [], []
    for row in told:
        if row["title"] not in last:
            continue
        event, them = last[row["title"]]
        Event.objects.filter(pk=event.pk).update(minutes=row.get("minutes", ""))
        at = event.ends_at + timedelta(hours=14)
        for (again, text), member in zip(row.get("said", ()), them, strict=False):
            feedback.append(EventFeedback(event=event, member=member, again=again, text=text, at=at))
        met += [EventMeeting(event=event, member=one, other=other, at=at) for one, other in pairwise(them[:3])]
    EventFeedback.objects.bulk_create(feedback)
    EventMeeting.objects.bulk_create(met)


def host_together(plans: Sequence[Planned], here: dict[str, Member], at: datetime) -> None:
    """Who hosts along, and who has taken something on."""
    along, parts = [], []
    told = {row["title"]: row for row in read("events_ahead")["together"]}
    for plan in plans:
        row = told.pop(plan.event.title, None)
        if row is None:
            continue
        member = here.get(row.get("along", ""))
        if member is not None:
            along.append(CoHost(event=plan.event, member=member, role=row["as"], asked_at=at - SAID_BEFORE, accepted_at=at - SAID_BEFORE))
        parts += [
            EventPart(event=plan.event, text=text, member=member, taken_at=at - timedelta(days=2))
            for text, member in zip(plan.event.roles[: row.get("taken", 0)], plan.people, strict=False)
        ]
        parts += [
            EventPart(event=plan.event, text=text, done_at=at - timedelta(days=1)) for text in plan.event.checklist[: row.get("done", 0)]
        ]
    CoHost.objects.bulk_create(along)
    EventPart.objects.bulk_create(parts)


def from_outside(plans: Sequence[Planned], at: datetime) -> None:
    """Guests of what is open to everybody."""
    names = read("events_ahead")["guests"]
    for plan in plans:
        if not plan.event.is_public or plan.event.capacity is not None:
            continue
        guests = [
            EventGuest(event=plan.event, name=name, email=f"gast{n}@draussen.example", language="de", asked_at=at, confirmed_at=at)
            for n, name in enumerate(names)
        ]
        EventGuest.objects.bulk_create(guests)
        Registration.objects.bulk_create(
            Registration(event=plan.event, guest=guest, asked_at=at, approved_at=at, seated_at=at) for guest in guests
        )
        Event.objects.filter(pk=plan.event.pk).update(taken=plan.event.taken + len(guests))


def plan(
    space: Space, row: dict[str, Any], day: date, people: Sequence[Member], host: Member, location: Location | None, at: datetime
) -> Planned:
    """One event that comes."""
    begins = datetime.combine(day, time(row["hour"]), tzinfo=space.zone)
    seats = row.get("capacity")
    proposed, called_off = row.get("proposed"), row.get("cancelled", "")
    announced = None if proposed else at - timedelta(days=8)
    coming = tuple(m for m in people if m.pk != host.pk)
    event = Event(
        space=space, host=host, title=row["title"], text=row.get("text") or row["note"], language=row.get("lang", "de"), starts_at=begins,
        ends_at=begins + timedelta(minutes=row.get("minutes", LASTS)), way=row.get("way", Event.Way.HERE if location else Event.Way.OUT), location=location,
        place=row.get("place", ""), link=row.get("link", ""), capacity=seats, guests=row.get("guests", 0), price=row.get("price", ""),
        access=row.get("access", []), question=row.get("question", ""), contact=row.get("contact", ""), is_public=row.get("public", False), by_host=row.get("by_host", False),
        roles=row.get("roles", []), checklist=row.get("checklist", []), made_at=at - timedelta(days=9), proposed_at=at - timedelta(days=2 if proposed else 9), published_at=announced,
        changed_at=at - timedelta(days=8), cancelled_at=at - timedelta(hours=20) if called_off else None, cancelled_with=called_off,
        taken=ADMITTED if row.get("by_host") else len(coming) if seats is None else min(len(coming), seats),
    )  # fmt: skip
    return Planned(event, coming, rhythm_of(row))


def rhythm_of(row: dict[str, Any]) -> str:
    """How often something of the programme comes again; "" for what comes once a year."""
    if "weekday" not in row:
        return ""
    return {None: Rhythm.WEEKLY, "odd": Rhythm.FORTNIGHTLY, "even": Rhythm.FORTNIGHTLY}.get(row.get("week"), Rhythm.MONTHLY)


def from_programme(
    space: Space, keys: dict[str, Location], here: dict[str, Member], last: dict[str, list[Member]], at: datetime
) -> Iterator[Planned]:
    """What the programme of the year brings in the next weeks. The first of two who are always there stays at home now and then."""
    held = read("events_ahead")["held"]
    member = next((m for m in here.values() if m.attributes.get("plays") == "member"), None)
    for ahead in range(1, AHEAD):
        day = space.day(at) + timedelta(days=ahead)
        for rows in read("events").values():
            for row in rows:
                if row["host"] not in here or not takes_place(row, day):
                    continue
                again = [
                    m for place, m in enumerate(last.get(row["title"], ())) if m.left_on is None and m is not member and (place + ahead) % 4
                ]
                # Whoever visits as a member finds soup to come to, and a line to stand in.
                if member is not None and row["title"] in ("Suppe im Kesselhaus", "Probiertisch"):
                    again.insert(2 if row["title"] == "Suppe im Kesselhaus" else len(again), member)
                # Nobody says in November that they come in January.
                trimmed = ahead > 7 and "capacity" not in held.get(row["title"], {})
                people = again[: max(2, len(again) - ahead // 4)] if trimmed else again
                yield plan(space, {**row, **held.get(row["title"], {})}, day, people, here[row["host"]], keys[row["at"]], at)


def once(space: Space, keys: dict[str, Location], here: dict[str, Member], at: datetime) -> Iterator[Planned]:
    """What comes only once."""
    everybody = sorted(here.values(), key=lambda m: m.pk)
    for number, row in enumerate(read("events_ahead")["coming"]):
        if row["host"] in here:
            people = [everybody[(29 * number + 11 * k) % len(everybody)] for k in range(row.get("come", 0))]
            day = space.day(at) + timedelta(days=row["days"])
            yield plan(space, row, day, list(dict.fromkeys(people)), here[row["host"]], keys.get(row.get("at", "")), at)
