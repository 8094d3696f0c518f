"""Sentences between companies, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from drittort.connect.introductions.words import bare
from drittort.members.profiles.queries import in_language


def reasons(codes: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> tuple[str, ...]:
    """Why two companies, a sentence each."""
    return tuple(text for text in (sentence(code, names) for code in codes) if text)


def sentence(reason: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """One reason; empty for a code that says nothing, or names a company that is gone."""
    code = reason["code"]
    told = {name: names.get(reason[name], "") for name in ("seeker", "helper", "buyer", "seller") if name in reason}
    if not all(told.values()):
        return ""
    if code == "need_offer":
        words = {**told, "need": bare(reason["need"]), "offer": bare(reason["offer"])}
        return _("%(seeker)s is looking for: “%(need)s” %(helper)s writes: “%(offer)s”") % words
    if code == "trade":
        return _("Companies like %(buyer)s often buy from companies like %(seller)s.") % told
    if code == "shared":
        return _("The same counts for both: “%(value)s”.") % {"value": in_language(reason["value_de"], reason["value_en"])}
    if code == "bridge":
        return _("Their circles have hardly anything to do with each other yet.")
    return ""


def state(code: str) -> str:
    """What those who care may know of an introduction between companies."""
    return {
        "waiting": _("asked, still open"),
        "introduced": _("both said yes"),
        "over": _("it did not come about this time"),
    }[code]


def outcome(begun: int, introduced: int, met: int) -> str:
    """What came of all of them, in steps, so that nobody can count backwards to a single one."""
    return _("%(begun)s introductions so far, %(introduced)s came about; met have %(met)s.") % {
        "begun": begun, "introduced": introduced, "met": met_words(met),
    }  # fmt: skip


def met_words(met: int) -> str:
    """How many have met, roughly."""
    return roughly(met) if met else _("none yet, as far as they told")


def roughly(count: int) -> str:
    """A number of pairs as the map tells it."""
    return next(
        (words for most, words in ((2, _("one or two")), (5, _("3 to 5")), (10, _("6 to 10")), (20, _("11 to 20"))) if count <= most),
        _("more than 20"),
    )


def wishes_of(company: str, other: str) -> str:
    """Who would like to know whom."""
    return _("%(company)s would like to know %(other)s.") % {"company": company, "other": other}
