"""Figures in words, in the language of the reader."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from drittort.core.metrics import CONNECT, COUNT, DAYS, HOURS, HOUSE, INFORM, INSPIRE, MONEY, SHARE, Figure, Metric
from drittort.core.numbers import about, euros, percent, tenth, whole
from drittort.engine.trend import wilson

PROGRAM_NAMES: dict[str, Any] = {
    CONNECT: gettext_lazy("Connect"),
    INFORM: gettext_lazy("Inform"),
    INSPIRE: gettext_lazy("Inspire"),
    HOUSE: gettext_lazy("The house"),
}
PROGRAM_NOTES: dict[str, Any] = {
    CONNECT: gettext_lazy("Who finds whom, and what comes of it."),
    INFORM: gettext_lazy("Whether people learn what they need, and answer."),
    INSPIRE: gettext_lazy("What people do together, and whether they have a say."),
    HOUSE: gettext_lazy("Who comes, who stays, and what it costs."),
}
ELEMENT_NAMES: dict[str, Any] = {
    "membership": gettext_lazy("Membership"),
    "influence": gettext_lazy("Influence"),
    "needs": pgettext_lazy("element of community", "Needs"),
    "connection": gettext_lazy("Emotional connection"),
}


def written(metric: Metric, value: float) -> str:
    """A value with its unit, short."""
    if metric.unit == SHARE:
        return percent(value)
    if metric.unit == COUNT:
        return whole(value)
    if metric.unit == MONEY:
        return euros(value)
    number = whole(value) if value >= 10 or value == round(value) else tenth(value)
    if metric.unit == HOURS:
        return _("%(n)s h") % {"n": number}
    return ngettext("%(n)s day", "%(n)s days", 1 if number == "1" else 2) % {"n": number} if metric.unit == DAYS else number


def rests_on(metric: Metric, figure: Figure) -> str:
    """On how many people or things a figure rests, "" for none."""
    if not figure.of:
        return ""
    return about(figure.of) if metric.about else whole(figure.of)


def month_name(month: date) -> str:
    """A month with its year."""
    return date_format(month, "F Y")


def short_month(month: date) -> str:
    """A month for the axis of a picture."""
    return date_format(month, "M Y")


def span(month: date, since: date | None) -> str:
    """A month, or the months for which a figure speaks."""
    return month_name(month) if since is None else _("%(first)s to %(last)s") % {"first": month_name(since), "last": month_name(month)}


def way(metric: Metric, moves: int, months: int) -> str:
    """How a figure has moved over its last months, in words."""
    if not months:
        return ""
    if not moves:
        return _("Ups and downs within chance.")
    if moves > 0:
        return _("It has been rising over %(n)s months, clearer than by chance.") % {"n": months}
    return _("It has been falling over %(n)s months, clearer than by chance.") % {"n": months}


def welcome(metric: Metric, moves: int) -> str:
    """Whether that is welcome: good, bad, or "" where it is neither."""
    if not moves or not metric.better:
        return ""
    return "good" if (moves > 0) is (metric.better == "up") else "bad"


def bounds(metric: Metric, figure: Figure) -> tuple[float, float | None] | None:
    """Between which ends chance alone leaves a figure: its own interval, else that of a counted share (Wilson's); None where nobody knows."""
    if figure.low is not None:
        return figure.low, figure.high
    if metric.unit == SHARE and metric.counted and figure.value is not None and figure.of:
        return wilson(figure.value * figure.of, figure.of)
    return None
