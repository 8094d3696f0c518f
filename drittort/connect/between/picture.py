"""The missing ties of a house as a matrix. Shapes and classes only: colours come from the style sheet, names from the list beside it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CELL, EDGE = 14, 22
MOST = 60
STEPS = 3

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One company of the picture: its number there, its name, and whom it should know, begun with or knows, by numbers."""

    number: int
    id: int
    name: str
    missing: tuple[str, ...]
    begun: tuple[str, ...]
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The inside of the SVG, its box, the same in words, and how many companies it leaves out."""

    box: str
    shapes: SafeString
    rows: tuple[Row, ...]
    left_out: int


def draw(names: Mapping[int, str], missing: Mapping[Pair, float], begun: Collection[Pair], known: Collection[Pair]) -> Picture | None:
    """Draw the companies that have anything here, those with the most first; None where there are none.

    Pairs are ids, the smaller first; `missing` holds values. A square stands for a missing tie, the darker the better; a dot for an introduction; a ring for
    two who know each other.
    """
    marks: dict[int, int] = {}
    for pair in {*missing, *begun, *known}:
        for firm in pair:
            if firm in names:
                marks[firm] = marks.get(firm, 0) + 1
    order = sorted(marks, key=lambda firm: (-marks[firm], names[firm].casefold(), firm))
    if not order:
        return None
    shown, left = order[:MOST], len(order[MOST:])
    place = {firm: k for k, firm in enumerate(shown)}
    top = max(missing.values(), default=1.0) or 1.0
    size = EDGE + CELL * len(shown)
    shapes = [
        format_html('<path class="matrix-grid" d="{}"/>', grid(len(shown))),
        format_html_join("", '<text x="{}" y="{}">{}</text><text class="matrix-top" x="{}" y="{}">{}</text>', (
            (EDGE - 4, middle(k) + 3, k + 1, middle(k), EDGE - 6, k + 1) for k in range(len(shown)))),
    ]  # fmt: skip
    for pairs, form in ((missing, "missing"), (begun, "begun"), (known, "known")):
        for pair in sorted(pairs):
            if pair[0] not in place or pair[1] not in place:
                continue
            step = 1 + min(STEPS - 1, int(STEPS * missing[pair] / top)) if form == "missing" else 0
            for a, b in (pair, pair[::-1]):
                shapes.append(mark(form, step, place[a], place[b]))
    rows = tuple(
        Row(k + 1, firm, names[firm], *(told(firm, pairs, names) for pairs in (missing, begun, known))) for k, firm in enumerate(shown)
    )
    return Picture(f"0 0 {size} {size}", format_html_join("", "{}", ((shape,) for shape in shapes)), rows, left)


def told(firm: int, pairs: Collection[Pair], names: Mapping[int, str]) -> tuple[str, ...]:
    """The other companies of some pairs, by name."""
    others = (pair[1] if pair[0] == firm else pair[0] for pair in pairs if firm in pair)
    return tuple(sorted((names[other] for other in others if other in names), key=str.casefold))


def middle(k: int) -> int:
    """Where the middle of a row or column lies."""
    return EDGE + CELL * k + CELL // 2


def grid(count: int) -> str:
    """The lines between the cells."""
    end = EDGE + CELL * count
    return "".join(f"M{EDGE} {EDGE + CELL * k}H{end}M{EDGE + CELL * k} {EDGE}V{end}" for k in range(count + 1))


def mark(form: str, step: int, row: int, column: int) -> SafeString:
    """One cell."""
    x, y = middle(column), middle(row)
    if form == "missing":
        half = CELL // 2 - 1
        return format_html(
            '<rect class="matrix-missing matrix-{}" x="{}" y="{}" width="{}" height="{}"/>', step, x - half, y - half, 2 * half, 2 * half
        )
    return format_html('<circle class="matrix-{}" cx="{}" cy="{}" r="{}"/>', form, x, y, 3 if form == "begun" else 4)
