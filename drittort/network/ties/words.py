"""Strength and channels in words. A tie is never shown as a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.spoken import spoken
from drittort.engine.channels import THETA

# In full days of contact as of today: one day a month, kept up, stands at 2 on the day and at 1 before the next.
FIRM = 2.0
LIVELY = 0.7
FRESH_DAYS = 30

KINDS: dict[str, Any] = {
    "meeting": gettext_lazy("Meetings"),
    "reply": gettext_lazy("Answered messages"),
    "message": gettext_lazy("Messages without an answer"),
    "thanks": gettext_lazy("Thanks"),
    "event": gettext_lazy("Small events together"),
    "deal": gettext_lazy("Business together"),
    "neighbour": gettext_lazy("Desks side by side"),
    "help": gettext_lazy("Help with something"),
}

MEANINGS: dict[str, tuple[Any, Any]] = {
    "fresh": (gettext_lazy("fresh"), gettext_lazy("known for one or two days of contact, the last within a month")),
    "firm": (gettext_lazy("firm"), gettext_lazy("about one day of contact a month or more, kept up over time")),
    "lively": (gettext_lazy("lively"), gettext_lazy("contact within the last weeks")),
    "loose": (gettext_lazy("loose"), gettext_lazy("contact some weeks or months ago, still counted as a tie")),
    "faded": (gettext_lazy("faded"), gettext_lazy("so long ago or so slight that it is not counted as a tie")),
}


def strength_code(strength: float, days: int, last_on: date, today: date) -> str:
    """The word for a tie of a decayed strength (the stronger direction) with `days` days of contact, as a code of `MEANINGS`."""
    if strength < THETA * (1 - 1e-12):
        return "faded"
    if strength >= FIRM:
        return "firm"
    if days <= 2 and (today - last_on).days <= FRESH_DAYS:
        return "fresh"
    return "lively" if strength >= LIVELY else "loose"


@spoken
def kind_name(kind: str) -> str:
    """A channel as members read it; channels of an import keep their own name."""
    return str(KINDS.get(kind) or kind or _("Contact"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word of strength and what it means."""

    word: str
    meaning: str


@spoken
def meanings() -> tuple[Meaning, ...]:
    """All words, from strong to faded."""
    return tuple(Meaning(str(MEANINGS[code][0]), str(MEANINGS[code][1])) for code in ("firm", "lively", "fresh", "loose", "faded"))


@spoken
def on_days(count: int) -> str:
    """A number of days."""
    return _("on one day") if count == 1 else _("on %(count)s days") % {"count": count}


@spoken
def day_words(day: date) -> str:
    """A day as people write it."""
    return date_format(day, "DATE_FORMAT")


@spoken
def since_words(day: date, today: date) -> str:
    """How long ago a day was, roughly."""
    ago = (today - day).days
    if ago <= 0:
        return _("today")
    if ago == 1:
        return _("yesterday")
    if ago < 14:
        return _("%(count)s days ago") % {"count": ago}
    if ago < 60:
        return _("%(count)s weeks ago") % {"count": ago // 7}
    return _("%(count)s months ago") % {"count": max(2, ago // 30)}
