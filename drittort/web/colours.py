"""The accent of a house: one hue, from which a function makes every colour that the pages use of it, all of them readable.

A house chooses a hue, not colours: lightness and strength come from the green door of the design system and are mended until each pair that is
used together has the contrast of WCAG 2.2 AA, by day and by evening, inside sRGB. So there is no choice that makes a page unreadable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

Colour = tuple[float, float, float]
"""OKLCH: lightness 0..1, chroma, hue in degrees."""

HUES = range(360)
TEXT, SHAPE = 4.5, 3.0
GREYISH = 0.03
STEP = 0.005
BASE = 163
# The tokens of the green door by day and by evening, and the grounds and marks that they meet; a test holds them to tokens.css.
DOOR: dict[str, tuple[Colour, Colour]] = {
    "door": ((0.385, 0.066, 163), (0.79, 0.085, 158)),
    "door-deep": ((0.315, 0.056, 163), (0.86, 0.075, 158)),
    "door-soft": ((0.925, 0.03, 158), (0.315, 0.035, 163)),
    "door-fill": ((0.385, 0.066, 163), (0.515, 0.082, 162)),
    "door-fill-deep": ((0.315, 0.056, 163), (0.46, 0.076, 162)),
}
MET: dict[str, tuple[Colour, Colour]] = {
    "paper": ((0.972, 0.011, 92), (0.212, 0.012, 70)),
    "paper-raised": ((0.992, 0.005, 95), (0.247, 0.013, 70)),
    "ink": ((0.255, 0.022, 155), (0.925, 0.014, 90)),
    "on-door": ((0.985, 0.01, 95), (0.99, 0.008, 95)),
    "lamp": ((0.79, 0.14, 78), (0.82, 0.13, 80)),
    "focus": ((0.5, 0.12, 250), (0.85, 0.12, 85)),
}
# What else pictures are drawn with, by day; the same test holds it to tokens.css.
PICTURED: dict[str, Colour] = {
    "line": (0.87, 0.021, 88),
    "ink-soft": (0.44, 0.022, 130),
    "lamp-ink": (0.44, 0.085, 70),
    "brick": (0.485, 0.13, 33),
    "slate": (0.45, 0.062, 240),
    "plum": (0.43, 0.075, 340),
}
VOICES = ("door", "brick", "slate", "plum", "lamp-ink", "ink-soft")
"""The lines of a plot in their order, as in chart.css."""
TONES = (0.0, 0.12, 0.24, 0.4, 0.74, 1.0)
"""How much of the door is in a field of few, some, many ties, as in capital.css."""
# What each colour must stand out from, and how much. Each is mended against those before it.
DEMANDS: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = (
    ("door-soft", (("ink", TEXT), ("focus", SHAPE))),
    ("door", (("paper", TEXT), ("paper-raised", TEXT), ("door-soft", TEXT))),
    ("door-deep", (("paper", TEXT), ("paper-raised", TEXT), ("door-soft", TEXT))),
    ("door-fill", (("on-door", TEXT), ("lamp", SHAPE))),
    ("door-fill-deep", (("on-door", TEXT), ("lamp", SHAPE))),
)


@dataclass(frozen=True, slots=True)
class Accent:
    """The colours of one hue, by token name: by day and by evening."""

    hue: int
    light: dict[str, Colour]
    dark: dict[str, Colour]

    @property
    def css(self) -> str:
        """The tokens as a stylesheet; outside of all layers, so it wins over the house's own."""
        lines = (f"  --{name}: light-dark({written(self.light[name])}, {written(self.dark[name])});\n" for name in DOOR)
        return f":root {{\n{''.join(lines)}}}\n"


def written(colour: Colour) -> str:
    """A colour as CSS has it."""
    return f"oklch({colour[0]:.3f} {colour[1]:.3f} {colour[2]:g})"


def by_day(name: str) -> str:
    """A token by day as a plain colour, for pictures that leave the pages: a file on paper knows no style sheet."""
    known = {**{token: light for token, (light, _dark) in {**DOOR, **MET}.items()}, **PICTURED}
    return to_hex(known[name])


def tone(share: float) -> str:
    """So much of the door in raised paper, mixed as the style sheet does (in OKLab)."""
    (one, other), mixed = (DOOR["door"][0], MET["paper-raised"][0]), []
    for colour in (one, other):
        lightness, chroma, hue = colour
        mixed.append((lightness, chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))))
    lightness, a, b = (share * x + (1 - share) * y for x, y in zip(*mixed, strict=True))
    return to_hex((lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360))


def linear(colour: Colour) -> Colour:
    """OKLCH to linear sRGB (Ottosson 2020), unclipped."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def from_hex(text: str) -> Colour:
    """`#rrggbb` as OKLCH. Raises ValueError."""
    if len(text) != 7 or text[0] != "#":
        raise ValueError(text)
    parts = [int(text[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def to_hex(colour: Colour) -> str:
    """OKLCH as `#rrggbb`, clipped to sRGB."""
    parts = (min(max(part, 0.0), 1.0) for part in linear(colour))
    curved = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in parts)
    return "#" + "".join(f"{round(255 * part):02x}" for part in curved)


def contrast(first: Colour, second: Colour) -> float:
    """Contrast of two colours by WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance by WCAG 2.2."""
    red, green, blue = (min(max(part, 0.0), 1.0) for part in linear(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def inside(colour: Colour) -> Colour:
    """The same lightness and hue with as much chroma as sRGB holds."""
    lightness, chroma, hue = colour
    while chroma > 0 and any(not 0 <= part <= 1 for part in linear((lightness, chroma, hue))):
        chroma = round(chroma - 0.001, 4)
    return lightness, max(chroma, 0.0), hue


def mended(colour: Colour, others: list[tuple[Colour, float]]) -> Colour:
    """The nearest lightness, away from what it meets, at which every contrast holds. Raises ValueError where none does."""
    mine = luminance(colour)
    way = -STEP if all(mine < luminance(other) for other, _least in others) else STEP
    colour = inside(colour)
    while any(contrast(colour, other) < least for other, least in others):
        lightness = round(colour[0] + way, 4)
        if not 0 < lightness < 1:
            raise ValueError(f"no readable lightness for {colour}")
        colour = inside((lightness, colour[1], colour[2]))
    return colour


@lru_cache(maxsize=360)
def accent(hue: int) -> Accent:
    """The colours of a hue in whole degrees (0 to 359), each pair readable. Raises ValueError for anything else."""
    if hue not in HUES:
        raise ValueError(hue)
    themes: list[dict[str, Colour]] = []
    for theme in (0, 1):
        made: dict[str, Colour] = {name: pair[theme] for name, pair in MET.items()}
        for name, demands in DEMANDS:
            lightness, chroma, own = DOOR[name][theme]
            made[name] = mended((lightness, chroma, (hue + own - BASE) % 360), [(made[other], least) for other, least in demands])
        themes.append({name: made[name] for name in DOOR})
    return Accent(hue, themes[0], themes[1])


@dataclass(frozen=True, slots=True)
class Taken:
    """A free colour as the house takes it: its hue, and whether it had to be made darker to be read on paper."""

    hue: int
    darker: bool


def take(text: str) -> Taken:
    """The hue of a free colour, `#rrggbb`. Raises ValueError for what is no colour, and for greys, which have no hue."""
    colour = from_hex(text)
    if colour[1] < GREYISH:
        raise ValueError("grey")
    hue = round(colour[2]) % 360
    return Taken(hue, contrast(colour, MET["paper"][0]) < TEXT)
