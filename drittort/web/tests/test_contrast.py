"""Every pair of colours that is used together, computed from the token file by WCAG 2.2, by day and by evening."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)\), oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)\);")
GROUNDS = ("paper", "paper-raised")
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ground in (*GROUNDS, "paper-sunken", "chip") for ink in ("ink", "ink-soft")],
    *[(ink, ground, TEXT) for ground in GROUNDS for ink in ("door", "door-deep", "brick", "lamp-ink", "slate", "plum")],
    *[(voice, f"{voice}-soft", TEXT) for voice in ("door", "brick", "slate", "plum")],
    *[("ink", f"{voice}-soft", TEXT) for voice in ("door", "lamp", "brick", "slate", "plum")],
    ("door-deep", "door-soft", TEXT),
    ("lamp-ink", "lamp-soft", TEXT),
    ("on-door", "door-fill", TEXT),
    ("on-door", "door-fill-deep", TEXT),
    *[(shape, ground, SHAPE) for ground in GROUNDS for shape in ("edge", "focus", "door")],
    ("focus", "door-soft", SHAPE),
    ("lamp", "door-fill", SHAPE),
]


def linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """OKLCH to linear sRGB (Ottosson 2020), unclipped."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def luminance(colour: tuple[float, float, float]) -> float:
    red, green, blue = (min(max(part, 0.0), 1.0) for part in linear(*colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, dict[str, tuple[float, float, float]]]:
    found: dict[str, dict[str, tuple[float, float, float]]] = {"light": {}, "dark": {}}
    for name, *numbers in COLOUR.findall(TOKENS.read_text()):
        values = [float(n) for n in numbers]
        found["light"][name] = (values[0], values[1], values[2])
        found["dark"][name] = (values[3], values[4], values[5])
    return found


def test_the_computation_knows_black_white_and_a_published_colour() -> None:
    assert contrast((1, 0, 0), (0, 0, 0)) == pytest.approx(21, abs=0.01)
    # sRGB #767676 on white is the textbook 4.54:1; its OKLCH lightness is the cube root of its luminance, 0.5659.
    assert contrast((0.5659, 0, 0), (1, 0, 0)) == pytest.approx(4.54, abs=0.03)


def test_every_token_in_the_pairs_exists_and_none_was_misread() -> None:
    names = set(tokens()["light"])
    assert {name for first, second, _ in PAIRS for name in (first, second)} <= names
    written = {
        line.split(":")[0].strip()[2:]
        for line in TOKENS.read_text().splitlines()
        if "oklch(" in line and "/ 0" not in line and "--name" not in line
    }
    assert written == names


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("first", "second", "least"), PAIRS)
def test_pairs_are_readable(theme: str, first: str, second: str, least: float) -> None:
    colours = tokens()[theme]
    assert contrast(colours[first], colours[second]) >= least


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_lie_inside_srgb(theme: str) -> None:
    outside = {name for name, colour in tokens()[theme].items() if any(not -0.002 <= part <= 1.002 for part in linear(*colour))}
    assert outside == set()
