"""Sentences of office hours and of bookings, for each of the two."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.office_hours import rules
from drittort.connect.office_hours.models import Booking
from drittort.members.models import Member
from drittort.members.people.words import first_name

BOOKED, MOVED, CHANGED, CANCELLED, TOMORROW, AFTER, THANKED, LET_GO = range(8)
FOR_THE_CALENDAR = {BOOKED, MOVED, CHANGED, CANCELLED, LET_GO}
OFF = {CANCELLED, LET_GO}
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A time as people write it, by the clocks of the house."""
    local = at.astimezone(zone)
    return _("%(day)s, %(time)s") % {"day": weekday_and_day(local.date()), "time": hour(at, zone)}


def hour(at: datetime, zone: ZoneInfo) -> str:
    """The hour alone."""
    return str(date_format(at.astimezone(zone), "H:i"))


def length(minutes: int) -> str:
    """How long a time is."""
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def notice(hours: int) -> str:
    """How long before a time must be booked."""
    if hours < 24:
        return ngettext("until %(n)s hour before", "until %(n)s hours before", hours) % {"n": hours}
    return ngettext("until %(n)s day before", "until %(n)s days before", hours // 24) % {"n": hours // 24}


def standing(booking: Booking, reader: Member, at: datetime) -> str:
    """How a booking stands, for one of the two. What the other said of the meeting is not in it."""
    guest, host = first_name(booking.member.name), first_name(booking.slot.office_hour.member.name)
    comes = booking.member_id == reader.pk
    if booking.cancelled_at is not None:
        if booking.by_guest:
            return _("You let it go.") if comes else _("%(name)s cannot come after all.") % {"name": guest}
        return _("It does not take place. There is no need of a reason.") if comes else _("You called it off.")
    if booking.slot.starts_at > at:
        return _("You are expected by %(name)s.") % {"name": host} if comes else _("%(name)s comes to you.") % {"name": guest}
    said = booking.guest_met if comes else booking.host_met
    if said is None:
        return _("Have you met?")
    if said and comes and not booking.helped and rules.may_tell(booking, at):
        return _("You have met. Did it help?")
    return _("You have met.") if said else _("It did not work out this time.")


def steps(booking: Booking, reader: Member, at: datetime) -> list[tuple[str, str, str]]:
    """What the reader can do now: the word of the verb, the words on its button, and its kind."""
    comes = booking.member_id == reader.pk
    if rules.may_cancel(booking, at):
        return [("cancel", _("I cannot come after all") if comes else _("Call it off"), "plain")]
    if not rules.may_tell(booking, at):
        return []
    said = booking.guest_met if comes else booking.host_met
    found = [] if said else [("met", _("We have met"), "primary" if not comes else "quiet")]
    if comes and not (said and booking.helped):
        found.insert(0, ("helped", _("Yes, it helped") if said else _("We have met, and it helped"), "primary"))
    if said is False:
        return found
    return [*found, ("missed", _("We have not met after all") if said else _("It did not work out"), "plain")]


def heading(step: int, name: str, title: str, when: str, *, comes: bool) -> str:
    """The sentence of a letter; `comes`: for who booked."""
    told = {"name": name, "title": title, "when": when}
    if comes:
        return {
            BOOKED: _("You have an hour with %(name)s: %(when)s"),
            MOVED: _("Another time with %(name)s: %(when)s"),
            CHANGED: _("Your hour with %(name)s is at another place"),
            CANCELLED: _("Your hour with %(name)s does not take place"),
            LET_GO: _("You let your hour with %(name)s go"),
            TOMORROW: _("Tomorrow: your hour with %(name)s"),
            AFTER: _("Have you and %(name)s met?"),
        }[step] % told
    return {
        BOOKED: _("%(name)s comes to your office hour: %(when)s"),
        MOVED: _("%(name)s comes at another time: %(when)s"),
        CANCELLED: _("%(name)s cannot come after all"),
        LET_GO: _("You called the hour with %(name)s off"),
        TOMORROW: _("Tomorrow %(name)s comes to your office hour"),
        AFTER: _("Have you and %(name)s met?"),
        THANKED: _("%(name)s thanks you for “%(title)s”"),
    }[step] % told


def more(step: int, *, comes: bool) -> str:
    """What a letter says below its sentence."""
    if step == BOOKED:
        return _("The attached file puts it into your calendar. If something comes up, one tap is enough.")
    if step == MOVED:
        return _("The attached file moves it in your calendar.")
    if step == CANCELLED:
        return (
            _("Things come up, and no reason is needed. Perhaps another time suits; the attached file takes it out of your calendar.")
            if comes
            else _("Things come up. The time is open again; the attached file takes it out of your calendar.")
        )
    if step == LET_GO:
        return _("The attached file takes it out of your calendar.")
    if step == AFTER:
        return _("One tap is enough, and thanks may follow.") if comes else _("One tap is enough.")
    return ""


def buttons(step: int, *, comes: bool) -> list[tuple[str, str]]:
    """The buttons of a letter: the word of the verb, and what stands on it."""
    if step in (BOOKED, MOVED, CHANGED, TOMORROW):
        return [("move", _("Another time")), ("cancel", _("I cannot come after all"))] if comes else [("cancel", _("Call it off"))]
    if step == AFTER:
        first = [("helped", _("Yes, and it helped"))] if comes else []
        return [*first, ("met", _("Yes, we met")), ("missed", _("Did not work out"))]
    return []
