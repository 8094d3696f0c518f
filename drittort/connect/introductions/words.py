"""Sentences about introductions, in the active language. Codes and numbers come from the engine and the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.spoken import spoken
from drittort.members.models import Member
from drittort.members.people.words import first_name
from drittort.members.profiles.queries import in_language
from drittort.spaces.industries import section, section_name
from drittort.spaces.models import Location

NEW = timedelta(days=30)


def day(value: date) -> str:
    """A day as people write it; with its year where that is not this one."""
    return _day(value, value.year == timezone.localdate().year)


@spoken
def _day(value: date, this_year: bool) -> str:
    return date_format(value, "MONTH_DAY_FORMAT" if this_year else "DATE_FORMAT")


def weekday_and_day(value: date) -> str:
    """A day as people write it, with its name first."""
    return f"{date_format(value, 'l')}, {day(value)}"


@spoken
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
        "ask": _("You both said yes. Have you met?"),
        "met": _("You have met"),
        "missed": _("It did not work out this time"),
        "over": _("It did not come about this time"),
    }[code]


def warm_state(code: str, until: str) -> str:
    """What whoever introduced two others may know."""
    return {
        "waiting": _("Still open. There is time until %(day)s.") % {"day": until},
        "introduced": _("Both said yes: they know each other through you."),
        "met": _("They have met, thanks to you."),
        "over": _("It did not come about this time. That has a hundred reasons."),
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
    return _("%(day)s, %(time)s, %(where)s") % {"day": weekday_and_day(moment), "time": date_format(moment, "H:i"), "where": where}


def pauses(today: date) -> list[tuple[str, str]]:
    """Choices of a pause: (ISO day, words)."""
    return [
        ((today + timedelta(days=14)).isoformat(), _("for two weeks")),
        ((today + timedelta(days=30)).isoformat(), _("for a month")),
        ((today + timedelta(days=91)).isoformat(), _("for three months")),
    ]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody's languages: the own one, and all."""

    language: str
    languages: list[str]


def common_language(first: Member | Speaker, second: Member | Speaker) -> str:
    """A language of the site that both speak; the first's own where there is none."""
    for code in (first.language, second.language, "de", "en"):
        if code in first.languages and code in second.languages and code in ("de", "en"):
            return code
    return first.language if first.language in ("de", "en") else "de"


def reasons(codes: Iterable[Any], *, reader: int | None, names: Mapping[int, str]) -> list[str]:
    """At most three sentences on why the two. `reader` is one of them, or None for the people who care; only those read of circles."""
    told = [sentence(code, reader=reader, names=names) for code in codes]
    return [text for text in told if text][:3]


def sentence(reason: Mapping[str, Any], *, reader: int | None, names: Mapping[int, str]) -> str:
    """One reason in the active language; empty for a code that says nothing to this reader."""
    code = reason.get("code")
    if code == "need_offer":
        return need_and_offer(reason, reader=reader, names=names)
    if code == "need":
        told = {"need": bare(reason["need"]), "seeker": short(names, reason["seeker"])}
        return (
            _("You are looking for: “%(need)s”") % told if reader == reason["seeker"] else _("%(seeker)s is looking for: “%(need)s”") % told
        )
    if code == "different_industries":
        first, second = section_name(section(reason["first"])), section_name(section(reason["second"]))
        if first != second:
            return _("Two trades that rarely meet: “%(first)s” and “%(second)s”.") % {"first": first, "second": second}
        return _("Two trades from the same field: %(field)s.") % {"field": first}
    if code == "same_industry":
        return (
            _("Both of you work in the same trade: %(field)s.") % {"field": section_name(section(reason["first"]))}
            if reader
            else _("Both work in the same trade: %(field)s.") % {"field": section_name(section(reason["first"]))}
        )
    if code == "different_companies":
        return _("You work for different companies.") if reader else _("They work for different companies.")
    if code == "new_here":
        if reader == reason["member"]:
            return _("You are new here.")
        return _("%(name)s is new here.") % {"name": short(names, reason["member"])}
    if code == "common_day":
        day_name = date_format(date(2024, 1, 1 + int(reason["day"])), "l")
        return (
            _("You are both usually here on %(day)s.") % {"day": day_name}
            if reader
            else _("Both are usually here on %(day)s.") % {"day": day_name}
        )
    if code == "shared":
        value = in_language(reason["value_de"], reason["value_en"])
        return (
            _("The same counts for you both: “%(value)s”.") % {"value": value}
            if reader
            else _("The same counts for both: “%(value)s”.") % {"value": value}
        )
    if code == "farther_circle" and reader is None:
        return _("They move in different circles of the house.")
    return ""


def short(names: Mapping[int, str], member: int) -> str:
    """First name of one of the two."""
    return first_name(names[member]) if member in names else ""


def need_and_offer(reason: Mapping[str, Any], *, reader: int | None, names: Mapping[int, str]) -> str:
    """Who seeks what, and who offers what fits; quoted as the two wrote it."""
    words = {
        "need": bare(reason["need"]),
        "offer": bare(reason["offer"]),
        "seeker": short(names, reason["seeker"]),
        "helper": short(names, reason["helper"]),
    }
    if reader == reason["seeker"]:
        return _("You are looking for: “%(need)s” %(helper)s writes: “%(offer)s”") % words
    if reader == reason["helper"]:
        return _("%(seeker)s is looking for: “%(need)s” You write: “%(offer)s”") % words
    return _("%(seeker)s is looking for: “%(need)s” %(helper)s writes: “%(offer)s”") % words


def bare(text: str) -> str:
    """A sentence to be quoted: without quotation marks of its own around it."""
    return text.strip().strip('„“”"')


def change(figures: Mapping[str, Any], parts: Mapping[str, Any]) -> str:
    """What one introduction would change for the whole community; where that is little, it says so."""
    closer = int(figures.get("closer", 0))
    if closer:
        return ngettext(
            "Brings %(n)s pair of people within three steps who were further apart.",
            "Brings %(n)s pairs of people within three steps who were further apart.",
            closer,
        ) % {"n": closer}
    better = int(100 * float(parts.get("g", 0)))
    if better >= 50:
        return _("Brings the house closer together than %(percent)s%% of all possible pairs.") % {"percent": better}
    return _("Changes little for the house as a whole; what counts is what the two give each other.")


def round_change(figures: Mapping[str, Any]) -> str:
    """What the pairs that the round shows first would change; its spare ones are not counted in."""
    percent, pairs = figures.get("shown_efficiency"), int(figures.get("shown", 0))
    if not percent or not pairs:
        return ""
    return ngettext(
        "If today's first pair meets, everybody in the house is on average %(percent)s%% closer to everybody else.",
        "If today's first %(pairs)s pairs meet, everybody in the house is on average %(percent)s%% closer to everybody else.",
        pairs,
    ) % {"pairs": pairs, "percent": number_format(percent, 1)}


def weekday_name(day: int) -> str:
    """The whole name of a weekday (0 is Monday)."""
    return date_format(date(2024, 1, 1 + day), "l")


def longer_here(name: str, joined_on: date, mine: date) -> str:
    """What can always be said of somebody who agreed to be introduced: that they like to meet people, and whether they are new too."""
    if (mine - joined_on).days < NEW.days:
        return _("%(name)s is new here as well and would like to meet people.") % {"name": first_name(name)}
    return _("%(name)s knows the house and likes to meet people who are new.") % {"name": first_name(name)}
