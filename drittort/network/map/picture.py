"""The map as SVG. Shapes and classes only: colours come from the style sheet, words from the page beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Units of the picture: at its usual width one unit is a little under a pixel.
FONT = 17.0
LINE = 21.0
LETTER_WIDTH = 0.56
LONGEST_LINE = 18
ABOUT_SIGN = "≈\u202f"
"""Before the number of people of a group, which is told in fives."""

WIDTHS = {1: 1.5, 2: 3, 3: 6, 4: 10, 5: 15}
COLOURS = "abcdef"
EACH = 2
"""So many of its strongest bands are drawn for each group, and all that one of them counts as strongest: the skeleton, not the tangle."""
BENDS = (0.08, -0.08, 0.16, -0.16, 0.26, -0.26, 0.0)
"""How far a band may swing out, as a part of its length; the one that touches the fewest circles and labels is taken."""
DETOUR = 12.0
"""How many touched points a swing of a whole length is worth: a calm line may touch a corner. A straight line counts like a slight swing."""
STRAIGHT = 0.1
PROBES = 24

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """The inside of the SVG, its box, and how many bands only the list tells."""

    box: str
    left_out: int
    shapes: SafeString


def radius_of(people: int) -> float:
    """How large the circle of a group is."""
    return 8 + 6.2 * math.sqrt(people)


def seat(i: int, count: int, radius: float) -> Point:
    """Seat i of `count` in a circle, from its middle: a sunflower's spiral, which leaves everybody the same room."""
    r = (radius - 6) * math.sqrt((i + 0.5) / count) if count > 1 else 0.0
    angle = i * math.pi * (3 - math.sqrt(5))
    return r * math.cos(angle), r * math.sin(angle)


def colour(letter: str) -> str:
    """Class of a community: six colours, then none; the letter stands beside it always."""
    place = ord(letter) - ord("A") if letter else len(COLOURS)
    return f"map-{COLOURS[place]}" if place < len(COLOURS) else "map-none"


def strongest(bands: list[dict[str, Any]], groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bands that are drawn: the `EACH` strongest of every group, and the strongest bridge of every two communities; the nearer of equals.

    Drawn from the weakest to the strongest, so that what is strong lies on top.
    """

    def rank(k: int) -> tuple[float, ...]:
        one, other = groups[bands[k]["a"]], groups[bands[k]["b"]]
        return (-bands[k]["step"], math.hypot(one["x"] - other["x"], one["y"] - other["y"]), k)

    order = sorted(range(len(bands)), key=rank)
    count = [0] * len(groups)
    joined: set[tuple[str, ...]] = set()
    kept = []
    for k in order:
        ends = (bands[k]["a"], bands[k]["b"])
        letters = tuple(sorted(groups[end]["letter"] for end in ends))
        if any(count[end] < EACH for end in ends) or (bands[k]["bridge"] and letters not in joined):
            kept.append(k)
        for end in ends:
            count[end] += 1
        if bands[k]["bridge"]:
            joined.add(letters)
    return [bands[k] for k in reversed(kept)]


def draw(
    content: dict[str, Any],
    titles: list[str],
    people: list[list[Any]],
    names: dict[int, str],
    ties: list[list[int]],
    suggested_people: list[tuple[int, int]],
    suggested_groups: list[tuple[int, int]],
) -> Picture:
    """Draw bands first, then groups, ties, suggestions, people, and labels on top."""
    groups = content["groups"]
    at = {entry[0]: (entry[1], entry[2]) for entry in people}
    middle = [(g["x"], g["y"]) for g in groups]
    labels = [wrapped(title) for title in titles]
    boxes = [box_of(group, lines) for group, lines in zip(groups, labels, strict=True)]
    parts: list[str] = []
    bands = strongest(content["bands"], groups)
    # The worker has bent the bands around the labels of each language; a map that was stored before is bent now.
    lines_of_bands = content.get("lines", {}).get(get_language()) or bent(groups, bands, boxes)
    for bridge in (False, True):
        parts.append(f'<g class="map-band{" map-bridge" if bridge else ""}">')
        for band, line in zip(bands, lines_of_bands, strict=True):
            if band["bridge"] is bridge:
                step = band["step"]
                if bridge:
                    # A dark edge on both sides: a bridge is known by its form too.
                    parts.append(f'<path class="map-rim" d="{line}" stroke-width="{WIDTHS[step] + 4:g}"/>')
                parts.append(f'<path class="map-step-{step}" d="{line}" stroke-width="{WIDTHS[step]:g}"/>')
        parts.append("</g>")
    for group in groups:
        parts.append(f'<circle class="map-group {colour(group["letter"])}" cx="{group["x"]:g}" cy="{group["y"]:g}" r="{group["r"]:g}"/>')
    for crosses, kind in ((0, "map-tie"), (1, "map-tie map-tie-bridge")):
        path = "".join(_line(at[a], at[b]) for a, b, joins in ties if joins == crosses)
        if path:
            parts.append(f'<path class="{kind}" d="{path}"/>')
    parts.append('<g class="map-new">')
    new = [(at[a], at[b]) for a, b in suggested_people] + [(middle[a], middle[b]) for a, b in dict.fromkeys(suggested_groups)]
    parts += [f'<path d="{_curve(one, other, boxes)}"/>' for one, other in new]
    parts.append('</g><g class="map-people">')
    for pk, x, y, letter in people:
        name = escape(names[pk])
        parts.append(
            f'<g class="map-person {colour(letter)}"><title>{name}{f" · {letter}" if letter else ""}</title><circle cx="{x:g}" cy="{y:g}" r="5"/>'
            f'<text class="map-initials" x="{x:g}" y="{y + 1.5:g}">{escape(initials(names[pk]))}</text><text x="{x:g}" y="{y - 6:g}">{name}</text></g>'
        )
    parts.append(f'</g><g class="map-labels" font-size="{FONT:g}">')
    for group, lines in zip(groups, labels, strict=True):
        top = group["y"] + group["r"] + LINE - 3
        for k, line in enumerate(lines):
            parts.append(f'<text x="{group["x"]:g}" y="{top + k * LINE:g}">{escape(line)}</text>')
        letter = f"{group['letter']} \u00b7 " if group["letter"] else ""
        parts.append(
            f'<text class="map-size" x="{group["x"]:g}" y="{top + len(lines) * LINE:g}">{letter}{ABOUT_SIGN}{group["people"]}</text>'
        )
    parts.append("</g>")
    return Picture(f"0 0 {content['width']:g} {content['height']:g}", len(content["bands"]) - len(bands), mark_safe("".join(parts)))


def wrapped(name: str) -> list[str]:
    """A label in at most two lines; what is longer is cut with an ellipsis."""
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LONGEST_LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = lines[:2]
    if len(lines) > 2:
        kept[1] = f"{kept[1]} \u2026"
    return [line if len(line) <= LONGEST_LINE + 4 else f"{line[: LONGEST_LINE + 3].rstrip()}\u2026" for line in kept]


def initials(name: str) -> str:
    """First letters of the first and the last word of a name, without titles."""
    words = [word for word in name.split() if not word.endswith(".")] or name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def box_of(group: dict[str, Any], lines: list[str]) -> Box:
    """What circle and label of a group cover: left, top, right, bottom."""
    half = max(group["r"], max(map(len, lines), default=0) * FONT * LETTER_WIDTH / 2)
    return group["x"] - half, group["y"] - group["r"], group["x"] + half, group["y"] + group["r"] + (len(lines) + 1) * LINE


def _line(a: Point, b: Point) -> str:
    return f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}"


def bent(groups: list[dict[str, Any]], bands: list[dict[str, Any]], boxes: list[Box]) -> list[str]:
    """A path for each drawn band. It ends in its own two circles, but goes around their labels as well."""
    middle = [(g["x"], g["y"]) for g in groups]
    words = [(left, group["y"] + group["r"], right, bottom) for (left, _, right, bottom), group in zip(boxes, groups, strict=True)]
    found = []
    for band in bands:
        a, b = band["a"], band["b"]
        found.append(_curve(middle[a], middle[b], [words[k] if k in (a, b) else box for k, box in enumerate(boxes)]))
    return found


def lines_for(content: dict[str, Any], titles: list[str]) -> list[str]:
    """The paths of the drawn bands around labels in one language; the worker's part of the picture."""
    boxes = [box_of(group, wrapped(title)) for group, title in zip(content["groups"], titles, strict=True)]
    return bent(content["groups"], strongest(content["bands"], content["groups"]), boxes)


def _curve(a: Point, b: Point, boxes: list[Box]) -> str:
    """A quadratic curve from a to b that goes around what it can of the boxes."""
    # Only who looks at a map needs arrays; every process of pages loads this module.
    import numpy as np

    left, top, right, bottom = np.array(boxes, dtype=np.float64).reshape(-1, 4).T
    turns = [_turn(a, b, bend) for bend in BENDS]
    way = np.array([_along(a, turn, b) for turn in turns])
    x, y = way[:, :, :1], way[:, :, 1:]
    hits = ((left <= x) & (x <= right) & (top <= y) & (y <= bottom)).sum(axis=(1, 2))
    cost = [hit + DETOUR * (abs(bend) or STRAIGHT) for hit, bend in zip(hits.tolist(), BENDS, strict=True)]
    over, up = turns[cost.index(min(cost))]
    return f"M{a[0]:g} {a[1]:g}Q{over:.1f} {up:.1f} {b[0]:g} {b[1]:g}"


def _turn(a: Point, b: Point, bend: float) -> Point:
    return (a[0] + b[0]) / 2 - 2 * bend * (b[1] - a[1]), (a[1] + b[1]) / 2 + 2 * bend * (b[0] - a[0])


def _along(a: Point, turn: Point, b: Point) -> list[Point]:
    found = []
    for k in range(1, PROBES):
        t = k / PROBES
        p, q, r = (1 - t) ** 2, 2 * t * (1 - t), t**2
        found.append((p * a[0] + q * turn[0] + r * b[0], p * a[1] + q * turn[1] + r * b[1]))
    return found
