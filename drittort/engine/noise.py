"""Sums that protect everybody in them: differential privacy with whole numbers, and a budget that ends.

A release is epsilon-differentially private when one person more or less changes the chance of any outcome by a factor of at most exp(epsilon) (Dwork, McSherry,
Nissim & Smith 2006). Contributions are clamped first, so that one person moves a sum by a known amount at most; then noise of that size is added. The noise is
whole numbers (the geometric mechanism: Ghosh, Roughgarden & Sundararajan 2009), drawn by fair dice and fractions alone (Canonne, Kamath & Steinke 2020), because
the rounding of noise in floating point tells of what it hides (Mironov 2012). Releases of the same people add up, so a year has a budget, and what is more is
refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import exp, sqrt

YEAR = timedelta(days=365)
Below = Callable[[int], int]
"""Gives a whole number from 0 to below n, each as likely. By default from the machine's own randomness: noise from a seed could be taken off again."""


class Spent(Exception):
    """The budget of the year does not allow another release."""


@dataclass(frozen=True, slots=True)
class Clamp:
    """What one person may add to a sum: between `low` and `high`, in whole steps of `step` around the middle, so that the sum moves by `reach` steps at most."""

    low: float
    high: float
    step: float

    @property
    def middle(self) -> float:
        """The point from which contributions are counted: half as much noise hides as much."""
        return (self.low + self.high) / 2

    @property
    def reach(self) -> int:
        """The most steps by which one person can move the sum."""
        return round((self.high - self.low) / 2 / self.step)

    def steps(self, value: float) -> int:
        """A contribution in steps from the middle, clamped."""
        return round((min(max(value, self.low), self.high) - self.middle) / self.step)

    def mean(self, steps: float, people: float) -> float:
        """The mean of contributions whose sum is `steps`, clamped."""
        return min(max(self.middle + self.step * steps / people, self.low), self.high)


def geometric(epsilon: Fraction, reach: int, below: Below = secrets.randbelow) -> int:
    """Whole-number noise that hides `reach` steps: k with the chance (1 - a) / (1 + a) a^|k|, a = exp(-epsilon / reach), exactly.

    The difference of two geometric numbers. Raises ValueError unless both are above 0.
    """
    if epsilon <= 0 or reach <= 0:
        raise ValueError("epsilon and reach lie above 0")
    rate = Fraction(epsilon) / reach
    return _one_side(rate, below) - _one_side(rate, below)


def _one_side(rate: Fraction, below: Below) -> int:
    """How often in a row something of the chance exp(-rate) happens."""
    count = 0
    while _happens(rate, below):
        count += 1
    return count


def _happens(rate: Fraction, below: Below) -> bool:
    """Something of the chance exp(-rate), by comparing whole numbers only (von Neumann's series)."""
    while rate > 1:
        if not _happens(Fraction(1), below):
            return False
        rate -= 1
    turn = 1
    while below(turn * rate.denominator) < rate.numerator:
        turn += 1
    return turn % 2 == 1


def deviation(epsilon: Fraction, reach: int) -> float:
    """The standard deviation of the noise, in steps."""
    a = exp(-float(epsilon) / reach)
    return sqrt(2 * a) / (1 - a)


def left(spent: Iterable[tuple[date, Fraction]], on: date, budget: Fraction) -> Fraction:
    """What of a year's budget is left on a day, after releases with their days and what each cost. A release counts for a year from its day."""
    return budget - sum((cost for day, cost in spent if on - YEAR < day <= on), Fraction(0))


def spend(spent: Iterable[tuple[date, Fraction]], on: date, cost: Fraction, budget: Fraction) -> Fraction:
    """What is left after one more release. Raises Spent where it would be more than the budget."""
    rest = left(spent, on, budget) - cost
    if rest < 0:
        raise Spent
    return rest
