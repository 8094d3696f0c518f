"""What pages show of events: the list of what is on, and one event as its reader sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.core.reports import Shown
from drittort.inspire.events import rules, words
from drittort.inspire.events.models import Event, EventQuerySet, Registration
from drittort.inspire.events.repeating import rhythm_of
from drittort.joining.days import weekday_and_day
from drittort.members.models import Member
from drittort.members.people import rules as people
from drittort.members.people.meeting import Suggested, whom_to_meet
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original
from drittort.spaces.models import Location, Space
from drittort.talk.conversations.about import Subject

PAGE = 40
FACES = 12
MORE, NAMES = 3, 8
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Card:
    """An event in a list."""

    id: int
    title: str
    language: str
    day: str
    iso: str
    begins: str
    hours: str
    where: str
    host: str
    state: str
    tone: str
    opening: str


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day."""

    day: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes, as far as the reader may know: with how many. A guest from outside has a name and no face."""

    id: int
    face: Face | None
    name: str
    further: str
    answer: str


@dataclass(frozen=True, slots=True)
class Facts:
    """When, where, for how much: what an event says of itself in lines. `link` only for who may read it."""

    when: str
    way: str
    location: str
    address: str
    place: str
    link: str
    link_later: bool
    room: str
    price: str
    more: str
    access: tuple[str, ...]
    spoken: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class Page:
    """One event as its reader sees it."""

    card: Card
    text: str
    facts: Facts
    contact: str
    host: Face | None
    co_hosts: tuple[Coming, ...]
    stage: str
    is_public: bool
    by_host: bool
    returned_with: str
    cancelled_with: str
    standing: str
    mine: str
    my_guests: int
    shown: bool
    most_guests: int
    full: bool
    can_register: bool
    can_change: bool
    can_propose: bool
    can_publish: bool
    can_return: bool
    can_cancel: bool
    can_discard: bool
    coming: tuple[Coming, ...]
    others: int
    sees_names: bool
    line: tuple[Coming, ...]
    asking: tuple[Coming, ...]
    can_admit: bool
    hosts_it: bool
    takes: bool
    door: bool
    has_code: bool
    over: bool
    begun: bool
    others_on: tuple[tuple[int, str], ...]
    can_confirm: bool
    question: str
    my_answer: str
    folded: bool
    report_path: str


def standings(reader: Member, events: Iterable[Event]) -> dict[int, Registration]:
    """The reader's own registrations for some events, by event."""
    return {one.event_id: one for one in Registration.objects.filter(member=reader, event__in=[e.pk for e in events])}


def stage(event: Event) -> str:
    """How far an event is: "draft", "returned", "proposed", "announced" or "cancelled"."""
    if event.cancelled_at is not None:
        return "cancelled"
    if event.published_at is not None:
        return "announced"
    if event.returned_at is not None:
        return "returned"
    return "proposed" if event.proposed_at is not None else "draft"


def card(reader: Member, event: Event, mine: Registration | None, people: Mapping[int, Face], waiting: int) -> Card:
    """One event of a list, with one word on how it stands: for the reader, else for everybody."""
    zone = reader.space.zone
    state, tone = words.short(event, stage(event), mine, reader.pk, waiting)
    host = people.get(event.host_id or 0)
    begins = event.starts_at.astimezone(zone)
    return Card(
        event.pk, event.title, event.language, weekday_and_day(begins.date()), begins.isoformat(), begins.strftime("%H:%M"), words.hours(event, zone), words.where(event),
        host.name if host else "", state, tone, words.opening(event.text),
    )  # fmt: skip


def cards(reader: Member, rows: Sequence[Event], registrations: Mapping[int, Registration]) -> list[Card]:
    """Some events, with one query for hosts and one for the lines."""
    people = faces(reader.space_id, {e.host_id for e in rows if e.host_id})
    lines = waiting_at([e.pk for e in rows if e.capacity is not None])
    return [card(reader, e, registrations.get(e.pk), people, lines.get(e.pk, 0)) for e in rows]


def waiting_at(events: Sequence[int]) -> dict[int, int]:
    """How many wait in line, by event; only where somebody does."""
    rows = Registration.objects.filter(event__in=events).waiting().order_by().values("event_id").annotate(n=Count("pk"))
    return {row["event_id"]: row["n"] for row in rows}


def by_day(shown: Iterable[Card]) -> list[Day]:
    """Cards under their days, in their order."""
    days: dict[str, list[Card]] = {}
    for one in shown:
        days.setdefault(one.day, []).append(one)
    return [Day(day, tuple(found)) for day, found in days.items()]


@dataclass(frozen=True, slots=True)
class Programme:
    """The list of what is on: days ahead with the address of what follows, and what waits for the reader."""

    days: list[Day]
    after: str
    to_review: list[Card]
    own: list[Card]


def with_place(rows: EventQuerySet) -> EventQuerySet:
    """With everything that a line says of an event."""
    return rows.select_related("location", "series").prefetch_related("co_hosts")


def programme(reader: Member, at: datetime, after: tuple[str, int] | None) -> Programme:
    """What is on, the soonest first; above it, on the first page, drafts of one's own and, for those who announce, what waits for them."""
    rows = with_place(rules.visible_to(reader).published().ahead(at)).order_by("starts_at", "pk")
    if after is not None:
        moment = datetime.fromisoformat(after[0])
        rows = rows.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, pk__gt=after[1]))
    found = list(rows[: PAGE + 1])
    more = f"{found[PAGE - 1].starts_at.isoformat()}|{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    found = found[:PAGE]
    drafts: list[Event] = []
    if after is None:
        mine = with_place(rules.visible_to(reader).ahead(at)).filter(published_at=None).order_by("starts_at", "pk")
        drafts = list(mine.filter(Q(host=reader) | Q(proposed_at__isnull=False, returned_at=None))[:PAGE])
    shown = cards(reader, [*found, *drafts], standings(reader, found))
    late, others = shown[: len(found)], list(zip(drafts, shown[len(found) :], strict=True))
    return Programme(
        by_day(late), more, [one for e, one in others if e.host_id != reader.pk], [one for e, one in others if e.host_id == reader.pk]
    )


def past(reader: Member, at: datetime, after: tuple[str, int] | None) -> tuple[list[Day], str]:
    """What was on, the latest first, without what was called off."""
    rows, more = newest_first(with_place(rules.visible_to(reader).standing().filter(ends_at__lte=at)), "starts_at", after, PAGE)
    return by_day(cards(reader, rows, standings(reader, rows))), more


def found(reader: Member, event_id: int) -> Event:
    """An event that the reader sees. Raises NotFound."""
    event = with_place(rules.visible_to(reader)).filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def facts(event: Event, space: Space, waiting: int, *, knows_link: bool) -> Facts:
    """What an event says of itself in lines; `waiting` stand in line."""
    return Facts(
        when=words.when(event, space.zone), way=event.way, location=event.location.name if event.location else "",
        address=event.location.address if event.location else "", place=event.place, link=event.link if knows_link else "",
        link_later=bool(event.link) and not knows_link, room=words.room(event, waiting), price=event.price, more=event.more,
        access=tuple(str(Event.Access(code).label) for code in event.access), spoken=words.spoken(event.language),
        rhythm=words.rhythm(event.series.rule, event.series.begins_on) if event.series is not None else "",
    )  # fmt: skip


def one(reader: Member, event_id: int, at: datetime) -> Page:
    """One event as its reader sees it. Raises NotFound."""
    event = found(reader, event_id)
    of_event = Registration.objects.filter(event=event)
    rows = list((of_event.alive() | of_event.filter(member=reader)).select_related("guest").order_by("asked_at", "pk"))
    mine = next((r for r in rows if r.member_id == reader.pk), None)
    going, line, asking = ([r for r in rows if r.standing == name] for name in ("going", "waiting", "asking"))
    names = rules.sees_names(reader, event)
    seen = going if names else [r for r in going if r.shown][:FACES]
    shown = (*seen, *((*line, *asking) if names else ()))
    people = faces(reader.space_id, {*(r.member_id for r in shown if r.member_id), *event.hosts})
    place = next((n for n, r in enumerate(line, 1) if r.member_id == reader.pk), 0)
    knows, host = rules.sees_link(reader, event, mine), people.get(event.host_id or 0)
    known = coming(people, seen, answers=names)
    return Page(
        card=card(reader, event, mine, people, len(line)), text=event.text, facts=facts(event, reader.space, len(line), knows_link=knows), contact=event.contact,
        host=host, co_hosts=tuple(with_role(people, event)), stage=stage(event), is_public=event.is_public, by_host=event.by_host,
        returned_with=event.returned_with if event.host_id == reader.pk else "",
        cancelled_with=event.cancelled_with, standing=words.standing(mine, reader.space.zone, place) if event.cancelled_at is None else "",
        mine=mine.standing if mine else "", my_guests=mine.seats - 1 if mine else 0, shown=bool(mine and mine.shown), most_guests=event.guests,
        full=bool(line) or event.free() == 0, can_register=bool(rules.may_register(reader, event, at)), can_change=bool(rules.may_change(reader, event, at)),
        can_propose=bool(rules.may_propose(reader, event, at)), can_publish=bool(rules.may_publish(reader, event, at)),
        can_return=bool(rules.may_return(reader, event, at)), can_cancel=bool(rules.may_cancel(reader, event, at)),
        can_discard=bool(rules.may_discard(reader, event)), coming=tuple(known), others=sum(r.seats for r in going) - len(known),
        sees_names=names, line=tuple(coming(people, line, answers=names)) if names else (),
        asking=tuple(coming(people, asking, answers=names)) if names else (), can_admit=bool(rules.may_admit(reader, event, at)),
        hosts_it=reader.pk in event.hosts, takes=bool(event.roles) and event.ends_at > at, door=bool(rules.may_check_in(reader, event, at)), has_code=mine is not None and mine.standing == "going" and event.cancelled_at is None and at < event.ends_at,
        over=event.ends_at <= at, begun=event.starts_at <= at,
        report_path="" if event.host_id == reader.pk or event.published_at is None else f"{address('members:report', reader.space.slug)}?about=event:{event.pk}",
        folded=event.host_id is not None and event.host_id in folded_for(reader), question=event.question, my_answer=mine.answer if mine else "", others_on=others_on(reader, event, at), can_confirm=event.series_id is not None and event.confirmed_at is None and bool(rules.may_cancel(reader, event, at)) and event.starts_at <= at + SOON,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meet:
    """Whom the reader might like to meet at an event."""

    id: int
    title: str
    language: str
    when: str
    suggested: tuple[Suggested, ...]
    comes: bool


def to_meet(reader: Member, event_id: int, at: datetime) -> Meet:
    """A few of those who let the others see that they come, for whoever comes too. Raises NotFound."""
    event = found(reader, event_id)
    rows = Registration.objects.going().filter(event=event, member__isnull=False).values_list("member_id", "shown")
    seats = {pk: seen for pk, seen in rows if pk is not None}
    comes = reader.pk in seats or reader.pk in event.hosts
    among = {*(pk for pk, seen in seats.items() if seen), *event.hosts} - {reader.pk}
    suggested = whom_to_meet(reader, at, among) if comes and event.cancelled_at is None else []
    return Meet(event.pk, event.title, event.language, words.when(event, reader.space.zone), tuple(suggested), comes)


def with_role(people: Mapping[int, Face], event: Event) -> list[Coming]:
    """Those who host an event along, each with what they do there."""
    found = [(one, people.get(one.member_id)) for one in event.co_hosts.all() if one.accepted_at is not None]
    return [Coming(one.pk, face, face.name, one.role, "") for one, face in found if face is not None]


def others_on(reader: Member, event: Event, at: datetime) -> tuple[tuple[int, str], ...]:
    """The next days on which a series comes again."""
    if event.series_id is None:
        return ()
    rows = rules.visible_to(reader).standing().ahead(at).filter(series=event.series_id).exclude(pk=event.pk).order_by("starts_at")
    return tuple((pk, weekday_and_day(reader.space.day(starts))) for pk, starts in rows.values_list("pk", "starts_at")[:MORE])


def coming(people: Mapping[int, Face], rows: Iterable[Registration], *, answers: bool) -> list[Coming]:
    """Those who come, each with whom they bring along, and with their answer for who reads the names. Who has left the house is left out."""
    return [
        Coming(r.pk, face, face.name if face else guest.name if guest else "", f"+ {r.seats - 1}" if r.seats > 1 else "", r.answer if answers and not r.withheld else "")
        for r, face, guest in ((r, people.get(r.member_id or 0), r.guest if answers else None) for r in rows)
        if face is not None or guest is not None
    ]  # fmt: skip


def by_name(reader: Member, asked: str, without: Collection[int]) -> tuple[Face, ...]:
    """People of the house by a part of their name, to be chosen from; nobody for nothing."""
    asked = " ".join(asked.split())[:60]
    if not asked:
        return ()
    rows = people.visible_to(reader).filter(name__icontains=asked).exclude(pk__in=without).order_by("name", "pk")
    ids = list(rows.values_list("pk", flat=True)[:NAMES])
    found = faces(reader.space_id, ids)
    return tuple(found[pk] for pk in ids)


def locations(reader: Member) -> list[tuple[int, str]]:
    """The places of the house, for a form."""
    return list(Location.objects.standing().filter(space_id=reader.space_id).values_list("pk", "name"))


def written(event: Event, reader: Member) -> dict[str, Any]:
    """What a form begins with when an event is changed or made once more."""
    zone = reader.space.zone
    begins, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    same = (
        "title",
        "text",
        "way",
        "location_id",
        "place",
        "link",
        "capacity",
        "guests",
        "price",
        "more",
        "access",
        "question",
        "language",
        "contact",
        "is_public",
        "by_host",
    )
    return {
        **{name: getattr(event, name) for name in same},
        "on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        **{name: "\n".join(getattr(event, name)) for name in ("roles", "checklist")},
        **again(event),
    }


def again(event: Event) -> dict[str, Any]:
    """How a form begins for one of a series."""
    if event.series is None:
        return {}
    return {"scope": "one", "repeats": rhythm_of(event.series.rule).value, "until_on": event.series.until_on}


def like(reader: Member, event_id: int | None) -> dict[str, Any]:
    """What a new event begins with: everything of another one that the reader may change or has hosted, but its day; else the house."""
    event = with_place(rules.visible_to(reader)).filter(pk=event_id).first() if event_id else None
    if event is None or not rules.sees_names(reader, event):
        return {"language": reader.space.language, "way": Event.Way.HERE, "guests": 0, "location_id": reader.location_id}
    return {name: value for name, value in written(event, reader).items() if name not in ("on", "scope", "repeats", "until_on")}


def names(ids: set[int]) -> dict[int, Subject]:
    """How conversations call the events that they are about."""
    rows = Event.objects.filter(pk__in=ids).values_list("pk", "title", "space__slug")
    return {pk: Subject(title, address("inspire:event", slug, pk)) for pk, title, slug in rows}


def shown(reader: Member, event_id: int, at: datetime) -> Shown | None:
    """An event as it is reported."""
    event = rules.visible_to(reader).filter(pk=event_id).exclude(published_at=None).first()
    return Shown(f"{event.title}\n\n{event.text}".strip(), event.host_id, event.published_at) if event else None


def thanks_begin(reader: Member, event_id: int) -> str:
    """How thanks for an event that one saw announced may begin."""
    event = rules.visible_to(reader).published().filter(pk=event_id).first()
    return _("Thank you for “%(event)s”.") % {"event": event.title} if event is not None else ""


def original(reader: Member, event_id: int, at: datetime) -> Original:
    """The words of an event, to be translated. Raises NotFound."""
    event = found(reader, event_id)
    return Original(event.host_id, event.language, (event.title, event.text), address("inspire:event", reader.space.slug, event.pk))
