"""Goals in words."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from drittort.core.metrics import Metric
from drittort.plan.goals import rules
from drittort.plan.goals.models import Goal
from drittort.plan.metrics.words import month_name, written

STATES: dict[str, Any] = {
    rules.NEW: pgettext_lazy("goal", "no figure yet"),
    rules.REACHED: pgettext_lazy("goal", "reached"),
    rules.ASTRAY: pgettext_lazy("goal", "outside the corridor"),
    rules.LATE: pgettext_lazy("goal", "its day is over"),
    rules.BEHIND: pgettext_lazy("goal", "will not be reached like this"),
    rules.ON_WAY: pgettext_lazy("goal", "on its way"),
    rules.OPEN: pgettext_lazy("goal", "open"),
}
KINDS = {rules.REACHED: "good", rules.ON_WAY: "good", rules.ASTRAY: "bad", rules.LATE: "bad", rules.BEHIND: "bad"}


def wanted(goal: Goal, metric: Metric) -> str:
    """What a goal wants, by when."""
    amount, day = written(metric, goal.target), month_name(goal.by_on)
    if rules.falls(goal):
        return _("at most %(amount)s by %(month)s") % {"amount": amount, "month": day}
    return _("at least %(amount)s by %(month)s") % {"amount": amount, "month": day}


def corridor(goal: Goal, metric: Metric) -> str:
    """Between what the figure may move, "" for anything."""
    low, high = ("" if edge is None else written(metric, edge) for edge in (goal.low, goal.high))
    if low and high:
        return _("between %(low)s and %(high)s") % {"low": low, "high": high}
    return _("not under %(low)s") % {"low": low} if low else _("not over %(high)s") % {"high": high} if high else ""


def day(value: Any) -> str:
    """A day in full."""
    return date_format(value, "DATE_FORMAT")


def stands(goal: Goal, metric: Metric, how: rules.Standing) -> str:
    """How a goal stands, in a sentence."""
    if how.last is None or how.last.figure.value is None:
        return _("There is no figure yet. As soon as a month is told, it stands here.")
    now = _("%(value)s in %(month)s.") % {"value": written(metric, how.last.figure.value), "month": month_name(how.last.month)}
    if how.state == rules.ASTRAY:
        return f"{now} " + _("It has been outside its corridor for two months.")
    if how.ahead is None:
        return now
    coming = {
        "value": written(metric, how.ahead.value),
        "low": written(metric, how.ahead.low),
        "high": written(metric, how.ahead.high),
        "month": month_name(goal.by_on),
    }
    return f"{now} " + _("If it goes on like this: %(value)s in %(month)s, most likely between %(low)s and %(high)s.") % coming
