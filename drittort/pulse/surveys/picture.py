"""Means on a scale from 1 to 5 with their intervals, a lane each: shapes, classes and labels only. What it says stands in the table below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from drittort.engine.scale import HIGH, LOW

WIDE, LEFT, RIGHT = 400, 12, 388
TOP, LANE, WORDS = 26, 50, 18


@dataclass(frozen=True, slots=True)
class Lane:
    """One mean with its interval, and perhaps an earlier one to compare with."""

    label: str
    value: str
    mean: float
    low: float
    high: float
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The box and the inside of the SVG."""

    box: str
    shapes: SafeString


def place(value: float) -> float:
    """Where a value lies across the picture."""
    return round(LEFT + (value - LOW) / (HIGH - LOW) * (RIGHT - LEFT), 1)


def lanes(rows: Sequence[Lane]) -> Picture | None:
    """The picture of some means; None without any. An earlier mean is an open ring, the present one a full dot: shape tells them apart, not colour."""
    if not rows:
        return None
    tall = TOP + LANE * len(rows)
    parts = [
        f'<path class="scale-line" d="M{place(step)} {TOP - 8}V{tall}"/><text class="scale-step" x="{place(step)}" y="12" text-anchor="middle">{step}</text>'
        for step in range(LOW, HIGH + 1)
    ]
    for k, row in enumerate(rows):
        y = TOP + LANE * k
        line = y + WORDS + 13
        parts.append(f'<text class="scale-name" x="{LEFT - 8}" y="{y + WORDS - 2}">{conditional_escape(row.label)}</text>')
        parts.append(
            f'<text class="scale-value" x="{RIGHT + 8}" y="{y + WORDS - 2}" text-anchor="end">{conditional_escape(row.value)}</text>'
        )
        parts.append(
            f'<path class="scale-lane" d="M{LEFT} {line}H{RIGHT}"/><path class="scale-interval" d="M{place(row.low)} {line}H{place(row.high)}"/>'
        )
        if row.before is not None:
            parts.append(f'<circle class="scale-before" cx="{place(row.before)}" cy="{line}" r="6"/>')
        parts.append(f'<circle class="scale-dot" cx="{place(row.mean)}" cy="{line}" r="6"/>')
    return Picture(f"0 0 {WIDE} {tall}", SafeString("".join(parts)))
