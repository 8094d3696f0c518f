"""An announcement in its reader's language, or in the one that it has; then that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from drittort.inform.announcements.models import Announcement


@dataclass(frozen=True, slots=True)
class Told:
    """Title and text as one reader gets them, in which language, and a word on it where it is not theirs."""

    title: str
    text: str
    language: str
    note: str


def told(row: Announcement, language: str = "") -> Told:
    """The words of an announcement for a reader of a language (the active one, if none is named)."""
    wanted = "en" if (language or get_language() or "de").startswith("en") else "de"
    words = {"de": (row.title_de, row.text_de), "en": (row.title_en, row.text_en)}
    if words[wanted][0]:
        return Told(*words[wanted], wanted, "")
    other = "de" if wanted == "en" else "en"
    return Told(*words[other], other, _("There is this in German only.") if other == "de" else _("There is this in English only."))


def until(day: date, today: date) -> str:
    """Until when it holds."""
    return (
        _("until today")
        if day == today
        else _("until %(day)s") % {"day": date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "DATE_FORMAT")}
    )
