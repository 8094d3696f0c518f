"""Sentences about introductions, in the active language. Codes and numbers come from the engine and the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.members.models import Member
from drittort.spaces.models import Location

NEW = timedelta(days=30)


def day(value: date) -> str:
    """A day as people write it."""
    return date_format(value, "j. F")


def since(value: date, today: date) -> str:
    """How long ago, in words."""
    days = (today - value).days
    if days <= 0:
        return _("since today")
    if days < 14:
        return ngettext("since yesterday", "for %(n)s days", days) % {"n": days}
    weeks = days // 7
    return ngettext("for %(n)s week", "for %(n)s weeks", weeks) % {"n": weeks}


def state(code: str) -> str:
    """What the reader may know about the state of an introduction."""
    return {
        "asked": _("Waiting for your answer"),
        "yes": _("You said yes. As soon as the other side does too, you both get mail."),
        "no": _("You said: not now. Nobody learns of it."),
        "introduced": _("You both said yes"),
        "met": _("You have met"),
        "missed": _("It did not work out this time"),
        "over": _("It did not come about this time"),
    }[code]


def question(code: str) -> str:
    """Something to begin a conversation with."""
    return {
        "help": _("What exactly are you working on where you could use a second head?"),
        "theme": _("Which part of your shared subject does hardly anybody understand?"),
        "bridge": _("Who in the house should the other one know, and why?"),
        "proud": _("What came off this year that you are a little proud of?"),
        "morning": _("What does your best working morning look like?"),
        "learned": _("What did you have to unlearn in your trade?"),
        "place": _("What brought you to this house of all places?"),
    }.get(code, "")


def slot(value: Mapping[str, Any], zone: ZoneInfo, places: Mapping[int, Location]) -> str:
    """A proposed time and place."""
    moment = datetime.fromisoformat(value["at"]).astimezone(zone)
    where = (
        _("online") if value.get("online") else (places[value["location"]].name if value.get("location") in places else _("in the house"))
    )
    return _("%(day)s, %(time)s, %(where)s") % {"day": date_format(moment, "l, j. F"), "time": date_format(moment, "H:i"), "where": where}


def pauses(today: date) -> list[tuple[str, str]]:
    """Choices of a pause: (ISO day, words)."""
    return [
        ((today + timedelta(days=14)).isoformat(), _("for two weeks")),
        ((today + timedelta(days=30)).isoformat(), _("for a month")),
        ((today + timedelta(days=91)).isoformat(), _("for three months")),
    ]


def common_language(first: Member, second: Member) -> str:
    """A language of the site that both speak; the first's own where there is none."""
    for code in (first.language, second.language, "de", "en"):
        if code in first.languages and code in second.languages and code in ("de", "en"):
            return code
    return first.language if first.language in ("de", "en") else "de"


def reasons(codes: Iterable[Any], *, reader: int | None, first: int, names: Mapping[int, str]) -> list[str]:
    """At most three sentences on why the two; made in the next step from the engine's codes."""
    return [str(code) for code in codes][:3]


def change(figures: Mapping[str, Any]) -> str:
    """What one introduction would change for the whole community."""
    closer = int(figures.get("closer", 0))
    return (
        ngettext(
            "Brings %(n)s pair of people within three steps who were further apart.",
            "Brings %(n)s pairs of people within three steps who were further apart.",
            closer,
        )
        % {"n": closer}
        if closer
        else ""
    )


def round_change(figures: Mapping[str, Any]) -> str:
    """What the whole round would change."""
    percent = figures.get("efficiency")
    return (
        _("If all of these meet, everybody in the house is on average %(percent)s %% closer to everybody else.") % {"percent": percent}
        if percent
        else ""
    )
