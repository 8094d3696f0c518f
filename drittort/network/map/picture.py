"""The map as SVG. Shapes and classes only: colours come from the style sheet, words from the page beside it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from drittort.network.map.layout import FONT, LINE, wrapped

WIDTHS = {1: 2, 2: 5, 3: 9, 4: 14, 5: 20}
COLOURS = "abcdef"
MOST_BANDS = 60
"""Above this many bands those of one or two ties are left to the list: they would cover everything else."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The inside of the SVG and its box."""

    box: str
    only_wide: bool
    shapes: SafeString


def colour(letter: str) -> str:
    """Class of a community: six colours, then none; the letter stands beside it always."""
    place = ord(letter) - ord("A") if letter else len(COLOURS)
    return f"map-{COLOURS[place]}" if place < len(COLOURS) else "map-none"


def draw(
    content: dict[str, Any],
    titles: list[str],
    people: list[list[Any]],
    names: dict[int, str],
    ties: list[list[int]],
    suggested_people: list[tuple[int, int]],
    suggested_groups: list[tuple[int, int]],
) -> Picture:
    """Draw bands first, then groups, ties, people, suggestions, and labels on top."""
    groups = content["groups"]
    at = {entry[0]: (entry[1], entry[2]) for entry in people}
    middle = [(g["x"], g["y"]) for g in groups]
    parts: list[str] = []
    only_wide = len(content["bands"]) > MOST_BANDS
    bands = [band for band in content["bands"] if band["step"] > 1 or not only_wide]
    for bridge in (False, True):
        parts.append(f'<g class="map-band{" map-bridge" if bridge else ""}">')
        for band in bands:
            if band["bridge"] is bridge:
                line = _line(middle[band["a"]], middle[band["b"]])
                parts.append(f'<path d="{line}" stroke-width="{WIDTHS[band["step"]]}"/>')
                if bridge:
                    # A light core: a bridge is known by its form too.
                    parts.append(f'<path class="map-core" d="{line}" stroke-width="{max(1, WIDTHS[band["step"]] / 3):g}"/>')
        parts.append("</g>")
    for group in groups:
        parts.append(f'<circle class="map-group {colour(group["letter"])}" cx="{group["x"]:g}" cy="{group["y"]:g}" r="{group["r"]:g}"/>')
    for crosses, kind in ((0, "map-tie"), (1, "map-tie map-tie-bridge")):
        path = "".join(_line(at[a], at[b]) for a, b, joins in ties if joins == crosses)
        if path:
            parts.append(f'<path class="{kind}" d="{path}"/>')
    parts.append('<g class="map-people">')
    for pk, x, y, letter in people:
        name = escape(names[pk])
        parts.append(
            f'<g class="map-person {colour(letter)}"><title>{name}{f" · {letter}" if letter else ""}</title><circle cx="{x:g}" cy="{y:g}" r="5"/><text x="{x:g}" y="{y - 6:g}">{name}</text></g>'
        )
    parts.append('</g><g class="map-new">')
    parts += [f'<path d="{_line(at[a], at[b])}"/>' for a, b in suggested_people]
    parts += [f'<path d="{_line(middle[a], middle[b])}"/>' for a, b in dict.fromkeys(suggested_groups)]
    parts.append(f'</g><g class="map-labels" font-size="{FONT:g}">')
    for group, title in zip(groups, titles, strict=True):
        top = group["y"] + group["r"] + LINE - 3
        lines = wrapped(title)
        for k, line in enumerate(lines):
            parts.append(f'<text x="{group["x"]:g}" y="{top + k * LINE:g}">{escape(line)}</text>')
        letter = f"{group['letter']} \u00b7 " if group["letter"] else ""
        parts.append(f'<text class="map-size" x="{group["x"]:g}" y="{top + len(lines) * LINE:g}">{letter}{group["people"]}</text>')
    parts.append("</g>")
    return Picture(f"0 0 {content['width']:g} {content['height']:g}", only_wide, mark_safe("".join(parts)))


def _line(a: tuple[float, float], b: tuple[float, float]) -> str:
    return f"M{a[0]:g} {a[1]:g}L{b[0]:g} {b[1]:g}"
