"""Advice in sentences: the condition with its present values, what may be expected and why, what it costs, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.core.metrics import METRICS, SHARE, Metric
from drittort.core.numbers import about, euros, percent, points, signed
from drittort.plan.advice.catalogue import FALLS, OVER, RISES, UNDER, Rule, When, studies, study
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.metrics.words import month_name, written


def label(name: str) -> str:
    """The name of a figure."""
    return str(METRICS[name].label) if name in METRICS else name


def in_unit(name: str, value: float, per: str = "") -> str:
    """A value of a figure with its unit; a ratio of two figures as a share."""
    if name not in METRICS:
        return str(round(value, 2))
    return percent(value) if per else written(METRICS[name], value)


def condition(when: When) -> str:
    """A condition in words, without its present value."""
    mark = percent(when.mark) if when.kind in (FALLS, RISES) else in_unit(when.figure, when.mark, when.per)
    told = {"figure": label(when.figure), "mark": mark, "per": label(when.per) if when.per else ""}
    if when.per:
        return {
            UNDER: _("“%(figure)s”, divided by “%(per)s”, is under %(mark)s"),
            OVER: _("“%(figure)s”, divided by “%(per)s”, is over %(mark)s"),
        }[when.kind] % told
    return {
        UNDER: _("“%(figure)s” is under %(mark)s"),
        OVER: _("“%(figure)s” is over %(mark)s"),
        FALLS: _("“%(figure)s” has fallen by %(mark)s or more against the three months before"),
        RISES: _("“%(figure)s” has risen by %(mark)s or more against the three months before"),
    }[when.kind] % told


def conditions(rule: Rule) -> str:
    """When a rule speaks, in a sentence."""
    return _("If %(conditions)s.") % {"conditions": _(" and ").join(condition(each) for each in rule.when)}


def present(ground: Mapping[str, Any]) -> str:
    """The value at which a condition looked, of how many and from when."""
    moved = ground["kind"] in (FALLS, RISES)
    value = percent(ground["value"]) if moved else in_unit(ground["figure"], ground["value"], ground["per"])
    metric = METRICS.get(ground["figure"])
    many = about(ground["of"]) if metric is not None and metric.about else ground["of"]
    told = {"figure": label(ground["figure"]), "value": value, "month": month_name(date.fromisoformat(ground["month"])), "n": many}
    if moved:
        return _("%(figure)s: %(value)s (%(month)s)") % told
    sentence = (
        _("%(figure)s: %(value)s of %(n)s (%(month)s)") % told
        if ground["of"] > 1 and not ground["per"]
        else _("%(figure)s: %(value)s (%(month)s)") % told
    )
    return f"{sentence}. " + _("So few that chance alone could be it.") if ground["by_chance"] else sentence


def mark_of(ground: Mapping[str, Any]) -> str:
    """The condition of a stored ground, in words."""
    return condition(When(ground["figure"], ground["kind"], ground["mark"], ground["per"]))


def change(name: str, value: float) -> str:
    """A change of a figure with its sign; of a share in points."""
    metric: Metric | None = METRICS.get(name)
    return points(value, 1) if metric is not None and metric.unit == SHARE else signed(value, 1 if abs(value) >= 1 else 2)


def expected(advice: PlanAdvice) -> str:
    """What may be expected."""
    if advice.low is None or advice.high is None:
        return _("What it brings nobody has measured yet, not even elsewhere. After three tries the house knows it itself.")
    return _("“%(figure)s” may change by %(low)s to %(high)s.") % {
        "figure": label(advice.metric), "low": change(advice.metric, advice.low), "high": change(advice.metric, advice.high),
    }  # fmt: skip


def source(advice: PlanAdvice) -> str:
    """Where the expectation comes from."""
    kind, _colon, name = advice.source.partition(":")
    if kind == "study" and name in studies():
        return study(name)
    if kind == "house":
        n = int(name)
        return ngettext("From one try in this house.", "From %(n)s tries in this house, with what happened by itself in it.", n) % {"n": n}
    return ""


def drift(advice: PlanAdvice) -> str:
    """What happened in such cases, with advice or without."""
    if advice.drift_low is None or advice.drift_high is None:
        return ""
    if change(advice.metric, advice.drift_low) == change(advice.metric, advice.drift_high) == change(advice.metric, 0.0):
        return _("When it stood so, it hardly moved in two months, with advice or without.")
    return _("When it stood so, it moved by %(low)s to %(high)s in two months, with advice or without.") % {
        "low": change(advice.metric, advice.drift_low), "high": change(advice.metric, advice.drift_high),
    }  # fmt: skip


def cost(hours: int, money: int) -> str:
    """What it costs a month."""
    time = ngettext("one hour a month", "%(n)s hours a month", hours) % {"n": hours} if hours else _("no time")
    return _("%(time)s, %(money)s") % {"time": time, "money": euros(money)} if money else _("%(time)s, no money") % {"time": time}


def verdict(advice: PlanAdvice) -> str:
    """How what came lies to what was expected; never that the one was because of the other."""
    if advice.after is None:
        return ""
    moved = advice.after - advice.before
    if advice.low is not None and advice.high is not None:
        low, high = sorted((advice.low, advice.high))
        if low <= moved <= high:
            return _("as expected")
        return _("more than expected") if abs(moved) > max(abs(low), abs(high)) and (moved > 0) == (high > 0) else _("less than expected")
    metric = METRICS.get(advice.metric)
    if metric is None or not metric.better or not moved:
        return _("nothing was expected")
    return _("better than before") if (moved > 0) == (metric.better == "up") else _("worse than before")
