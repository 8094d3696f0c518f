"""Small pictures drawn by the server: a trend line, bars, and lines over an axis. Shapes only; colours come from the style sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

WIDTH, HEIGHT, MARGIN = 240.0, 52.0, 5.0


def trend(points: Sequence[float | None]) -> tuple[str, str, tuple[float, float] | None]:
    """Path of a line, path of the area under it, and its last point, in a box of 240 x 52.

    None is a gap: the line breaks there and no area is drawn. A single value or equal values lie in the middle. Without any
    value all three are empty. The height shows at least a fifth of the largest magnitude, so that a value that hardly moves
    does not look like a mountain range.
    """
    known = [p for p in points if p is not None]
    if not known:
        return "", "", None
    low, high = min(known), max(known)
    span = max(high - low, 0.2 * max(abs(low), abs(high)))
    low = (low + high - span) / 2
    step = (WIDTH - 2 * MARGIN) / max(len(points) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        share = (value - low) / span if span else 0.5
        return round(MARGIN + index * step, 1), round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)

    line, last, pen_down = [], (0.0, 0.0), False
    for index, value in enumerate(points):
        if value is None:
            pen_down = False
            continue
        last = place(index, value)
        line.append(f"{'L' if pen_down else 'M'}{last[0]:g} {last[1]:g}")
        pen_down = True
    path = "".join(line)
    area = ""
    if len(known) == len(points) > 1:
        area = f"{path}V{HEIGHT:g}H{MARGIN:g}Z"
    return path, area, last


def shares(values: Sequence[float], maximum: float | None = None) -> list[float]:
    """Each value as a share of `maximum` (by default of the largest value), in percent from 0 to 100; all 0 when nothing is above 0."""
    top = max(values, default=0.0) if maximum is None else maximum
    if top <= 0:
        return [0.0 for _ in values]
    return [round(min(max(value / top, 0.0), 1.0) * 100, 1) for value in values]


PLOT_WIDE, PLOT_TALL = 360.0, 210.0
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 46.0, 14.0, 12.0, 28.0
VOICES = 6
"""So many lines are told apart by colour, dashes and the shape of their last point; a seventh looks like the first."""
DASHES = ("", "9 4", "2 5", "10 4 2 4", "5 3", "14 5")
"""As in chart.css, for pictures that leave the pages."""
MARKS = (
    "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0Z",
    "M-4.5-4.5h9v9h-9Z",
    "M0-6L6 4.5H-6Z",
    "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
    "M0 6L-6-4.5H6Z",
    "M-6-2h4v-4h4v4h4v4h-4v4h-4v-4h-4Z",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: points (x, y) in ascending x; `band` holds (x, low, high) around it. With `steps` a value holds until the next point."""

    name: str
    points: Sequence[tuple[float, float]]
    band: Sequence[tuple[float, float, float]] = ()
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """The box and the inside of an SVG, and what its lines are called, each with the number of its voice."""

    box: str
    shapes: SafeString
    names: tuple[tuple[int, str], ...]


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about so many steps apart; a step of 1, 2, 2.5 or 5 times a power of ten."""
    if not high > low:
        low, high = low - 0.5, high + 0.5
    raw = (high - low) / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def plot(lines: Sequence[Line], across: Sequence[tuple[float, str]], up: Sequence[tuple[float, str]]) -> Plot:
    """Lines over an axis: `across` and `up` are the marks of both axes as (value, words), from the first to the last; they span the picture."""
    x0, x1 = across[0][0], across[-1][0]
    y0, y1 = up[0][0], up[-1][0]

    def x(value: float) -> float:
        share = (value - x0) / (x1 - x0) if x1 > x0 else 0.5
        return round(PLOT_LEFT + share * (PLOT_WIDE - PLOT_LEFT - PLOT_RIGHT), 1)

    def y(value: float) -> float:
        share = (min(max(value, y0), y1) - y0) / (y1 - y0) if y1 > y0 else 0.5
        return round(PLOT_TALL - PLOT_BOTTOM - share * (PLOT_TALL - PLOT_TOP - PLOT_BOTTOM), 1)

    parts = []
    for value, words in up:
        parts.append(f'<path class="plot-grid" d="M{PLOT_LEFT:g} {y(value):g}H{PLOT_WIDE - PLOT_RIGHT:g}"/>')
        parts.append(
            f'<text class="plot-words" x="{PLOT_LEFT - 7:g}" y="{y(value) + 4:g}" text-anchor="end">{conditional_escape(words)}</text>'
        )
    for k, (value, words) in enumerate(across):
        anchor = "start" if k == 0 and x1 > x0 else "end" if k == len(across) - 1 and x1 > x0 else "middle"
        parts.append(
            f'<text class="plot-words" x="{x(value):g}" y="{PLOT_TALL - 7:g}" text-anchor="{anchor}">{conditional_escape(words)}</text>'
        )
    for voice, line in enumerate(lines):
        if line.band:
            there = _way([(x(at), y(high)) for at, _low, high in line.band], line.steps)
            back = _way([(x(at), y(low)) for at, low, _high in line.band], line.steps)
            area = "L".join(f"{px:g} {py:g}" for px, py in [*there, *back[::-1]])
            parts.append(f'<path class="plot-band voice-{voice % VOICES}" d="M{area}Z"/>')
    for voice, line in enumerate(lines):
        way = _way([(x(at), y(value)) for at, value in line.points], line.steps)
        if not way:
            continue
        drawn = "L".join(f"{px:g} {py:g}" for px, py in way)
        parts.append(f'<path class="plot-line voice-{voice % VOICES}" d="M{drawn}"/>')
        parts.append(f'<g class="plot-end voice-{voice % VOICES}" transform="translate({way[-1][0]:g} {way[-1][1]:g})">{mark(voice)}</g>')
    names = tuple((voice % VOICES, line.name) for voice, line in enumerate(lines))
    return Plot(f"0 0 {PLOT_WIDE:g} {PLOT_TALL:g}", SafeString("".join(parts)), names)


def mark(voice: int) -> str:
    """The shape at the end of a line, around 0 0: with it lines are told apart without their colours."""
    return f'<path d="{MARKS[voice % VOICES]}"/>'


def _way(points: Sequence[tuple[float, float]], steps: bool) -> list[tuple[float, float]]:
    """The corners of a line through points; with `steps` it goes on level and then up or down."""
    if not steps:
        return list(points)
    found: list[tuple[float, float]] = []
    for at, value in points:
        if found and found[-1][1] != value:
            found.append((at, found[-1][1]))
        found.append((at, value))
    return found
