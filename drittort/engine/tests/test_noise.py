"""Noise is distributed as it says, one person changes no chance by more than promised, and a spent budget is spent."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from fractions import Fraction
from math import exp

import pytest
from scipy import stats

from drittort.engine import noise
from drittort.engine.noise import Clamp, Spent

HALF = Fraction(1, 2)


def chance(k: int, epsilon: float, reach: int) -> float:
    a = exp(-epsilon / reach)
    return (1 - a) / (1 + a) * a ** abs(k)


def test_the_noise_has_the_chances_that_it_says():
    below, many = random.Random(5).randrange, 12_000
    drawn = Counter(noise.geometric(HALF, 2, below) for _ in range(many))
    near = range(-12, 13)
    rest = 1 - sum(chance(k, 0.5, 2) for k in near)
    found = [drawn[k] for k in near] + [many - sum(drawn[k] for k in near)]
    wanted = [chance(k, 0.5, 2) * many for k in near] + [rest * many]
    assert stats.chisquare(found, wanted).pvalue > 0.01


def test_one_person_changes_no_chance_by_more_than_e_to_the_epsilon():
    for moved in range(1, 5):
        ratios = [chance(k, 0.5, 4) / chance(k - moved, 0.5, 4) for k in range(-40, 41)]
        assert max(ratios) <= exp(0.5) + 1e-12
        assert min(ratios) >= exp(-0.5) - 1e-12


def test_contributions_are_clamped_before_anything_else():
    score = Clamp(1, 5, 0.5)
    assert (score.middle, score.reach) == (3, 4)
    assert [score.steps(value) for value in (1, 3, 4.5, 5, 99, -99)] == [-4, 0, 3, 4, 4, -4]
    assert score.mean(30, 20) == 3 + 0.5 * 30 / 20
    assert score.mean(3000, 20) == 5


def test_the_deviation_is_that_of_its_chances():
    for epsilon, reach in ((HALF, 1), (Fraction(1, 4), 4), (Fraction(2), 1)):
        exact = sum(k * k * chance(k, float(epsilon), reach) for k in range(-2000, 2001)) ** 0.5
        assert noise.deviation(epsilon, reach) == pytest.approx(exact)


def test_a_budget_is_of_a_year_and_refuses_when_it_is_spent():
    spent = [(date(2026, 1, 10), Fraction(1)), (date(2026, 4, 10), Fraction(1))]
    assert noise.left(spent, date(2026, 5, 1), Fraction(3)) == 1
    assert noise.spend(spent, date(2026, 5, 1), Fraction(1), Fraction(3)) == 0
    with pytest.raises(Spent):
        noise.spend(spent, date(2026, 5, 1), Fraction(5, 4), Fraction(3))
    assert noise.left(spent, date(2027, 1, 9), Fraction(3)) == 1
    assert noise.left(spent, date(2027, 1, 10), Fraction(3)) == 2, "a year later the first one counts no more"
    with pytest.raises(ValueError, match="above"):
        noise.geometric(Fraction(0), 1)
