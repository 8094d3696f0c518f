"""Small pictures drawn by the server: a trend line and bars. Shapes only; colours come from the style sheet."""

from __future__ import annotations

from collections.abc import Sequence

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
