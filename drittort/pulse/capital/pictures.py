"""The pictures of social capital over time: lines by month, curves of newcomers, the matrix of groups, a small map for each month. Shapes and classes only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from drittort.core.numbers import Written
from drittort.network.map.picture import ABOUT_SIGN
from drittort.web.charts import Line, Plot, plot, ticks

MARKS = 4
CELL, EDGE = 36, 30
STEP_SIGNS = ("", "≤2", "≤5", "≤10", "≤20", ">20")


@dataclass(frozen=True, slots=True)
class Picture:
    """The box and the inside of an SVG, and how wide and high it is in pixels."""

    box: str
    shapes: SafeString
    wide: int = 0
    tall: int = 0


EMPTY_GROUP = ' display="none"'
"""The name of a group in which nobody is drawn in a month."""


def by_month(
    lines: Sequence[tuple[str, Sequence[tuple[date, float]], Sequence[tuple[date, float, float]]]], written: Written
) -> Plot | None:
    """Lines over months: each with its name, its points and perhaps a band. None without a second month."""
    months = sorted({month for _name, points, _band in lines for month, _value in points})
    if len(months) < 2:
        return None
    at = {month: float(12 * month.year + month.month) for month in months}
    values = [value for _name, points, _band in lines for _month, value in points]
    values += [value for _name, _points, band in lines for _month, *both in band for value in both]
    up = ticks(min(values), max(values))
    last = len(months) - 1
    shown = sorted({round(k * last / (min(MARKS, len(months)) - 1)) for k in range(min(MARKS, len(months)))})
    return plot(
        [
            Line(name, [(at[m], v) for m, v in points], [(at[m], low, high) for m, low, high in band if m in at])
            for name, points, band in lines
        ],
        [(at[months[k]], date_format(months[k], "M y")) for k in shown],
        [(value, written(value)) for value in up],
    )


def curves(lines: Sequence[tuple[str, Sequence[Sequence[float]]]], written: Written, weeks: Callable[[int], str]) -> Plot:
    """Who still waits, week by week: each line with its name and (share, low, high) after 0, 1, ... weeks. `weeks` writes a number of weeks."""
    longest = max(len(points) for _name, points in lines) - 1
    every = 1 if longest <= 4 else 4 if longest <= 18 else 8
    across = [(float(k), weeks(k)) for k in range(0, longest, every) if longest - k >= every / 2]
    return plot(
        [
            Line(
                name,
                [(float(k), share) for k, (share, _low, _high) in enumerate(points)],
                [(float(k), low, high) for k, (_share, low, high) in enumerate(points)],
                steps=True,
            )
            for name, points in lines
        ],
        [*across, (float(max(longest, 1)), weeks(longest))],
        [(value, written(value)) for value in ticks(0, 1)],
    )


def matrix(count: int, bands: Sequence[Sequence[int]]) -> Picture:
    """Groups against groups, each with its number; a field tells how many ties at most, by its tone and in figures. The diagonal holds those inside."""
    size = EDGE + count * CELL
    parts = []
    for k in range(count):
        middle = EDGE + k * CELL + CELL / 2
        parts.append(f'<text class="ties-number" x="{middle:g}" y="{EDGE - 9}" text-anchor="middle">{k + 1}</text>')
        parts.append(f'<text class="ties-number" x="{EDGE - 8}" y="{middle + 4.5:g}" text-anchor="end">{k + 1}</text>')
    told = {(a, b): step for a, b, step in bands}
    # Most fields of a large house are empty: they are one shape, for thousands would weigh more than the rest of the page.
    empty = "".join(
        f"M{EDGE + column * CELL + 1} {EDGE + row * CELL + 1}h{CELL - 2}v{CELL - 2}h{2 - CELL}z"
        for row in range(count)
        for column in range(count)
        if row != column and (min(row, column), max(row, column)) not in told
    )
    if empty:
        parts.append(f'<path class="ties-field tone-0" d="{empty}"/>')
    for row in range(count):
        for column in range(count):
            step = told.get((min(row, column), max(row, column)), 0)
            if not step and row != column:
                continue
            x, y = EDGE + column * CELL, EDGE + row * CELL
            parts.append(
                f'<rect class="ties-field tone-{step}{" is-inside" if row == column else ""}" x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="3"/>'
            )
            if step:
                parts.append(
                    f'<text class="ties-words tone-{step}" x="{x + CELL / 2:g}" y="{y + CELL / 2 + 4.5:g}" text-anchor="middle">{STEP_SIGNS[step]}</text>'
                )
    return Picture(f"0 0 {size} {size}", SafeString("".join(parts)), size, size)


def month_map(
    places: dict[str, Any], people: Sequence[int], radii: Sequence[float], steps: Sequence[int], labels: Sequence[Sequence[str]] = ()
) -> Picture:
    """One month of the map: people and radius of each group (0 where it is none), the step of each band; with `labels` the lines of each group's name."""
    parts = ['<g class="month-bands">']
    for (_a, _b, path), step in zip(places["bands"], steps, strict=True):
        parts.append(f'<path class="month-band tone-{step}" d="{path}"/>' if step or labels else "")
    parts.append('</g><g class="month-groups">')
    for (_kind, _key, x, y, _most), radius in zip(places["groups"], radii, strict=True):
        parts.append(f'<circle class="month-group" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>' if radius or labels else "")
    parts.append("</g>")
    if labels:
        parts.append('<g class="map-labels">')
        for (_kind, _key, x, y, most), lines, count in zip(places["groups"], labels, people, strict=True):
            top = y + most + 18
            words = "".join(f'<tspan x="{x:g}" y="{top + 21 * k:g}">{conditional_escape(line)}</tspan>' for k, line in enumerate(lines))
            parts.append(
                f"<text{'' if count else EMPTY_GROUP}>{words}"
                f'<tspan class="map-size" x="{x:g}" y="{top + 21 * len(lines):g}">{f"{ABOUT_SIGN}{count}" if count else ""}</tspan></text>'
            )
        parts.append("</g>")
    return Picture(f"0 0 {places['width']:g} {places['height']:g}", SafeString("".join(parts)))
