"""Sentences about needs and offers, in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.connect.introductions.words import bare, day, weekday_and_day
from drittort.members.profiles.queries import in_language

__all__ = ["day"]

SHORT = 90
OFFER, LINE, HELPED, KNEW = "offer", "line", "helped", "knew"
THINGS = {HELPED: "need", KNEW: "question"}
"""Kinds of reasons that are somebody else's words: they name the thing and do not quote it."""


def state(code: str, side: str) -> str:
    """Where a need or an offer stands, in a word or two."""
    if side == "offer":
        return {
            "open": _("still there"),
            "answered": _("somebody would like it"),
            "met": _("found its place"),
            "expired": _("ran out"),
            "closed": _("taken down"),
        }[code]
    return {
        "open": _("still open"),
        "answered": _("somebody can help"),
        "met": _("settled"),
        "expired": _("ran out"),
        "closed": _("taken down"),
    }[code]


def helpers(names: Sequence[str], count: int, side: str) -> str:
    """Who answered: the first by name, the others as a number."""
    if not names:
        return ""
    told = {"name": names[0], "n": count - 1}
    if side == "offer":
        return (
            _("%(name)s would like it") % told
            if count < 2
            else ngettext("%(name)s and %(n)s other would like it", "%(name)s and %(n)s others would like it", count - 1) % told
        )
    return (
        _("%(name)s helps") % told
        if count < 2
        else ngettext("%(name)s and %(n)s other help", "%(name)s and %(n)s others help", count - 1) % told
    )


def why(reasons: Sequence[Mapping[str, Any]], helped: Mapping[int, str]) -> str:
    """Why the house asks somebody, in one sentence, from what they published themselves; `helped` are the needs that it speaks of, by id."""
    for told in reasons:
        if told.get("code") == HELPED:
            if told.get("need") in helped:
                return _("You helped once with “%(need)s”.") % {"need": short(helped[told["need"]])}
            continue
        text = short(str(told.get("text", "")))
        concept = in_language(told.get("concept_de", ""), told.get("concept_en", "")) if told.get("concept_de") else ""
        if concept:
            return _("Your profile says “%(text)s”, and this sounds like the same trade: %(concept)s.") % {"text": text, "concept": concept}
        return _("Your profile says “%(text)s”.") % {"text": text}
    return _("The house thinks that you may know something about it.")


def short(text: str) -> str:
    """A text as it is quoted inside a sentence: without quotation marks and full stop, not longer than a line."""
    text = bare(text).rstrip(".")
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"


def promise(minutes: float) -> str:
    """How soon somebody usually answers. A promise, so it is rounded up."""
    hours = -(-minutes // 60)
    if hours <= 1:
        return _("Most get an answer within an hour.")
    if hours < 24:
        return ngettext("Most get an answer within %(n)s hour.", "Most get an answer within %(n)s hours.", int(hours)) % {"n": int(hours)}
    return _("Most get an answer within a day or two.")


def clock(until: datetime, at: datetime, zone: ZoneInfo) -> str:
    """What happens where nobody answers: until when members have time for it, and who looks as well from then on."""
    if until > at:
        local = until.astimezone(zone)
        told = {"day": weekday_and_day(local.date()), "time": date_format(local, "H:i")}
        return _("If nobody has answered by %(day)s, %(time)s, somebody who cares for the house looks as well.") % told
    return _("A day without an answer: now somebody who cares for the house looks as well.")


def asked(count: int) -> str:
    """For those who care: how many the house asked. Who they are stays with them."""
    if not count:
        return _("Nobody's words in the house fit. Perhaps you know somebody.")
    return ngettext("One person was asked.", "%(n)s people were asked.", count) % {"n": count}
