"""What was foretold beside what came, as a picture: foretold to the right, what came upwards, the line where both are equal. Shapes and classes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.safestring import SafeString

SIDE, LEFT, BELOW, TOP = 260.0, 34.0, 30.0, 10.0
STEPS = 4
DOT = 4.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The box and the inside of the SVG."""

    box: str
    shapes: SafeString


def top_of(most: float) -> int:
    """Where the axes end: the next round number."""
    for step in (4, 8, 12, 20, 40, 60, 80, 120, 200, 400):
        if most <= step:
            return step
    return ceil(most / 400) * 400


def foretold(events: Sequence[tuple[float, float, float, float]]) -> Picture:
    """The picture of some events, each as (median, low, high, what came): a full dot where what came lies in the range, an open square where it does not."""
    top = top_of(max((max(median, came) for median, _low, _high, came in events), default=1.0))

    def at(value: float) -> float:
        return min(value, top) / top * SIDE

    right, floor = LEFT + SIDE, TOP + SIDE
    parts = [f'<path class="dots-equal" d="M{LEFT:g} {floor:g}L{right:g} {TOP:g}"/>']
    for step in range(STEPS + 1):
        value, x, y = top * step // STEPS, LEFT + SIDE * step / STEPS, floor - SIDE * step / STEPS
        parts.append(f'<path class="dots-grid" d="M{LEFT:g} {y:g}H{right:g}"/>')
        parts.append(f'<text class="dots-number" x="{LEFT - 6:g}" y="{y + 4:g}" text-anchor="end">{value}</text>')
        parts.append(f'<text class="dots-number" x="{x:g}" y="{floor + 18:g}" text-anchor="middle">{value}</text>')
    for median, low, high, came in events:
        x, y = LEFT + at(median), floor - at(came)
        if round(low) <= came <= round(high):
            parts.append(f'<circle class="dots-inside" cx="{x:.1f}" cy="{y:.1f}" r="{DOT:g}"/>')
        else:
            parts.append(f'<rect class="dots-outside" x="{x - DOT:.1f}" y="{y - DOT:.1f}" width="{2 * DOT:g}" height="{2 * DOT:g}"/>')
    return Picture(f"0 0 {right + 10:g} {floor + BELOW:g}", SafeString("".join(parts)))
