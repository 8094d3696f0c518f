"""Whether a rule speaks, on which grounds, what may be expected and how advice is ranked. Pure: told months in, answers out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, stdev
from typing import Any

from drittort.engine.trend import STUDENT, wilson
from drittort.plan.advice.catalogue import FALLS, OVER, RISES, UNDER, Effect, Rule, When

FRESH = 4
"""A figure of more months ago than this says nothing of now."""
BEFORE = 3
"""A movement is measured against the mean of so many told months."""
LATER, CASES = 2, 3
"""Advice is scored so many told months later; of fewer cases than this no mean is told."""


@dataclass(frozen=True, slots=True)
class Month:
    """One told month of a figure: its first day, the value and of how many people or things; `since` where it speaks for earlier months as well."""

    month: date
    value: float
    of: int = 0
    since: date | None = None


Told = Mapping[str, Sequence[Month]]
"""The told months of each figure, in order."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a condition looked at: the present value, of how many, in which month, whether the condition holds, how far beyond its mark, and if chance alone could be it."""

    when: When
    value: float
    of: int
    month: date
    holds: bool
    gap: float
    by_chance: bool

    def told(self) -> dict[str, Any]:
        """It as it is kept: numbers and the names of figures."""
        return {
            "figure": self.when.figure, "kind": self.when.kind, "mark": self.when.mark, "per": self.when.per, "value": self.value, "of": self.of,
            "month": self.month.isoformat(), "by_chance": self.by_chance,
        }  # fmt: skip


def apart(one: date, other: date) -> int:
    """How many months lie between two."""
    return (other.year - one.year) * 12 + other.month - one.month


def value_of(when: When, told: Told, today: date) -> tuple[float, int, date] | None:
    """The value at which a condition looks, of how many, and its month; None where there is none that is fresh."""
    months = told.get(when.figure, ())
    if not months or apart(months[-1].month, today) > FRESH:
        return None
    last = months[-1]
    if when.kind in (FALLS, RISES):
        before = [each.value for each in months[-1 - BEFORE : -1]]
        if len(before) < BEFORE or not fmean(before):
            return None
        return last.value / fmean(before) - 1, 0, last.month
    if not when.per:
        return last.value, last.of, last.month
    per = next((each.value for each in reversed(told.get(when.per, ())) if each.month <= last.month), None)
    return (last.value / per, 0, last.month) if per else None


HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    UNDER: lambda value, mark: value < mark,
    OVER: lambda value, mark: value > mark,
    FALLS: lambda value, mark: value <= -mark,
    RISES: lambda value, mark: value >= mark,
}


def ground(when: When, told: Told, today: date, *, is_share: bool = False) -> Ground | None:
    """How a condition stands; None where its figure says nothing. `is_share`: the figure is a share of people or things, so chance is known."""
    found = value_of(when, told, today)
    if found is None:
        return None
    value, of, month = found
    holds = HOLDS[when.kind](value, when.mark)
    mark = -when.mark if when.kind == FALLS else when.mark
    gap = min(1.0, abs(value - mark) / max(abs(mark), 1e-9)) if holds else 0.0
    by_chance = False
    if is_share and of and when.kind in (UNDER, OVER) and 0 <= value <= 1:
        low, high = wilson(value * of, of)
        by_chance = low <= when.mark <= high
    return Ground(when, value, of, month, holds, gap, by_chance)


def grounds(rule: Rule, told: Told, today: date, shares: frozenset[str] = frozenset()) -> list[Ground] | None:
    """How the conditions of a rule stand; None where a figure of one says nothing."""
    found = [ground(when, told, today, is_share=when.figure in shares and not when.per) for when in rule.when]
    return [each for each in found if each is not None] if all(each is not None for each in found) else None


def speaks(found: Sequence[Ground] | None) -> bool:
    """Whether a rule speaks: all of its conditions hold."""
    return bool(found) and all(each.holds for each in found or ())


def worth(rule: Rule, found: Sequence[Ground]) -> float:
    """How urgent advice is: how far the first figure is beyond its mark (half of it where chance alone could be it), for what it costs."""
    first = found[0]
    return first.gap * (0.5 if first.by_chance else 1.0) / (1 + rule.hours / 4 + rule.money / 100)


@dataclass(frozen=True, slots=True)
class Change:
    """How far a figure may change, between two ends, and why: "study:<key>", "house" with how many cases, or nothing that is known."""

    low: float
    high: float
    source: str


def of_study(effect: Effect, value: float) -> Change:
    """What a study says for a house whose figure stands at a value."""
    whole = value if effect.of == "value" else 1 - value
    return Change(effect.low * whole, effect.high * whole, f"study:{effect.study}")


def range_of_cases(changes: Sequence[float]) -> tuple[float, float] | None:
    """Between which ends the next change lies 95 times of 100, after what some changes were (Student's, for one more case); None for fewer than three."""
    n = len(changes)
    if n < CASES:
        return None
    width = STUDENT[min(n - 2, len(STUDENT) - 1)] * stdev(changes) * sqrt(1 + 1 / n)
    return fmean(changes) - width, fmean(changes) + width


def expected(rule: Rule, value: float, earlier: Sequence[float]) -> Change | None:
    """What may be expected: from the house's own past once it has tried it three times, else from a study; None where nobody knows."""
    own = range_of_cases(earlier)
    if own is not None:
        return Change(*own, f"house:{len(earlier)}")
    return of_study(rule.effect, value) if rule.effect is not None else None


def drift(rule: Rule, told: Told, shares: frozenset[str] = frozenset()) -> tuple[float, float] | None:
    """How far the figure moved in as many months, whatever was done, each time its first condition held in the past: what happens to a figure that is far off anyway.

    A figure that was unusually bad is mostly better the next time (regression to the mean), with advice or without.
    """
    months, first = told.get(rule.metric, ()), rule.when[0]
    cases = []
    for place in range(len(months) - LATER):
        until = months[place].month
        known = {name: [each for each in found if each.month <= until] for name, found in told.items()}
        found = ground(first, known, until, is_share=first.figure in shares)
        if found is not None and found.holds:
            cases.append(mean_after(months, place) - months[place].value)
    return range_of_cases(cases)


def mean_after(months: Sequence[Month], place: int) -> float:
    """The mean of the told months that follow one."""
    return fmean(each.value for each in months[place + 1 : place + 1 + LATER])


def after(months: Sequence[Month], since: date) -> tuple[float, date] | None:
    """The mean of the first two told months that began after a day, and the last of them; None while there are fewer."""
    later = [each for each in months if (each.since or each.month) > since][:LATER]
    return (fmean(each.value for each in later), later[-1].month) if len(later) == LATER else None
