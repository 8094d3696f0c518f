"""Trend lines, bars and plots for no value, one value, equal values, gaps and ordinary rows."""

from __future__ import annotations

import re

import pytest

from drittort.web.charts import (
    HEIGHT,
    MARGIN,
    PLOT_BOTTOM,
    PLOT_LEFT,
    PLOT_RIGHT,
    PLOT_TALL,
    PLOT_TOP,
    PLOT_WIDE,
    WIDTH,
    Line,
    plot,
    shares,
    ticks,
    trend,
)
from drittort.web.templatetags import ui


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


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0.31, 0.52, [0.3, 0.4, 0.5, 0.6]),
        (-0.7, 0.9, [-1, -0.5, 0, 0.5, 1]),
        (0, 37, [0, 10, 20, 30, 40]),
        (5, 5, [4.5, 4.75, 5, 5.25, 5.5]),
    ],
)
def test_marks_are_round_numbers_around_everything(low: float, high: float, marks: list[float]) -> None:
    assert ticks(low, high) == marks


BOTH = [(0.0, "Jan"), (2.0, "März")], [(0.0, "0"), (10.0, "10")]
LEFT, RIGHT, LOW, HIGH = PLOT_LEFT, PLOT_WIDE - PLOT_RIGHT, PLOT_TALL - PLOT_BOTTOM, PLOT_TOP


def paths(shapes: str, kind: str) -> list[str]:
    return re.findall(rf'class="plot-{kind} voice-\d" d="([^"]*)"', shapes)


def test_a_line_goes_from_corner_to_corner_and_ends_in_its_mark() -> None:
    drawn = plot([Line("Alle", [(0, 0), (2, 10)])], *BOTH)
    assert paths(drawn.shapes, "line") == [f"M{LEFT:g} {LOW:g}L{RIGHT:g} {HIGH:g}"]
    assert f'class="plot-end voice-0" transform="translate({RIGHT:g} {HIGH:g})"' in drawn.shapes


def test_steps_hold_until_the_next_point_and_a_band_closes() -> None:
    drawn = plot([Line("Alle", [(0, 10), (1, 5), (2, 5)], [(0, 10, 10), (1, 0, 10)], steps=True)], *BOTH)
    half, middle = (LOW + HIGH) / 2, (LEFT + RIGHT) / 2
    assert paths(drawn.shapes, "line") == [f"M{LEFT:g} {HIGH:g}L{middle:g} {HIGH:g}L{middle:g} {half:g}L{RIGHT:g} {half:g}"]
    assert paths(drawn.shapes, "band") == [
        f"M{LEFT:g} {HIGH:g}L{middle:g} {HIGH:g}L{middle:g} {LOW:g}L{middle:g} {HIGH:g}L{LEFT:g} {HIGH:g}Z"
    ]


def test_what_lies_outside_the_axis_stays_at_its_edge_and_words_are_escaped() -> None:
    drawn = plot([Line("<b>", [(0, -5), (2, 50)])], [(0.0, "<i>"), (2.0, "b")], BOTH[1])
    assert paths(drawn.shapes, "line") == [f"M{LEFT:g} {LOW:g}L{RIGHT:g} {HIGH:g}"]
    assert "&lt;i&gt;" in drawn.shapes
    assert "&lt;b&gt;" in ui.plot_names(drawn)


def test_lines_differ_without_their_colours() -> None:
    drawn = plot([Line(str(k), [(0, k), (2, k)]) for k in range(4)], *BOTH)
    marks = re.findall(r'translate\([^)]*\)"><path d="([^"]*)"', drawn.shapes)
    assert len(set(marks)) == 4
    assert [name for _voice, name in drawn.names] == ["0", "1", "2", "3"]
    assert "<figcaption" in ui.plot(drawn, "x")
    assert "<figcaption" not in ui.plot(plot([Line("Alle", [(0, 1)])], *BOTH), "x")
