"""What the house noted itself, in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.inspire.history.models import HistoryEntry


def title_of(entry: HistoryEntry, house: str) -> str:
    """What an entry is called: as it was written, or what the house noted, in the reader's language."""
    if not entry.noted:
        return entry.title
    kind, _mark, number = entry.noted.partition("-")
    return {
        "opened": _("%(house)s has a page of its own: the house opens in Drittort") % {"house": house},
        "event": _("The first event in the calendar of the house"),
        "story": _("The first story of what became of it"),
        "people": _("%(n)s people have belonged to the house") % {"n": number},
    }.get(kind, entry.noted)


def day_of(entry: HistoryEntry) -> str:
    """The day, without its year, which stands above; "" where only the year is known."""
    return date_format(entry.on, "MONTH_DAY_FORMAT") if isinstance(entry.on, date) else ""
