"""Sentences about rounds, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from drittort.connect.introductions import words as introductions
from drittort.members.profiles.queries import in_language


def state(code: str) -> str:
    """What one of those who were asked to a table may know of it."""
    return {
        "asked": _("Waiting for your answer"),
        "yes": _("You said yes. As soon as it is settled who comes, you get mail."),
        "no": _("You said: not this time. Nobody learns of it."),
        "together": _("You are sitting together"),
        "met": _("You have met"),
        "over": _("It did not come about this time"),
    }[code]


def seat_taken(introduced_at: datetime | None, at: datetime) -> str:
    """The answer to a yes. `introduced_at`: since when the table is set; with this very yes it is set by everybody, before it may have been by some of them."""
    if introduced_at is None:
        return _("Good. As soon as it is settled who comes, you get mail.")
    if introduced_at < at:
        return _("It is settled already: you are sitting together. The addresses are on the page of the table.")
    return _("Everybody comes. Mail with all addresses is on its way.")


def reasons(codes: Iterable[Mapping[str, Any]], *, reader: int | None, names: Mapping[int, str], two: bool) -> list[str]:
    """At most three sentences on why some people sit together."""
    if two:
        return introductions.reasons(codes, reader=reader, names=names)
    told = [sentence(code, reader=reader, names=names) for code in codes]
    return [text for text in told if text][:3]


def sentence(reason: Mapping[str, Any], *, reader: int | None, names: Mapping[int, str]) -> str:
    """One reason for a table in the active language; empty for a code that says nothing to this reader."""
    code = reason.get("code")
    if code == "industries":
        return _("%(count)s trades at one table.") % {"count": reason["count"]}
    if code == "companies":
        return _("People of %(count)s companies.") % {"count": reason["count"]}
    if code == "common_day":
        day = introductions.weekday_name(int(reason["day"]))
        return (_("All of you are usually here on %(day)s.") if reader else _("All are usually here on %(day)s.")) % {"day": day}
    if code == "shared":
        return _("The same counts for all: “%(value)s”.") % {"value": in_language(reason["value_de"], reason["value_en"])}
    return introductions.sentence(reason, reader=reader, names=names)


def relaxed(codes: Iterable[str]) -> list[str]:
    """Which soft rules a group relaxes, for those who care."""
    known = {
        "other_location": _("from different locations"),
        "busy": _("with somebody who was introduced often of late"),
        "rivals": _("with people of the same market"),
        "in_contact": _("with people who know each other already"),
    }
    return [known[code] for code in codes if code in known]


def why_unseated(code: str) -> str:
    """Why somebody has no seat, for those who care: from what everybody shows, and never which of the hidden rules it was. An odd number has the same words, for it is
    the harmless reason that fits everybody."""
    if code == "out":
        return _("left out by hand")
    if code == "no_capacity":
        return _("is not free for another introduction just now")
    if code == "same_company":
        return _("everybody else works for the same company")
    if code == "no_common_language":
        return _("no shared language with those who were free")
    if code == "no_common_day":
        return _("no shared day with those who were free")
    return _("nobody was left with whom it would have worked out")


def own_reason(code: str) -> str:
    """Why the reader has no seat: of others it says nothing that the reader does not see anyway. One sentence stands for an odd number, whoever met lately, and all that is
    hidden."""
    if code == "no_capacity":
        return _("Two of your introductions are still open; that is enough at once.")
    if code == "no_common_day":
        return _("Those who took part this time are here on other days than you.")
    if code == "no_common_language":
        return _("Those who took part this time speak other languages than you.")
    return _("This time it did not work out for everybody. You come first next time.")


def change(percent: float) -> str:
    """What a round would change for the whole house; empty where that is nothing."""
    if percent <= 0:
        return ""
    return _("If all of them meet, everybody in the house is on average %(percent)s%% closer to everybody else.") % {
        "percent": number_format(percent, 1)
    }


def every(days: int) -> str:
    """How often, in words."""
    return {7: _("every week"), 14: _("every two weeks"), 28: _("every four weeks")}.get(days, _("once"))
