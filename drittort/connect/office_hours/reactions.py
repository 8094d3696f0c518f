"""Notices about bookings, and their letters. What never reached the host (a block) tells the host nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from drittort.connect.office_hours import actions, tokens, words
from drittort.connect.office_hours.models import Booking
from drittort.connect.office_hours.queries import calendar, with_people
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import CHANGE, Letter, Told, composer
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.people.words import first_name
from drittort.network.ties.actions import note_contact

CATEGORY = "office_hour"
STEP = "connect/office_hours/mail/step"


def found(booking_id: int) -> Booking | None:
    """A booking with its people."""
    rows = with_people(Booking.objects.filter(pk=booking_id))
    return rows.select_related(
        "member__space", "member__account", "slot__office_hour__member__space", "slot__office_hour__member__account"
    ).first()


def write(booking: Booking, reader: Member, step: int, key: str, at: datetime) -> None:
    """Tell one of the two about a step; the host of what was withheld is told nothing."""
    host = booking.slot.office_hour.member
    if booking.withheld and reader.pk == host.pk:
        return
    other = booking.member if reader.pk == host.pk else host
    tell(
        member=reader,
        category=CATEGORY,
        thread=actions.thread(booking.pk),
        key=f"booking:{booking.pk}:{key}",
        at=at,
        text=f"booking.{step}.{'guest' if reader.pk == booking.member_id else 'host'}",
        context={"booking": booking.pk, "who": other.pk, "step": step, CHANGE: booking.sequence},
        path=reverse("connect:booking", args=[reader.space.slug, booking.pk]),
        mail=STEP,
        happens_at=booking.slot.starts_at if step not in (words.AFTER, words.THANKED) else None,
        brings_file=step in words.FOR_THE_CALENDAR,
        own_doing=step == words.LET_GO,
    )


def write_both(booking: Booking, step: int, key: str, at: datetime) -> None:
    """Tell both of the two."""
    for reader in (booking.member, booking.slot.office_hour.member):
        write(booking, reader, step, key, at)


def of_row(row: LedgerRow) -> Booking | None:
    """The booking of a row."""
    return found(row.facts.get("booking", 0))


@reaction(actions.BOOKED, name="connect.office_hours.booked")
def booked(row: LedgerRow, at: datetime) -> None:
    """Both get the time, and a file for the calendar."""
    booking = of_row(row)
    if booking is not None and booking.cancelled_at is None:
        write_both(booking, words.BOOKED, "made", at)


@reaction(actions.MOVED, name="connect.office_hours.moved")
def moved(row: LedgerRow, at: datetime) -> None:
    """Both get the new time."""
    booking = of_row(row)
    if booking is not None and booking.cancelled_at is None:
        write_both(booking, words.MOVED, f"moved:{row.pk}", at)


@reaction(actions.CHANGED, name="connect.office_hours.changed")
def changed(row: LedgerRow, at: datetime) -> None:
    """Who comes learns of another place."""
    booking = of_row(row)
    if booking is not None and booking.cancelled_at is None:
        write(booking, booking.member, words.CHANGED, f"changed:{row.pk}", at)


@reaction(actions.CANCELLED, name="connect.office_hours.cancelled")
def cancelled(row: LedgerRow, at: datetime) -> None:
    """The other learns that it does not take place, and who let it go gets it out of their calendar; of what had begun already nobody learns anything any more."""
    booking = of_row(row)
    if booking is not None and booking.cancelled_at is not None and booking.cancelled_at < booking.slot.starts_at:
        guest, host = booking.member, booking.slot.office_hour.member
        one, other = (guest, host) if booking.by_guest else (host, guest)
        write(booking, other, words.CANCELLED, "off", at)
        write(booking, one, words.LET_GO, "let_go", at)


@reaction(actions.MET, name="connect.office_hours.met")
def met(row: LedgerRow, at: datetime) -> None:
    """They have met: a contact of that day, if both agreed to be counted."""
    booking = of_row(row)
    if booking is not None and booking.met_on is not None:
        host = booking.slot.office_hour.member
        note_contact(
            space=host.space, a=booking.member_id, b=host.pk, at=booking.slot.starts_at, kind="meeting", origin=f"booking:{booking.pk}"
        )


@reaction(actions.THANKED, name="connect.office_hours.thanked")
def thanked(row: LedgerRow, at: datetime) -> None:
    """Hand the thanks over, never beside a block; they count as such between the two, for their writer would read it on their ties if they did not."""
    booking = of_row(row)
    if booking is not None:
        host = booking.slot.office_hour.member
        if not booking.thanks_withheld:
            write(booking, host, words.THANKED, "thanked", at)
        note_contact(space=host.space, a=booking.member_id, b=host.pk, at=row.at, kind="thanks", origin=f"booking:{booking.pk}")


@composer(STEP)
def letter(told: Told) -> Letter | None:
    """The newest step as a letter, as long as it still holds."""
    facts = told.facts[-1]
    booking, step = found(facts["booking"]), facts["step"]
    if booking is None or told.reader not in (booking.member_id, booking.slot.office_hour.member_id):
        return None
    steps = {one["step"] for one in told.facts}
    if (booking.cancelled_at is not None) != (step in words.OFF) or {words.BOOKED, words.LET_GO} <= steps:
        # What somebody booked and let go before the first letter left stands in no calendar.
        return None
    hour = booking.slot.office_hour
    comes = told.reader == booking.member_id
    reader, other = (booking.member, hour.member) if comes else (hour.member, booking.member)
    if step == words.AFTER and (booking.guest_met if comes else booking.host_met) is not None:
        return None
    when = words.moment(booking.slot.starts_at, reader.space.zone)
    link = tokens.link(booking.pk, reader.pk)
    ahead = step not in (*words.OFF, words.AFTER, words.THANKED)
    return Letter(
        {
            "heading": words.heading(step, first_name(other.name), hour.title, when, comes=comes),
            "when": when,
            "title": hour.title,
            "place": hour.place if ahead else "",
            "online": hour.link if ahead else "",
            "more": words.more(step, comes=comes),
            "quote": booking.thanks if step == words.THANKED else booking.text if ahead and not comes else "",
            "buttons": [(f"{link}?says={says}", label) for says, label in words.buttons(step, comes=comes)],
            "link": link,
        },
        # What comes together comes as one letter: its file for the calendar is not lost beside a later step.
        (calendar(booking, reader, told.at),) if steps & words.FOR_THE_CALENDAR else (),
    )


@reaction(LEFT, name="connect.office_hours.close")
def close(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves holds and books no office hours any more."""
    actions.end_of(member_id=row.subject_id or 0, at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The titles and times that notices speak of, in one query."""
    known = Booking.objects.filter(pk__in={row["booking"] for row in rows}).select_related("slot__office_hour__space")
    bookings = {booking.pk: booking for booking in known}
    return [
        {"title": booking.slot.office_hour.title, "when": words.moment(booking.slot.starts_at, booking.slot.office_hour.space.zone)}
        if booking is not None
        else {"title": "…", "when": "…"}
        for booking in (bookings.get(row["booking"]) for row in rows)
    ]
