"""Drawn portraits and marks, the same for the same seed on every machine.

A house without photographs still needs faces: people recognise a face faster than initials, and a drawing is honest about
not being a photo. A portrait is composed from independent parts (skin, hair or covering, beard, glasses, clothes, age), each
picked by its own piece of a hash, so that no part implies another. The few exceptions are matters of respect, not of
statistics, and stand in `_beard`. No name, gender or other attribute is ever looked at: only the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal, TypeVar
from xml.sax.saxutils import escape

T = TypeVar("T")

# Skin and its shade (neck, ear, nose), light to deep, evenly stepped so that no end of the scale is the exception.
SKINS: Final = (
    ("#f6d9c4", "#e8bda2"),
    ("#f0cbb0", "#dfae8e"),
    ("#e8bd97", "#d39f75"),
    ("#dba97f", "#c48c60"),
    ("#c98f63", "#ae744a"),
    ("#b0764c", "#955e38"),
    ("#945e3b", "#7a4a2c"),
    ("#774930", "#5f3822"),
    ("#5d3926", "#48291a"),
)
HAIRS: Final = ("#201a19", "#2d211c", "#43291d", "#5e3a22", "#7d5230", "#a7743f", "#cfa667", "#8f3f25", "#b4602f")
GREYS: Final = ("#8d8a86", "#b4b1ab", "#dcd8d0")
CLOTHES: Final = ("#2f5d50", "#8a3f33", "#31506e", "#c38a2e", "#5c4a63", "#39403d", "#ece4d4", "#7d8b5a", "#b5654a", "#4f7787")
GROUNDS: Final = ("#e9d8a6", "#cfdcc6", "#e6c9b4", "#c5d5da", "#dcd0dc", "#ddd3bd", "#b9cdbf", "#eac79a")
INK: Final = "#2a1f1b"
DEEP_INK: Final = "#150c09"

_MIDDLE_PART = "M23 46C22 30 30 20 40 19.5C50 20 58 30 57 46C54 38 46 33 40 24C34 33 26 38 23 46Z"
_SMOOTH = "M23.5 42C22 26 29 17.5 40 17.5S58 26 56.5 42C55 34 49 27.5 40 26.5C31 27.5 25 34 23.5 42Z"
_FRINGE = "M23 42C22 26 30 17 40 17S58 26 57 42C56 38 55 36 53.5 34C46 36.5 34 36.5 26.5 34C25 36 24 38 23 42Z"

# Each style: what lies behind head and shoulders, what lies over the head. All drawn for a head from x 24 to 56, y 21 to 64.
_STYLES: Final[tuple[tuple[str, str], ...]] = (
    ("", "M23.5 42C21.5 24 31 16.5 41 16.5S58.5 25 56.5 42C55 36 53.5 32 51 30C44 32 34 31 29 29C26 33 24.5 37 23.5 42Z"),
    ("", "M23.5 43C20 25 30 15 42 16C55 16.5 59.5 28 56.5 43C55.5 37 54 33 51 29C45 32 38 31 33 27C31 32 25 34 23.5 43Z"),
    ("", "M24 41C22 31 25 26 27 25C26 16 38 10.5 47 13.5C57 14 60 27 56 41C55 35 54 32 52 29C46 31 34 30 29 29C26 32 25 36 24 41Z"),
    ("M40 5a8 8 0 1 1-.1 0Z", _SMOOTH),
    ("M20 84C16 62 17 44 20.5 33C23.5 19 32 14.5 40 14.5S56.5 19 59.5 33C63 44 64 62 60 84Q40 90 20 84Z", _MIDDLE_PART),
    ("M19.5 61C16 40 20 15 40 15S64 40 60.5 61C56 66 24 66 19.5 61Z", _FRINGE),
    (
        "M40 5C52 3 63 12 64 22C71 30 69 44 62 50C56 57 24 57 18 50C11 44 9 30 16 22C17 12 28 3 40 5Z",
        "M24 41C23 30 30 22.5 40 22.5S57 30 56 41C54 34 47 29 40 29S26 34 24 41Z",
    ),
    (
        "",
        "M24 43a5 5 0 0 1-1.5-8a6 6 0 0 1 3-9a7 7 0 0 1 8-7a7 7 0 0 1 12-1a7 7 0 0 1 8 7a6 6 0 0 1 4 9a5 5 0 0 1-1.5 9"
        "C55 37 53 33 50 30.5a6 5 0 0 1-10 0a6 5 0 0 1-10 0C26 33 25 37 24 43Z",
    ),
    ("", "M23.5 47C20.5 39 21.5 34 25 30C26 36 25 41 24.8 47ZM56.5 47C59.5 39 58.5 34 55 30C54 36 55 41 55.2 47Z"),
    ("", ""),
    (
        "M17 79C11 68 20 62 16.5 53C13 44 20 38 20 31C23 16 33 12.5 41 13C52 13 58 20 60 31C60 38 67 44 63.5 53C60 62 69 68 63 79C56 86 24 86 17 79Z",
        "M23 47C20.5 28 30 17 42 17C52.5 17 59 28 57 47C55.5 40 53 34 46 25C40 33 28 35 23 47Z",
    ),
    ("M50 20C62 22 68 38 65 54C63 66 58 72 54 74C57 64 58 50 54 36Z", _SMOOTH),
    (
        "M22 42C15 56 17 72 19 85a4.5 4.5 0 0 0 9 0C27 71 28 58 29 46ZM58 42C65 56 63 72 61 85a4.5 4.5 0 0 1-9 0C53 71 52 58 51 46Z",
        _MIDDLE_PART,
    ),
    (
        "M17 68a3 3 0 0 1-1-5C14 40 18 16 40 15.5S66 40 64 63a3 3 0 0 1-2 6a3 3 0 0 1-6 4a3 3 0 0 1-6 2H30a3 3 0 0 1-6-2a3 3 0 0 1-7-5Z",
        "M23.5 43C22 28 29 17.5 40 17.5S58 28 56.5 43C55 37 53 31 49 28.5L46 33L42.5 27.5L39 33L35 28L31 32.5L28 30C26 34 24.5 38 23.5 43Z",
    ),
    ("", "M23 49C18.5 30 27 15 41 15C55.5 15 60.5 30 57 47C56 38 55 34 52 31C42 35 33 33 30 28C30 36 25 38 23 49Z"),
    (
        "",
        "M23.5 45C20 28 28 15.5 40 15.5S60 28 56.5 45C56 38 55 34 53 31C52 26 49 23 45 24Q40 26 35 24C31 23 28 26 27 31C25 34 24 38 23.5 45Z",
    ),
    ("M18.5 73C15 50 18 14.5 40 14.5S65 50 61.5 73C52 78 28 78 18.5 73Z", _FRINGE),
)
_SCARF: Final = (
    "M40 13C57.5 13 61.5 28 60.5 44C60 60 50 72 40 73C30 72 20 60 19.5 44C18.5 28 22.5 13 40 13Z"
    "M40 25.5C31.5 25.5 27 33 27 42C27 53 32.5 62 40 63.2C47.5 62 53 53 53 42C53 33 48.5 25.5 40 25.5Z"
)
_SCARF_FALL: Final = "M22 56C20 68 14 74 9 82C22 94 58 94 71 82C66 74 60 68 58 56Z"


class _Picks:
    """Independent choices from one seed: every call uses the next bytes of the hash, so parts do not follow each other."""

    def __init__(self, seed: str, purpose: bytes) -> None:
        self._bytes = blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=64, person=purpose).digest()
        self._at = 0

    def number(self, below: int) -> int:
        """An integer from 0 to `below` - 1, nearly even (two bytes: a bias under one in six hundred for a hundred values)."""
        value = int.from_bytes(self._bytes[self._at : self._at + 2], "big")
        self._at += 2
        return value % below

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.number(len(choices))]

    def percent(self, chance: int) -> bool:
        return self.number(100) < chance


def _path(d: str, fill: str, extra: str = "") -> str:
    return f'<path d="{d}" fill="{fill}"{extra}/>' if d else ""


def _line(d: str, colour: str, width: float) -> str:
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>'


Head = Literal["hair", "headscarf", "turban", "cap"]
Beard = Literal["", "full", "stubble", "moustache", "goatee"]
Cut = Literal["round", "shirt", "high", "jacket", "stripes", "neckerchief"]
BEARDS: Final[tuple[Beard, ...]] = ("full", "stubble", "moustache", "goatee")
CUTS: Final[tuple[Cut, ...]] = ("round", "shirt", "high", "jacket", "stripes", "neckerchief")


@dataclass(frozen=True, slots=True)
class Traits:
    """What the drawing of a seed shows, in words: parts of a picture, nothing about a person.

    `skin` is the place in `SKINS`, light to deep; `head` what covers it, if anything but hair; `hair` the place in the styles, None where it is hidden;
    `colour` that of hair and beard.
    """

    skin: int
    older: bool
    colour: str
    head: Head
    hair: int | None
    beard: Beard
    clothes: Cut
    glasses: bool
    earrings: bool


def _clothes(picks: _Picks) -> tuple[str, Cut]:
    colour, second = picks.one(CLOTHES), picks.one(CLOTHES)
    if second == colour:
        second = "#f3ecdf"
    body = _path("M5 97C6 83 19 77.5 31.5 74Q40 82 48.5 74C61 77.5 74 83 75 97Z", colour)
    cut = CUTS[picks.number(6)]
    if cut == "round":
        return body + _line("M31 74.5Q40 84 49 74.5", second, 2.4), cut
    if cut == "shirt":  # the collar open
        return body + _path("M32 73L27.5 78L35 86L40 80L45 86L52.5 78L48 73L40 80Z", second) + _line("M40 82V97", INK, 0.8), cut
    if cut == "high":
        return body + _path("M31.5 68Q40 73 48.5 68L50 77Q40 83 30 77Z", colour) + _line("M31 75Q40 80.5 49 75", INK, 0.7), cut
    if cut == "jacket":
        return body + _path("M32 74L40 97L48 74Q40 82 32 74Z", second) + _line("M31 74.5L37 88L40 97L43 88L49 74.5", INK, 0.8), cut
    if cut == "stripes":
        return body + _line("M10 86Q40 92 70 86M7.5 92Q40 98 72.5 92", second, 2) + _line("M32 75Q40 82.5 48 75", second, 2), cut
    return body + _path("M30 74Q28 80 34 84Q40 87 46 84Q52 80 50 74Q40 82 30 74Z", second), cut


def _face(picks: _Picks, shade: str, brow: str, *, older: bool, deep: bool) -> str:
    ink = DEEP_INK if deep else INK
    parts = []
    if picks.percent(60):
        parts.append('<g fill="#d3553c" opacity=".16"><circle cx="30" cy="51" r="3.6"/><circle cx="50" cy="51" r="3.6"/></g>')
    eyes = picks.number(4)
    if eyes == 0:
        parts.append(_line("M31 43.5Q33.5 41 36 43.5M44 43.5Q46.5 41 49 43.5", ink, 1.5))
    else:
        size = (1.5, 1.8, 2)[eyes - 1]
        parts.append(f'<g fill="{ink}"><ellipse cx="33.5" cy="43" rx="{size - 0.1:.1f}" ry="{size + 0.2:.1f}"/>')
        parts.append(f'<ellipse cx="46.5" cy="43" rx="{size - 0.1:.1f}" ry="{size + 0.2:.1f}"/></g>')
    brows = picks.one(
        (
            "M29.5 38.2Q33 35.8 36.5 37.4M43.5 37.4Q47 35.8 50.5 38.2",
            "M29.5 37.5Q33 36 37 37.2M43 37.2Q47 36 50.5 37.5",
            "M30 38.6Q32.5 35 36.8 36.6M43.2 36.6Q47.5 35 50 38.6",
        )
    )
    parts.append(_line(brows, brow, picks.one((1.2, 1.6, 2.1))))
    nose = picks.one(
        ("M40.5 44Q43 49.5 41.5 50.8Q40 51.8 38.5 50.6", "M39.5 44.5Q37 49.8 38.6 50.8Q40.2 51.6 41.6 50.4", "M37.6 49.6Q40 52.4 42.4 49.6")
    )
    parts.append(_line(nose, "#2c1710" if deep else shade, 1.3 if deep else 1.5))
    if older:
        parts.append(_line("M27.6 45.5L26.4 46.6M52.4 45.5L53.6 46.6M33 51.5Q31.4 53.5 31.8 56M47 51.5Q48.6 53.5 48.2 56", shade, 1))
    elif picks.percent(14):
        parts.append(
            f'<g fill="{shade}"><circle cx="30" cy="48.5" r=".7"/><circle cx="33" cy="50" r=".7"/><circle cx="47" cy="50" r=".7"/><circle cx="50" cy="48.5" r=".7"/></g>'
        )
    return "".join(parts)


def _mouth(picks: _Picks, deep: bool) -> str:
    colour = "#3a1712" if deep else "#8c3a30"
    kind = picks.number(5)
    if kind == 0:
        return '<path d="M34.5 55.8Q40 62.5 45.5 55.8Z" fill="#fff8f0" stroke="#7c3028" stroke-width="1.1" stroke-linejoin="round"/>'
    return _line(
        ("M34.5 56Q40 60.2 45.5 56", "M35 56.8Q40 59 45 56.8", "M35 57.4Q41.5 59.6 45.8 55.8", "M34.2 55.8Q38 59.6 45 57")[kind - 1],
        colour,
        1.6,
    )


def _beard(picks: _Picks, colour: str, chance: int) -> tuple[str, Beard]:
    if not picks.percent(chance):
        return "", ""
    full = "M24 44C24 58 30 68.5 40 69S56 58 56 44C54.5 50 51 52 47 52Q40 49.8 33 52C29 52 25.5 50 24 44Z"
    moustache = "M32 55Q36 50.5 40 52.6Q44 50.5 48 55Q43.5 56 40 54.8Q36.5 56 32 55Z"
    kind = BEARDS[picks.number(4)]
    if kind == "full":
        return _path(full, colour), kind
    if kind == "stubble":
        return _path(full, colour, ' opacity=".3"'), kind
    if kind == "moustache":
        return _path(moustache, colour), kind
    return _path(moustache + "M35 61Q40 58.8 45 61Q45.5 67.5 40 68Q34.5 67.5 35 61Z", colour), kind


def traits(seed: str) -> Traits:
    """What the portrait of `seed` shows. For those who choose a seed; the drawing itself never asks."""
    return _drawn(seed)[1]


def portrait_svg(seed: str, *, size: int = 96) -> str:
    """A friendly drawn bust for `seed`, as a complete SVG document.

    `size` is the height in CSS pixels; the width is five sixths of it. The same seed always gives the same drawing; different
    seeds differ in ground, skin, hair, age, beard, glasses, clothes and posture independently of each other. Raises
    ValueError for a size under 1.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 96" width="{size * 5 / 6:g}" height="{size}">{_drawn(seed)[0]}</svg>'


def _drawn(seed: str) -> tuple[str, Traits]:
    """The inside of the drawing, and what was drawn."""
    picks = _Picks(seed, b"portrait")
    ground = picks.one(GROUNDS)
    skin, shade = picks.one(SKINS)
    deep = SKINS.index((skin, shade)) >= 6
    older = picks.percent(26)
    # Deep skins keep to darker hair and all greys: straw on the deepest browns reads as a costume.
    hair = picks.one(GREYS) if older and picks.percent(75) else picks.one(HAIRS[:4] if deep else HAIRS)
    clothes, cut = _clothes(picks)
    tilt, breadth, length = picks.number(9) - 4, 95 + picks.number(12), 97 + picks.number(7)
    covering = picks.number(100)
    face = _face(picks, shade, DEEP_INK if deep else hair, older=older, deep=deep)
    mouth = _mouth(picks, deep)
    back = front = beard = over = ""
    head_of: Head = "hair"
    beard_of: Beard = ""
    style = None
    jaw = picks.one(
        (
            "C56 51 51 64 40 65S24 51 24 40Z",
            "C56 53 50 65.5 40 65.5S24 53 24 40Z",
            "C56.5 54 48 63 40 66S23.5 54 24 40Z",
            "C56 56 53 64.5 40 64.5S24 56 24 40Z",
        )
    )
    head = f"M24 40C24 27 30 20.5 40 20.5S56 27 56 40{jaw}"
    ears = f'<g fill="{shade}"><ellipse cx="23.6" cy="45" rx="3" ry="4.4"/><ellipse cx="56.4" cy="45" rx="3" ry="4.4"/></g>'
    cloth = picks.one(CLOTHES)
    if covering < 7:
        head_of = "headscarf"
        over = _path(_SCARF_FALL, cloth)
        front = _path(_SCARF, cloth, ' fill-rule="evenodd"') + _line("M23 60Q33 74 53 77M25 69Q34 80 46 83M24 34Q27 20 38 17", INK, 0.8)
        ears = ""
    elif covering < 10:
        head_of = "turban"
        front = _path("M22 37C14 24 25 8 41 8C57 8 66 24 58 37C53 30 46 27 40 26.5C34 27 27 30 22 37Z", cloth) + _line(
            "M40 27Q30 22 23 24M40 27Q32 17 29 12M40 27Q50 22 57 24M40 27Q48 17 51 12", INK, 0.8
        )
        beard, beard_of = _beard(picks, hair, 60)
    elif covering < 16:  # a woollen one
        head_of = "cap"
        style = picks.one((0, 5, 16))
        back = _path(_STYLES[style][0], hair)
        front = _path("M22.5 36C21.5 20 29 11 40 11S58.5 20 57.5 36Q40 30 22.5 36Z", cloth) + _path(
            "M21.5 39Q40 31.5 58.5 39V32Q40 24.5 21.5 32Z", cloth, f' stroke="{INK}" stroke-opacity=".35" stroke-width=".8"'
        )
        beard, beard_of = _beard(picks, hair, 22)
    else:
        style = picks.number(len(_STYLES))
        behind, above = _STYLES[style]
        back, front = _path(behind, hair), _path(above, hair)
        beard, beard_of = _beard(picks, hair, 22)
    glasses = ""
    if picks.percent(30):
        frame = picks.one((INK, "#7a4a22", "#8a3f33", "#31506e"))
        if picks.percent(50):
            rims = "M28.2 43.5a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0ZM41.2 43.5a5.3 5.3 0 1 0 10.6 0a5.3 5.3 0 1 0-10.6 0Z"
        else:
            rims = "M28 40.5H38.6V45Q38 48 33.4 48T28 45ZM41.4 40.5H52V45Q52 48 46.6 48T41.4 45Z"
        glasses = _line(rims + "M38.7 42.8Q40 41.8 41.3 42.8M28 42.4L24.5 41.6M52 42.4L55.5 41.6", frame, 1.3)
    earrings = bool(ears) and picks.percent(16)
    jewel = '<g fill="#e0b040"><circle cx="23.4" cy="50.4" r="1.4"/><circle cx="56.6" cy="50.4" r="1.4"/></g>' if earrings else ""
    neck = _path("M33 57V74Q40 82 47 74V57Z", shade)
    turn = f"translate(40 46) rotate({tilt}) scale({breadth / 100:g} {length / 100:g}) translate(-40 -46)"
    drawing = (
        f'<path fill="{ground}" d="M0 0h80v96H0z"/>'
        f'<g transform="{turn}">{back}</g>{neck}{clothes}{over}'
        f'<g transform="{turn}">{ears}{_path(head, skin)}{face}{beard}{mouth}{glasses}{jewel}{front}</g>'
    )
    return drawing, Traits(SKINS.index((skin, shade)), older, hair, head_of, style, beard_of, cut, bool(glasses), earrings)


_QUARTERS: Final = (
    "M0 0H24A24 24 0 0 1 0 24Z",
    "M24 0V24H0A24 24 0 0 1 24 0Z",
    "M24 24H0A24 24 0 0 1 24 0Z",
    "M0 24V0A24 24 0 0 1 24 24Z",
    "M0 24V12A12 12 0 0 1 24 12V24Z",
    "M0 0H24V12A12 12 0 0 1 0 12Z",
    "M12 3a9 9 0 1 1-.1 0Z",
    "M0 0H24L0 24Z",
    "M0 0H11V24H0Z",
)
_PLATES: Final = (
    ("#24463c", "#e9d8a6", "#d98c5f"),
    ("#7a352b", "#f0dcc4", "#e3b04b"),
    ("#2c4660", "#dbe4e3", "#e3b04b"),
    ("#e6d6b0", "#2f5d50", "#8a3f33"),
    ("#d5ddcb", "#39403d", "#b5654a"),
    ("#4b3d52", "#e8d6dc", "#d9a441"),
    ("#eac79a", "#5a2f25", "#31506e"),
    ("#c9d8dc", "#24463c", "#c38a2e"),
)


def mark_svg(seed: str, *, size: int = 48, letters: str = "") -> str:
    """A sign plate for `seed` as a complete SVG document: four forms in a square, or one or two `letters` with a small form.

    `size` is the edge in CSS pixels. Letters beyond the second are left out. Raises ValueError for a size under 1.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    picks = _Picks(seed, b"mark")
    ground, first, second = picks.one(_PLATES)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="{size}" height="{size}"><path fill="{ground}" d="M0 0h48v48H0z"/>'
    if letters.strip():
        text = escape(letters.strip()[:2])
        corner = picks.one(_QUARTERS[:4])
        x, y = picks.one(((30, 30), (30, -6), (-6, 30)))
        return (
            f'{head}<path transform="translate({x} {y})" fill="{second}" d="{corner}"/>'
            f'<text x="24" y="32" text-anchor="middle" font-family="Vollkorn,Georgia,serif" font-weight="600" font-size="24" fill="{first}">{text}</text></svg>'
        )
    quiet = picks.number(5)  # at most one of the four fields stays empty: a sign needs air
    forms = []
    for place, (x, y) in enumerate(((0, 0), (24, 0), (0, 24), (24, 24))):
        form, colour = picks.one(_QUARTERS), first if picks.percent(64) else second
        if place != quiet:
            forms.append(f'<path transform="translate({x} {y})" fill="{colour}" d="{form}"/>')
    return f"{head}{''.join(forms)}</svg>"


ARCH: Final = '<clipPath id="arch"><path d="M0 96V40A40 40 0 0 1 80 40V96Z"/></clipPath><g clip-path="url(#arch)">'


def portrait_png(seed: str, *, size: int) -> bytes:
    """The face as a PNG, `size` pixels wide and six fifths of it high, for mail.

    It stands in an arch with clear corners, as on the pages: programs that read mail round no corners of their own. The
    renderer is loaded only where a mail is written.
    """
    import resvg_py

    opening, drawing = portrait_svg(seed).split(">", 1)
    arched = f"{opening}>{ARCH}{drawing.removesuffix('</svg>')}</g></svg>"
    return bytes(resvg_py.svg_to_bytes(svg_string=arched, width=size, height=-(-size * 6 // 5), skip_system_fonts=True))
