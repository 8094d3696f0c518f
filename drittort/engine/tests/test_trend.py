"""Trends and what may be expected, against cases counted by hand and simulated series."""

from __future__ import annotations

import math
import random

import pytest
from scipy.special import stdtrit

from drittort.engine.trend import STUDENT, direction, forecast, slope, wilson


def test_a_series_moves_only_where_chance_would_not():
    assert direction([1, 2, 3, 4, 5]) == 1
    assert direction([5, 4, 3, 2, 1]) == -1
    assert direction([1, 2, 3, 4]) == 0, "four values never say anything"
    assert direction([3, 3, 3, 3, 3, 3]) == 0
    assert direction([1, 5, 2, 4, 3, 2]) == 0


def test_direction_is_the_test_of_mann_and_kendall():
    """The statistic by hand: S = 24 of 28 pairs, variance 8 * 7 * 21 / 18, z = 23 / 8.083 = 2.85; with one more swap z falls below 1.96."""
    assert direction([1, 2, 4, 3, 6, 5, 7, 8]) == 1
    assert direction([4, 2, 1, 3, 8, 5, 7, 6]) == 0


def test_chance_alone_seldom_looks_like_a_way():
    random_source = random.Random(5)
    told = [direction([random_source.gauss(0, 1) for _ in range(12)]) for _ in range(1500)]
    assert 0.02 < sum(map(abs, told)) / len(told) < 0.06


def test_what_wanders_because_it_remembers_seldom_looks_like_a_way():
    """Each month hangs half on the one before it, and nothing goes anywhere: one that thinks months apart sees a way in every fifth of such rows."""
    random_source, told = random.Random(5), []
    for _ in range(500):
        value, row = 0.0, []
        for _month in range(40):
            value = 0.5 * value + random_source.gauss(0, 1)
            row.append(value)
        told.append(direction(row[16:]))
    assert sum(map(abs, told)) / len(told) < 0.09
    assert sum(direction([0.15 * k + random_source.gauss(0, 1) for k in range(24)]) for _ in range(100)) > 90


def test_slope_is_that_of_least_squares():
    assert slope([1, 2, 3, 4]) == pytest.approx(1)
    assert slope([0, 1, 0, 1]) == pytest.approx(0.2)


def test_what_is_expected_of_a_line_goes_on_half_as_steep():
    """By hand, with the greatest weight 0.95: the level lags 0.05 / 0.95 behind 19, and each step drifts by half a step, the first by 0.5 / 0.95."""
    expected = [each.value for each in forecast([float(k) for k in range(20)], 3)]
    assert expected == pytest.approx([19 - 0.05 / 0.95 + 0.5 / 0.95 + step / 2 for step in range(3)])
    level = forecast([5.0] * 12, 2)
    assert [(each.low, each.value, each.high) for each in level] == [(5.0, 5.0, 5.0)] * 2


def test_eight_values_are_needed_and_bounds_hold():
    assert forecast([1.0] * 7, 3) == []
    assert forecast([1.0] * 8, 0) == []
    values = [0.9, 0.95, 0.92, 0.99, 0.97, 0.98, 1.0, 0.99]
    assert all(0 <= each.low <= each.value <= each.high <= 1 for each in forecast(values, 12, low=0.0, high=1.0))


@pytest.mark.parametrize("kind", ["level", "line", "local", "walk"])
def test_the_interval_covers_what_comes(kind):
    source, hits, reps = random.Random(7), 0, 300
    for _ in range(reps):
        level, series = 10.0, []
        for t in range(27):
            level += source.gauss(0, {"walk": 1.0, "local": 0.4}.get(kind, 0.0))
            series.append(level + (0.2 * t if kind == "line" else 0.0) + (0.0 if kind == "walk" else source.gauss(0, 1)))
        last = forecast(series[:24], 3)[-1]
        hits += last.low <= series[-1] <= last.high
    assert (0.88 if kind == "walk" else 0.92) <= hits / reps <= 0.995


def test_quantiles_and_wilson_are_those_of_the_tables():
    assert pytest.approx([float(stdtrit(k, 0.975)) for k in range(1, 31)], abs=6e-4) == STUDENT
    # Brown, Cai & DasGupta (2001): 0 of 10, and 5 of 10.
    assert wilson(0, 10) == pytest.approx((0.0, 0.2775), abs=5e-4)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=5e-4)
    assert not math.isnan(wilson(10, 10)[0])
