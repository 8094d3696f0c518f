"""What pages show of office hours and bookings. Everything begins at the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.office_hours import rules, words
from drittort.connect.office_hours.models import Booking, BookingQuerySet, OfficeHour, OfficeSlot, Theme
from drittort.core.addresses import address
from drittort.core.calendars import CANCEL, REQUEST, Entry, attachment, uid
from drittort.core.errors import NotFound
from drittort.core.mail.outbox import Attachment
from drittort.core.reports import Shown
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import language_names
from drittort.members.profiles.rules import Owner
from drittort.members.showcase.shelves import Shelf, ShelfItem

SHOWN = 60
OF_ONE = 240


@dataclass(frozen=True, slots=True)
class Card:
    """One office hour in a list."""

    id: int
    host: Face
    theme: str
    title: str
    text: str
    language: str
    spoken: str
    length: str
    next: str


@dataclass(frozen=True, slots=True)
class Time:
    """One time: its hour, and for the host who comes."""

    id: int
    hour: str
    guest: Face | None = None
    booking: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its times."""

    label: str
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One office hour with what its reader may do. Place and link are filled for the host alone."""

    card: Card
    days: tuple[Day, ...]
    mine: bool
    closed: bool
    why_not: str
    notice: str
    place: str
    link: str
    own: tuple[BookingCard, ...]
    report_path: str


@dataclass(frozen=True, slots=True)
class BookingCard:
    """One booking in a list, as its reader sees it."""

    id: int
    title: str
    language: str
    when: str
    other: Face
    standing: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """One booking with everything that its reader may do."""

    id: int
    office_hour: int
    title: str
    language: str
    when: str
    hours: str
    other: Face
    comes: bool
    standing: str
    text: str
    place: str
    link: str
    ahead: bool
    steps: tuple[tuple[str, str, str], ...]
    others: tuple[Day, ...]
    can_thank: bool
    thanks: str


def card(row: OfficeHour, host: Face, next_at: datetime | None, zone: ZoneInfo) -> Card:
    """An office hour as a card."""
    return Card(
        row.pk, host, str(Theme(row.theme).label), row.title, row.text, row.language, language_names().get(row.language, row.language),
        words.length(row.minutes), words.moment(next_at, zone) if next_at is not None else "",
    )  # fmt: skip


def office_hours(member: Member, at: datetime, *, theme: str = "", host: int | None = None) -> tuple[Card, ...]:
    """What stands in the house, of a theme or of one host; who is there next comes first. Two queries."""
    rows = rules.of_house(member.space_id).filter(closed_at=None)
    if theme:
        rows = rows.filter(theme=theme)
    if host is not None:
        rows = rows.filter(member=host)
    next_at = OfficeSlot.objects.open(at).filter(office_hour=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]
    found = list(rows.annotate(next_at=Subquery(next_at)).order_by(F("next_at").asc(nulls_last=True), "pk")[:SHOWN])
    people = faces(member.space_id, {row.member_id for row in found})
    return tuple(card(row, people[row.member_id], row.next_at, member.space.zone) for row in found)


def found(member: Member, office_hour_id: int) -> OfficeHour:
    """An office hour that the member may open. Raises NotFound."""
    row = rules.visible_to(member).filter(pk=office_hour_id).first()
    if row is None:
        raise NotFound
    return row


def by_day(times: Sequence[tuple[datetime, Time]], zone: ZoneInfo) -> tuple[Day, ...]:
    """Times gathered by the day of the house."""
    grouped = groupby(times, key=lambda one: one[0].astimezone(zone).date())
    return tuple(Day(weekday_and_day(day), tuple(time for _at, time in of_day)) for day, of_day in grouped)


def open_days(row: OfficeHour, zone: ZoneInfo, at: datetime) -> tuple[Day, ...]:
    """The times that may be booked now, by day. One query."""
    slots = rules.open_slots(row, at)[:OF_ONE]
    return by_day([(slot.starts_at, Time(slot.pk, words.hour(slot.starts_at, zone))) for slot in slots], zone)


def host_days(row: OfficeHour, member: Member, at: datetime) -> tuple[Day, ...]:
    """All times ahead, as their host sees them: who comes, and what is free. What never reached the host looks free. Three queries."""
    zone = member.space.zone
    slots = list(OfficeSlot.objects.filter(office_hour=row, dropped_at=None, ends_at__gt=at).order_by("starts_at")[:OF_ONE])
    live = rules.bookings_of(member).live().filter(slot__in=[slot.pk for slot in slots])
    booked = {booking.slot_id: booking for booking in live}
    guests = faces(member.space_id, {booking.member_id for booking in booked.values()})
    shown = []
    for slot in slots:
        booking = booked.get(slot.pk)
        guest = guests[booking.member_id] if booking is not None else None
        shown.append((slot.starts_at, Time(slot.pk, words.hour(slot.starts_at, zone), guest, booking.pk if booking is not None else 0)))
    return by_day(shown, zone)


def one(member: Member, office_hour_id: int, at: datetime) -> Page:
    """One office hour for its reader. Raises NotFound."""
    row = found(member, office_hour_id)
    zone, mine = member.space.zone, row.member_id == member.pk
    days = host_days(row, member, at) if mine else open_days(row, zone, at)
    verdict = rules.may_book(member, row, at)
    own = () if mine else cards(member, list(with_people(rules.ahead_of(member, row, at)).order_by("slot__starts_at")), at)
    host = faces(member.space_id, {row.member_id})[row.member_id]
    return Page(
        card(row, host, None, zone), days, mine, row.closed_at is not None, "" if mine or verdict else str(verdict.reason), words.notice(row.notice_hours),
        row.place if mine else "", row.link if mine else "", own, "" if mine else f"{address('members:report', member.space.slug)}?about=office_hour:{row.pk}",
    )  # fmt: skip


def with_people(rows: BookingQuerySet) -> BookingQuerySet:
    """With everything that a page says of a booking."""
    return rows.select_related("slot__office_hour__member", "member")


def other_of(booking: Booking, reader: Member) -> int:
    """The other of the two."""
    return booking.slot.office_hour.member_id if booking.member_id == reader.pk else booking.member_id


def cards(reader: Member, rows: Sequence[Booking], at: datetime) -> tuple[BookingCard, ...]:
    """Bookings as cards, with one query for all faces."""
    people = faces(reader.space_id, {other_of(row, reader) for row in rows})
    zone = reader.space.zone
    return tuple(
        BookingCard(
            row.pk, row.slot.office_hour.title, row.slot.office_hour.language, words.moment(row.slot.starts_at, zone), people[other_of(row, reader)],
            words.standing(row, reader, at),
        )
        for row in rows
    )  # fmt: skip


def bookings(reader: Member, at: datetime) -> tuple[tuple[BookingCard, ...], tuple[BookingCard, ...]]:
    """What the reader has ahead, the next first; and what was lately, the last first. Two queries and one for faces."""
    live = with_people(rules.bookings_of(reader).live())
    ahead = list(live.filter(slot__ends_at__gt=at).order_by("slot__starts_at", "pk")[:SHOWN])
    lately = list(live.filter(slot__ends_at__lte=at, slot__ends_at__gt=at - rules.RECENT).order_by("-slot__starts_at", "pk")[:SHOWN])
    shown = cards(reader, [*ahead, *lately], at)
    return shown[: len(ahead)], shown[len(ahead) :]


def booking(reader: Member, booking_id: int, at: datetime) -> BookingPage:
    """One booking of the reader's. Raises NotFound."""
    row = with_people(rules.bookings_of(reader)).filter(pk=booking_id).first()
    if row is None:
        raise NotFound
    hour, zone = row.slot.office_hour, reader.space.zone
    comes = row.member_id == reader.pk
    stands = row.cancelled_at is None
    other = other_of(row, reader)
    return BookingPage(
        id=row.pk, office_hour=hour.pk, title=hour.title, language=hour.language, when=words.moment(row.slot.starts_at, zone),
        hours=f"{words.hour(row.slot.starts_at, zone)}–{words.hour(row.slot.ends_at, zone)}", other=faces(reader.space_id, {other})[other], comes=comes,
        standing=words.standing(row, reader, at), text=row.text, place=hour.place if stands else "", link=hour.link if stands else "",
        ahead=stands and row.slot.starts_at > at, steps=tuple(words.steps(row, reader, at)),
        others=open_days(hour, zone, at) if rules.may_move(reader, row, at) else (),
        can_thank=bool(rules.may_thank(reader, row, at)), thanks=row.thanks if comes or not row.thanks_withheld else "",
    )  # fmt: skip


def calendar(row: Booking, reader: Member, at: datetime) -> Attachment:
    """The calendar file of a booking for one of the two: asked in, moved, or taken out again. The row brings its people along."""
    hour, zone = row.slot.office_hour, reader.space.zone
    other = hour.member if row.member_id == reader.pk else row.member
    account = reader.account
    entry = Entry(
        uid=uid("office-hour", row.pk), sequence=row.sequence, stamp=at, starts_at=row.slot.starts_at.astimezone(zone),
        ends_at=row.slot.ends_at.astimezone(zone), summary=f"{hour.title}: {other.name}", description=row.text, location=hour.place or hour.link,
        url=hour.link, organizer=reader.space.name, attendee=(reader.name, account.email) if account is not None else None,
    )  # fmt: skip
    return attachment(entry, method=REQUEST if row.cancelled_at is None else CANCEL)


def shelf(reader: Member, owner: Owner, at: datetime) -> Shelf | None:
    """The office hours of a person, for their page. One query."""
    if owner.member is None:
        return None
    slug = reader.space.slug
    rows = rules.of_house(reader.space_id).filter(closed_at=None, member=owner.member).order_by("-opened_at", "-pk")
    items = tuple(
        ShelfItem(str(Theme(theme).label), title, language, words.length(minutes), address("connect:office_hour", slug, pk))
        for pk, theme, title, language, minutes in rows.values_list("pk", "theme", "title", "language", "minutes")[: rules.MOST_OPEN]
    )
    return Shelf(_("Office hours"), items) if items else None


def shown(reader: Member, office_hour_id: int, at: datetime) -> Shown | None:
    """An office hour as somebody who reads it reports it."""
    row = rules.visible_to(reader).filter(pk=office_hour_id).first()
    return Shown("\n".join(filter(None, (row.title, row.text))), row.member_id, row.opened_at) if row is not None else None
