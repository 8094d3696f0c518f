"""Trend lines and bars for no value, one value, equal values, gaps and ordinary rows."""

from __future__ import annotations

import re

import pytest

from drittort.web.charts import HEIGHT, MARGIN, WIDTH, shares, trend


@pytest.mark.parametrize("points", [[], [None], [None, None]])
def test_nothing_is_drawn_without_a_value(points: list[float | None]) -> None:
    assert trend(points) == ("", "", None)


def test_one_value_is_a_point_in_the_middle() -> None:
    path, area, last = trend([7])
    assert path == "M5 26"
    assert area == ""
    assert last == (MARGIN, HEIGHT / 2)


def test_equal_values_run_along_the_middle() -> None:
    path, _, last = trend([2, 2, 2])
    assert set(re.findall(r" ([\d.]+)", path)) == {"26"}
    assert last == (WIDTH - MARGIN, 26.0)


def test_the_lowest_lies_low_and_the_highest_high() -> None:
    path, area, last = trend([0, 10, 5])
    assert path == "M5 47L120 5L235 26"
    assert area == "M5 47L120 5L235 26V52H5Z"
    assert last == (235.0, 26.0)


def test_what_hardly_moves_stays_nearly_flat() -> None:
    path, _, _ = trend([100, 101, 100])
    heights = [float(y) for y in re.findall(r" ([\d.]+)", path)]
    assert max(heights) - min(heights) == pytest.approx((HEIGHT - 2 * MARGIN) / 20, abs=0.2)


def test_negative_values_keep_their_order() -> None:
    heights = [float(y) for y in re.findall(r" ([\d.]+)", trend([-3, -1, -2])[0])]
    assert heights[0] > heights[2] > heights[1]


def test_a_gap_lifts_the_pen_and_leaves_out_the_area() -> None:
    path, area, _ = trend([1, None, 2, 3])
    assert path.count("M") == 2
    assert path.count("L") == 1
    assert area == ""


def test_shares_are_of_the_largest_or_of_a_given_maximum() -> None:
    assert shares([1, 2, 4]) == [25.0, 50.0, 100.0]
    assert shares([1, 2], maximum=8) == [12.5, 25.0]
    assert shares([9], maximum=3) == [100.0]
    assert shares([-1, 2]) == [0.0, 100.0]
    assert shares([0, 0]) == [0.0, 0.0]
    assert shares([]) == []
