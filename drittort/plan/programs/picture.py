"""The calendar of programs as a picture: a row for each program, a column for each week. Shapes, classes and labels only.

What a program is says its name; how many mails a week brings says a number in its box; meetings are dots; what rests is empty; too much has a thick edge and a sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drittort.core.numbers import tenth, whole

if TYPE_CHECKING:
    from drittort.plan.programs.calendar import Cell, Row, Week

COLUMN, LINE, BAR = 46, 62, 24
HEAD, LEFT, GAP = 30, 8, 3
MOST_DOTS = 5
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Picture:
    """The box and the inside of the SVG, and how wide it is."""

    box: str
    wide: int
    shapes: SafeString


def drawn(rows: Sequence[Row], weeks: Sequence[Week]) -> Picture | None:
    """The picture; None where no program runs in these weeks."""
    if not rows:
        return None
    wide, bottom = LEFT * 2 + COLUMN * len(weeks), HEAD + LINE * len(rows)
    high = bottom + 3 * 40 + 10
    parts = [heads(weeks, high)]
    for k, row in enumerate(rows):
        parts.append(program(row, HEAD + LINE * k))
    for k, (label, values) in enumerate(sums(weeks)):
        y = bottom + 8 + 40 * k
        parts.append(f'<text class="load-name load-sum" x="{LEFT}" y="{y + 13}">{conditional_escape(label)}</text>')
        for j, (text, over) in enumerate(values):
            x = LEFT + COLUMN * j + COLUMN / 2
            mark = (
                f'<rect class="load-edge" x="{LEFT + COLUMN * j + 3}" y="{y + 17}" width="{COLUMN - 6}" height="20" rx="4"/>'
                if over
                else ""
            )
            parts.append(
                f'{mark}<text class="load-number{" load-over" if over else ""}" x="{x:g}" y="{y + 32}">{text}{"!" if over else ""}</text>'
            )
    return Picture(f"0 0 {wide} {high}", wide, SafeString("".join(parts)))


def heads(weeks: Sequence[Week], high: int) -> str:
    """The names of the weeks, and a light behind this one."""
    found = []
    for k, week in enumerate(weeks):
        x = LEFT + COLUMN * k
        if week.now:
            found.append(f'<rect class="load-now" x="{x}" y="2" width="{COLUMN}" height="{high - 4}" rx="6"/>')
        found.append(f'<text class="load-week" x="{x + COLUMN / 2:g}" y="18">{conditional_escape(week.label)}</text>')
    return "".join(found)


def program(row: Row, y: int) -> str:
    """One program: its name above the boxes of its weeks."""
    name = row.line.name if len(row.line.name) <= LONGEST else row.line.name[: LONGEST - 1] + "…"
    found = [
        f'<text class="load-name" x="{LEFT}" y="{y + 19}">{conditional_escape(name)} <tspan class="load-kind">{conditional_escape(row.line.kind_label)}</tspan></text>'
    ]
    for k, one in enumerate(row.cells):
        if one.runs:
            found.append(box(one, row.line.kind, LEFT + COLUMN * k, y + LINE - BAR - 12))
    return "".join(found)


def box(one: Cell, kind: str, x: int, y: int) -> str:
    """One week of a program."""
    if one.rests:
        return f'<rect class="load-rest" x="{x + GAP}" y="{y}" width="{COLUMN - 2 * GAP}" height="{BAR}" rx="4"/>'
    classes = f"load-{kind}{'' if one.counted else ' load-planned'}{' load-edge' if one.over else ''}"
    text = "" if one.mails == 0 else ("·" if one.mails is None else shortest(one.mails))
    dots = "".join(
        f'<circle class="load-dot" cx="{x + COLUMN / 2 + (j - (min(one.meetings, MOST_DOTS) - 1) / 2) * 6:g}" cy="{y + BAR + 5}" r="2"/>'
        for j in range(min(one.meetings, MOST_DOTS))
    )
    return (
        f'<rect class="{classes}" x="{x + GAP}" y="{y}" width="{COLUMN - 2 * GAP}" height="{BAR}" rx="4"/>'
        f'<text class="load-number{" load-over" if one.over else ""}" x="{x + COLUMN / 2:g}" y="{y + 17}">{text}{"!" if one.over else ""}</text>{dots}'
    )


def sums(weeks: Sequence[Week]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """The rows below the programs: label, and text and whether it is too much for each week."""
    return [
        (_("Mails to one member, at most"), [("·" if week.mails is None else shortest(week.mails), week.over) for week in weeks]),
        (_("Meetings"), [(whole(week.meetings) if week.meetings else "", False) for week in weeks]),
        (_("Hours of the team"), [(whole(week.hours) if round(week.hours) else "", False) for week in weeks]),
    ]


def shortest(value: float) -> str:
    """A number with no more digits than it needs."""
    return whole(value) if round(value, 1) == round(value) else tenth(value)
