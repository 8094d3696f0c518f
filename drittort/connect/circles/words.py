"""Sentences about circles, in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.circles import rules
from drittort.connect.circles.models import CircleSeason
from drittort.connect.introductions.words import weekday_and_day
from drittort.connect.rounds.words import every
from drittort.spaces.industries import section_name

(CALL, ASKED, NUDGE, BEGUN, OFF, SOON, AFTER, MOVED, GOING_ON, RENEWED, ENDED, PAUSED, GONE, UNSEATED, LEFT) = range(15)
"""The steps of which somebody is told, as numbers: a notice holds ids and numbers only."""


def title(season: CircleSeason) -> str:
    """What a circle is called: by its trade, its role, or its own words."""
    if season.theme == CircleSeason.Theme.INDUSTRY:
        return _("Circle “%(theme)s”") % {"theme": section_name(season.industry)}
    return _("Circle “%(theme)s”") % {"theme": season.words}


def title_of_meeting(season: CircleSeason, number: int) -> str:
    """What one meeting is called in a calendar."""
    return _("%(title)s, meeting %(number)s of %(all)s") % {"title": title(season), "number": number, "all": rules.MEETINGS}


def place(season: CircleSeason) -> str:
    """Where it meets: a location and a room, or an address on the net."""
    where = ", ".join(filter(None, (season.location.name if season.location else "", season.place)))
    return where or (_("online") if season.online else "")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A day with its hour."""
    local = at.astimezone(zone)
    return _("%(day)s, %(time)s") % {"day": weekday_and_day(local.date()), "time": date_format(local, "H:i")}


def rhythm(season: CircleSeason) -> str:
    """How often, how long, where: in a line."""
    parts = [
        _("six meetings, %(every)s") % {"every": every(season.every_days)},
        ngettext("%(n)s minute", "%(n)s minutes", season.minutes) % {"n": season.minutes},
        place(season),
    ]
    return " · ".join(filter(None, parts))


def agenda(season: CircleSeason, hot_seat: str, *, is_last: bool) -> tuple[tuple[str, str], ...]:
    """The course of a meeting, with the minutes of each part. In the last one nothing is taken on until another."""
    parts = [max(5, round(season.minutes * share / 5) * 5) for share in rules.AGENDA]
    names = (
        _("How is everybody?"),
        _("What became of what we took on?"),
        _("Hot seat: %(name)s") % {"name": hot_seat} if hot_seat else _("Hot seat"),
        _("What do I take along from our six meetings?") if is_last else _("What do I take on until next time?"),
        _("Closing: one sentence each"),
    )
    minutes = [*parts, max(5, season.minutes - sum(parts))]
    return tuple((name, ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}) for name, n in zip(names, minutes, strict=True))


def state(code: str) -> str:
    """What somebody may know of a circle to which they were asked."""
    return {
        "asked": _("Waiting for your answer"),
        "yes": _("You said yes. As soon as it is settled, you get mail."),
        "no": _("You said: not this time. Nobody learns of it."),
        "over": _("It did not come about this time"),
        "running": _("Your circle"),
        "paused": _("Your circle rests. Set a new date, and it goes on."),
        "going_on": _("Your six meetings are over. Would you like six more?"),
        "ended": _("This circle has ended."),
        "left": _("You are not in this circle any more."),
    }[code]


def came(code: str) -> str:
    """What became of a circle for somebody."""
    return {"help": _("Help"), "project": _("A project"), "business": _("Business"), "": _("We met, and that was good")}[code]


def names_of(names: Sequence[str]) -> str:
    """First names in a row."""
    return ", ".join(names)


def heading(step: int, title: str) -> str:
    """The first sentence of a letter, and its subject."""
    return {
        CALL: _("%(title)s: would you like to be in?"),
        ASKED: _("%(title)s: these are the people. Are you in?"),
        NUDGE: _("%(title)s: there are a few days left to answer"),
        BEGUN: _("%(title)s: it begins"),
        OFF: _("%(title)s: it did not come about this time"),
        SOON: _("%(title)s: your next meeting"),
        AFTER: _("%(title)s: who was there?"),
        MOVED: _("%(title)s: a meeting has another date"),
        GOING_ON: _("%(title)s: would you like to go on?"),
        RENEWED: _("%(title)s: you go on"),
        ENDED: _("%(title)s: this is the end, and thank you"),
        PAUSED: _("%(title)s: your circle rests"),
        GONE: _("%(title)s: you are one fewer"),
        UNSEATED: _("%(title)s: no place for you this time"),
        LEFT: _("%(title)s: you are not in it any more"),
    }[step] % {"title": title}


def more(step: int, *, day: str = "", when: str = "", commits: bool = True) -> str:
    """What else a letter says. `day`: until when there is time; `when`: the meeting that it is about; `commits`: another one lies ahead."""
    if step == AFTER and not commits:
        return _("You met on %(when)s. One tap says who was there.") % {"when": when}
    return {
        CALL: _(
            "Five to eight people who stand at a similar point meet six times, and help each other on. Say where you stand until %(day)s, with one tap. Whoever says nothing is not asked again."
        ),
        ASKED: _(
            "There is time until %(day)s. From five yeses on it begins, with those who said yes. A no stays with you: nobody learns of it, not even the house."
        ),
        NUDGE: _("There is time until %(day)s. A no stays with you: nobody learns of it."),
        BEGUN: _(
            "Your six dates are enclosed for your calendar. What is said in the circle stays in the circle: the house does not read it."
        ),
        OFF: _("It did not work out this time. Who said what, nobody learns. The next call will come."),
        SOON: _("%(when)s. The date is enclosed for your calendar."),
        AFTER: _("You met on %(when)s. One tap says who was there, and what you take on until next time."),
        MOVED: _("%(when)s. The new date is enclosed and replaces the old one in your calendar."),
        GOING_ON: _(
            "Your six meetings are over. If five of you say yes until %(day)s, it goes on with them for six more. What you say, nobody learns; else the circle ends well, as it was meant to."
        ),
        RENEWED: _("Six more meetings; the dates are enclosed. It goes on with those who wanted to."),
        ENDED: _("A circle that ends has done its work. Tell in a word what came of it: your answer helps the next circle to begin."),
        PAUSED: _("Of the last two meetings nobody said that they took place. Nothing is lost: whoever sets a new date wakes the circle."),
        GONE: _("Somebody has left your circle. That happens, and it is nobody's fault. The hot seats were shared out anew."),
        UNSEATED: _(
            "This time it did not work out for everybody who would have liked to be in. The next call will come, and you hear of it."
        ),
        LEFT: _("You have left the circle. The enclosed file takes its dates out of your calendar."),
    }[step] % {"day": day, "when": when}


def buttons(step: int, *, checks: bool, commits: bool) -> list[tuple[str, str]]:
    """What a letter offers with one tap: the word in its address, and the words on the button. `checks`: something is open that the reader took on;
    `commits`: another meeting lies ahead.
    """
    if step in (ASKED, NUDGE):
        return [("yes", _("Yes, I am in")), ("no", _("Not this time"))]
    if step == SOON:
        return [("check", _("What became of what I took on?"))] if checks else []
    if step == AFTER:
        asked = [("there", _("Who was there?"))]
        if commits:
            asked.append(("commit", _("I take something on")))
        return [*asked, ("check", _("What became of what I took on?"))] if checks else asked
    if step == GOING_ON:
        return [("go", _("Yes, six more")), ("stay", _("It was good, and enough"))]
    if step == ENDED:
        return [("tell", _("Tell what came of it"))]
    return []
