"""Events in sentences: when, where, how it stands for its reader, and what letters say."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.repeating import Rhythm, rhythm_of
from drittort.joining.days import moment, weekday_and_day
from drittort.members.people.words import weekday

(
    PROPOSED,
    RETURNED,
    PUBLISHED,
    CHANGED,
    CANCELLED,
    GOING,
    OFFERED,
    LAPSED,
    REMINDER,
    HOSTLESS,
    WITHDRAWN,
    HAPPENS,
    ASKS,
    ADMITTED,
    DECLINED,
    CONFIRM,
    YOURS,
    WAITS,
    MESSAGE,
) = range(19)
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def hours(event: Event, zone: ZoneInfo) -> str:
    """From when until when, on the clock of the house."""
    begins, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    first, last = time_format(begins.time(), "H:i"), time_format(ends.time(), "H:i")
    # Whoever stays until two in the morning has not been there for two days.
    if ends.date() == begins.date() or ends - begins < timedelta(hours=12):
        return _("%(first)s to %(last)s") % {"first": first, "last": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": f"{date_format(ends.date(), 'D')}, {last}"}


def when(event: Event, zone: ZoneInfo) -> str:
    """Day and hours."""
    day = weekday_and_day(event.starts_at.astimezone(zone).date())
    return _("%(day)s, %(hours)s") % {"day": day, "hours": hours(event, zone)}


def where(event: Event) -> str:
    """The place in a line, never the link."""
    if event.way == Event.Way.ONLINE:
        return _("online")
    place = ", ".join(filter(None, (event.location.name if event.location is not None else "", event.place)))
    return _("%(place)s, and online") % {"place": place} if event.way == Event.Way.HYBRID else place


def room(event: Event, waiting: int) -> str:
    """How many seats are left; "" where there are as many as people come, and where nobody can come any more."""
    free = event.free()
    if free is None or event.cancelled_at is not None:
        return ""
    if free > 0 and not waiting:
        return ngettext("one seat left", "%(n)s seats left", free) % {"n": free}
    return ngettext("full, one person waits", "full, %(n)s people wait", waiting) % {"n": waiting} if waiting else _("full")


def standing(mine: Registration | None, zone: ZoneInfo, place: int = 0) -> str:
    """How it stands for the reader, in a sentence; "" where they have said nothing."""
    if mine is None or mine.standing == "withdrawn":
        return ""
    if mine.standing == "going":
        with_them = mine.seats - 1
        return (
            ngettext("You come and bring one person along.", "You come and bring %(n)s people along.", with_them) % {"n": with_them}
            if with_them
            else _("You come.")
        )
    if mine.standing == "offered" and mine.offer_until is not None:
        return _("A seat is free for you. It is yours until %(moment)s.") % {"moment": moment(mine.offer_until, zone)}
    if mine.standing == "asking":
        return _("You have asked for a seat. Whoever hosts it says yes or no, and you hear of it.")
    if mine.standing == "declined":
        return _("It did not work out this time.")
    if mine.standing == "lapsed":
        return _("The seat went on to the next. You may stand in line again.")
    return _("You are number %(n)s in line. As soon as a seat is free, you hear of it.") % {"n": place}


def heading(step: int, title: str, name: str) -> str:
    """The sentence of a letter."""
    return {
        PROPOSED: _("%(name)s proposes “%(title)s”"),
        RETURNED: _("A few words on “%(title)s”"),
        PUBLISHED: _("“%(title)s” is announced"),
        CHANGED: _("“%(title)s” has changed"),
        CANCELLED: _("“%(title)s” is called off"),
        GOING: _("You come to “%(title)s”"),
        OFFERED: _("A seat is free: “%(title)s”"),
        LAPSED: _("The seat went on: “%(title)s”"),
        REMINDER: _("Tomorrow: “%(title)s”"),
        HOSTLESS: _("“%(title)s” needs a host"),
        WITHDRAWN: _("All right: “%(title)s” without you"),
        HAPPENS: _("Does it take place? “%(title)s”"),
        ASKS: _("%(name)s would like to come: “%(title)s”"),
        ADMITTED: _("Gladly: “%(title)s”"),
        DECLINED: _("Not this time: “%(title)s”"),
        MESSAGE: _("On “%(title)s”"),
        CONFIRM: _("One more tap: “%(title)s”"),
        YOURS: _("Your page for “%(title)s”"),
        WAITS: _("You stand in line: “%(title)s”"),
    }[step] % {"title": title, "name": name}


def more(step: int, until: datetime | None, zone: ZoneInfo) -> str:
    """What a letter says below hour and place."""
    if step == OFFERED and until is not None:
        return _("It is yours until %(moment)s. After that it goes on to the next in line.") % {"moment": moment(until, zone)}
    return {
        PROPOSED: _("Have a look, and announce it if it fits."),
        PUBLISHED: _("Everybody in the house can see it now."),
        GOING: _("If something comes up, one tap is enough. Nobody asks why."),
        HAPPENS: _("One tap is enough. If you call it off, everybody who wanted to come is told."),
        WITHDRAWN: _("It goes out of your calendar, and the seat on to the next. Should you be free after all, just say so again."),
        LAPSED: _("The time was up. If you would still like to come, stand in line again."),
        REMINDER: _("We look forward to you. If something comes up, one tap is enough."),
        ASKS: _("You decide who comes. Have a look, and say yes or no."),
        ADMITTED: _("You are welcome, only all seats are taken at the moment. You stand in line and hear as soon as one is free."),
        CONFIRM: _("Was this you? Then say so: only then does your seat count."),
        YOURS: _("You are on the list already. Behind this link you see how it stands, and can change it."),
        WAITS: _("All seats are taken at the moment. You hear as soon as one is free for you."),
        DECLINED: _("Whoever hosts it could not give everybody a seat. Perhaps another time?"),
        HOSTLESS: _("Whoever hosted it has left the house. Change it, call it off, or find somebody who takes it on."),
    }.get(step, "")


def buttons(step: int) -> list[tuple[str, str]]:
    """The buttons of a letter: what is said, and what stands on it."""
    if step == OFFERED:
        return [("going", _("I'll come")), ("not", _("Can't make it after all"))]
    if step == CONFIRM:
        return [("going", _("Yes, I'll come"))]
    if step == HAPPENS:
        return [("happens", _("Yes, it does")), ("off", _("It is off"))]
    if step in (GOING, CHANGED, REMINDER, MESSAGE):
        return [("not", _("Can't make it after all"))]
    return []


def short(event: Event, stage: str, mine: Registration | None, reader_id: int, waiting: int) -> tuple[str, str]:
    """One word on how an event stands, for its reader before everybody, and the colour of its strip."""
    if stage == "cancelled":
        return _("called off"), "brick"
    if stage != "announced":
        return {"draft": _("draft"), "returned": _("came back"), "proposed": _("waits for a look")}[stage], "slate"
    if event.host_id == reader_id:
        return _("you host it"), "door"
    own = {
        "going": (_("you come"), "door"),
        "offered": (_("a seat is free for you"), "lamp"),
        "waiting": (_("you wait in line"), "slate"),
        "asking": (_("you have asked"), "slate"),
    }
    if mine is not None and mine.standing in own:
        return own[mine.standing]
    return room(event, waiting), ""


def opening(text: str) -> str:
    """The first sentence or so of a description, for a list."""
    line = " ".join(text.split())
    return line if len(line) <= 140 else f"{line[:139].rsplit(' ', 1)[0]} …"


def spoken(language: str) -> str:
    """Which language is spoken, where it is not the reader's own house language alone."""
    return {"de": _("In German"), "en": _("In English")}.get(language, "")


def rhythm(rule: str, first: date) -> str:
    """How often something comes again, in words."""
    day = {"day": weekday(first.weekday())}
    if rhythm_of(rule) == Rhythm.WEEKLY:
        return _("every %(day)s") % day
    if rhythm_of(rule) == Rhythm.FORTNIGHTLY:
        return _("every second %(day)s") % day
    week = 5 if rhythm_of(rule) == Rhythm.LAST else (first.day - 1) // 7 + 1
    return {
        1: _("every first %(day)s of the month"),
        2: _("every second %(day)s of the month"),
        3: _("every third %(day)s of the month"),
        4: _("every fourth %(day)s of the month"),
        5: _("every last %(day)s of the month"),
    }[week] % day
