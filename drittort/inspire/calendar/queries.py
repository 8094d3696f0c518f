"""The calendar of the house by month and week, and what subscribed calendars are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound
from drittort.inspire.calendar import tokens
from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events import queries as events
from drittort.inspire.events import rules
from drittort.inspire.events.ics import Entry
from drittort.inspire.events.models import Event, EventQuerySet, EventSeries, Registration
from drittort.members.models import Member
from drittort.spaces.models import Space

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BEHIND, AHEAD = timedelta(days=90), timedelta(days=400)
SAID = ("asked_at", "seated_at", "offered_at", "lapsed_at", "withdrawn_at")
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar with what is on."""

    number: str
    iso: str
    name: str
    is_today: bool
    is_outside: bool
    cards: tuple[events.Card, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday on, and the ways to the ones beside it."""

    title: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, and the ways to the weeks beside it."""

    title: str
    days: tuple[Cell, ...]
    this: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A calendar that one can subscribe to, with its address where there is one."""

    kind: str
    label: str
    says: str
    link: str
    webcal: str


def month_of(text: str, today: date) -> date:
    """The first day of a month, as it stands in an address ("2026-05"); this month's for nothing. Raises Invalid."""
    return day_of(f"{text}-01" if text else "", today).replace(day=1)


def day_of(text: str, today: date) -> date:
    """A day, as it stands in an address; today for nothing. Raises Invalid."""
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Invalid from error
    if not FIRST <= found <= LAST:
        raise Invalid
    return found


def moment(space: Space, day: date) -> datetime:
    """The beginning of a day in the house."""
    return datetime.combine(day, time(), tzinfo=space.zone)


def cells(reader: Member, first: date, days: int, today: date, month: int | None = None) -> tuple[Cell, ...]:
    """So many days with what is on, in as many queries whatever there is."""
    space = reader.space
    rows = rules.visible_to(reader).published().filter(starts_at__gte=moment(space, first), starts_at__lt=moment(space, first + days * DAY))
    found = list(events.with_place(rows).order_by("starts_at", "pk"))
    shown = events.cards(reader, found, events.standings(reader, found)) if found else []
    by_day: dict[str, list[events.Card]] = {}
    for card in shown:
        by_day.setdefault(card.iso[:10], []).append(card)
    return tuple(
        Cell(
            str(day.day), day.isoformat(), f"{date_format(day, 'l')}, {date_format(day, 'MONTH_DAY_FORMAT')}", day == today,
            month is not None and day.month != month, tuple(by_day.get(day.isoformat(), ())),
        )
        for day in (first + n * DAY for n in range(days))
    )  # fmt: skip


def month(reader: Member, first: date, at: datetime) -> Month:
    """A month of the house."""
    begins = first - first.weekday() * DAY
    after = (first + 32 * DAY).replace(day=1)
    weeks = (after - begins + 6 * DAY) // WEEK
    days = cells(reader, begins, 7 * weeks, reader.space.day(at), first.month)
    return Month(
        date_format(first, "YEAR_MONTH_FORMAT"), tuple(date_format(begins + n * DAY, "D") for n in range(7)),
        tuple(days[n : n + 7] for n in range(0, len(days), 7)), (first - DAY).strftime("%Y-%m"), after.strftime("%Y-%m"),
    )  # fmt: skip


def week(reader: Member, day: date, at: datetime, *, weeks: int = 1) -> Week:
    """The week of a day, or some from it on."""
    first = day - day.weekday() * DAY
    last = first + weeks * WEEK - DAY
    title = _("%(first)s to %(last)s") % {"first": date_format(first, "MONTH_DAY_FORMAT"), "last": date_format(last, "DATE_FORMAT")}
    days = cells(reader, first, 7 * weeks, reader.space.day(at))
    return Week(title, days, first.isoformat(), (first - WEEK).isoformat(), (first + WEEK).isoformat())


def subscribed(reader: Member) -> list[Subscribed]:
    """The calendars that the reader can subscribe to."""
    rows = {feed.kind: feed for feed in CalendarFeed.objects.filter(member=reader)}
    says = {
        CalendarFeed.Kind.MINE: _("What you come to, what you host, and where you stand in line."),
        CalendarFeed.Kind.HOUSE: _("Everything that is announced, also where you don't come."),
    }
    found = []
    for kind in CalendarFeed.Kind:
        link = tokens.link(rows[kind], reader.space.slug) if kind in rows else ""
        found.append(Subscribed(kind.value, str(kind.label), says[kind], link, f"webcal://{link.partition('://')[2]}" if link else ""))
    return found


def lately(rows: EventQuerySet, at: datetime) -> EventQuerySet:
    """What a calendar program is given: three months back, a year ahead."""
    return (
        rows.filter(ends_at__gt=at - BEHIND, starts_at__lt=at + AHEAD)
        .select_related("space", "location")
        .prefetch_related("co_hosts")
        .order_by("starts_at", "pk")
    )


def entries(feed: CalendarFeed, at: datetime) -> Sequence[Entry]:
    """The events of a subscribed calendar as its owner may read them. What was called off stays in it as called off."""
    member = feed.member
    mine = {r.event_id: r for r in Registration.objects.alive().filter(member=member, event__ends_at__gt=at - BEHIND)}
    rows = lately(Event.objects.published().filter(space_id=member.space_id), at)
    if feed.kind == CalendarFeed.Kind.MINE:
        rows = rows.filter(Q(host=member) | Q(pk__in=list(mine)))
    return [
        Entry(event, rules.sees_link(member, event, mine.get(event.pk)), event.pk in mine and mine[event.pk].standing != "going")
        for event in rows
    ]


def last_changed(feed: CalendarFeed, entries: Sequence[Entry]) -> datetime:
    """When a subscribed calendar last became another: an event in it changed, or was taken away with its series, or its owner said that they come, or can't."""
    series = EventSeries.objects.filter(space=feed.member.space_id).aggregate(changed=Max("changed_at"))["changed"]
    said = Registration.objects.filter(member=feed.member_id).aggregate(**{name: Max(name) for name in SAID})
    moments: list[datetime] = [
        feed.made_at,
        *(entry.event.changed_at for entry in entries),
        *(moment for moment in (series, *said.values()) if moment),
    ]
    return max(moments)


def one(reader: Member, event_id: int) -> Entry:
    """One event for a file. Raises NotFound."""
    event = events.found(reader, event_id)
    event.space = reader.space
    mine = events.standings(reader, [event]).get(event.pk)
    return Entry(event, rules.sees_link(reader, event, mine), mine is not None and mine.standing in ("offered", "waiting"))


def series_of(reader: Member, event_id: int) -> tuple[EventSeries, Sequence[Entry]]:
    """The series of an event with its events from its present rule on. Raises NotFound for what belongs to none."""
    series = events.found(reader, event_id).series
    if series is None or series.published_at is None:
        raise NotFound
    series.space = reader.space
    rows = rules.visible_to(reader).published().filter(series=series, series_on__gte=series.begins_on)
    found = list(rows.select_related("space", "location").prefetch_related("co_hosts").order_by("series_on"))
    mine = events.standings(reader, found)
    return series, [Entry(event, rules.sees_link(reader, event, mine.get(event.pk))) for event in found]
