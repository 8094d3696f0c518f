"""Reviews in words: months, whether a goal was reached, and what was decided."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from drittort.core import metrics
from drittort.core.metrics import Figure, Metric
from drittort.core.numbers import span
from drittort.plan.metrics.words import bounds, written
from drittort.plan.review.models import ProgramVerdict

DECIDED: dict[str, Any] = {
    ProgramVerdict.Says.KEEP: pgettext_lazy("verdict", "goes on"),
    ProgramVerdict.Says.CHANGE: pgettext_lazy("verdict", "changes"),
    ProgramVerdict.Says.STOP: pgettext_lazy("verdict", "ends"),
}
TONES = {ProgramVerdict.Says.KEEP: "door", ProgramVerdict.Says.CHANGE: "lamp", ProgramVerdict.Says.STOP: "brick"}


def month(on: date) -> str:
    """A month with its year."""
    return date_format(on, "F Y")


def interval(metric: Metric, figure: Figure) -> str:
    """The range in which chance alone would leave the figure, and what it rests on; "" where it is counted and not estimated."""
    low, high = bounds(metric, figure) or (None, None)
    if low is None or high is None:
        return ""
    return span(low, high, partial(written, metric))


def reached(metric: Metric, target: float | None, figure: Figure | None) -> tuple[str, str]:
    """Whether a figure is what was wanted, and "good", "bad" or "" for how sure that is. Between the ends of its interval lies what chance does."""
    if figure is None or figure.value is None:
        return (_("too few people to tell it") if figure is not None and figure.private else _("no figure for this month")), ""
    if target is None or metric.better == metrics.NEITHER:
        return "", ""
    up = metric.better == metrics.UP
    low, high = bounds(metric, figure) or (figure.value, figure.value)
    high = figure.value if high is None else high
    if (low >= target) if up else (high <= target):
        return _("reached"), "good"
    if (high < target) if up else (low > target):
        return _("missed"), "bad"
    if (figure.value >= target) if up else (figure.value <= target):
        return _("reached, and it may be chance"), ""
    return _("missed, and it may be chance"), ""
