"""The sign of the house as a picture, for the start screen of a phone: the three doors on the house's own colour."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from drittort.web.colours import accent, to_hex

SIZES = (192, 512)
FINER = 2
"""Drawn so many times larger and then made small: Pillow's own edges are rough."""
ROUND, SAFE, WIDE = 0.22, 0.56, 0.72
"""The corner of the plate; how wide the doors stand where a phone cuts its own shape out of the picture (W3C: the inner 80 per cent stay), and where not."""

Ground = tuple[int, int, int, int]


@lru_cache(maxsize=64)
def drawn(hue: int, size: int, *, cut: bool) -> bytes:
    """The drawn sign of a hue as PNG. `cut`: the colour reaches to the edges, for phones that cut it into a shape of their own."""
    colours = accent(hue)
    ground, wall = _rgba(to_hex(colours.light["door-fill"])), _rgba("#faf7f0")
    side = size * FINER
    picture = Image.new("RGBA", (side, side), ground if cut else (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    if not cut:
        draw.rounded_rectangle((0, 0, side - 1, side - 1), radius=side * ROUND, fill=ground)
    # In the measure of static/web/mark.svg: doors from 1 to 59 wide and 0 to 44 high.
    scale = side * (SAFE if cut else WIDE) / 60
    left, top = (side - 60 * scale) / 2, (side - 44 * scale) / 2
    behind = _between(wall, ground, 0.5)
    for start in (1, 38):
        _door(draw, left, top, scale, (start, 13.5, start + 21), behind)
    # A gap as wide as a wall around the door in front.
    _door(draw, left, top, scale, (15, -2, 45), ground)
    _door(draw, left, top, scale, (17, 0, 43), wall)
    x, y, radius = left + 37 * scale, top + 29 * scale, 2.8 * scale
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_rgba("#e5ae3f"))
    return png(picture.resize((size, size), Image.Resampling.LANCZOS))


def fitted(content: bytes, hue: int, size: int, *, cut: bool) -> bytes:
    """A house's own picture as PNG; where phones cut it, it stands smaller on the house's colour so that nothing of it is lost."""
    with Image.open(io.BytesIO(content)) as opened:
        own = opened.convert("RGBA")
    room = round(size * 0.8) if cut else size
    own.thumbnail((room, room), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", (size, size), _rgba(to_hex(accent(hue).light["door-fill"])) if cut else (0, 0, 0, 0))
    picture.alpha_composite(own, ((size - own.width) // 2, (size - own.height) // 2))
    return png(picture)


def png(picture: Image.Image) -> bytes:
    """A picture as PNG bytes."""
    out = io.BytesIO()
    # Few colours are enough for a sign, and every browser that may install the house fetches one.
    picture.quantize(96, method=Image.Quantize.FASTOCTREE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _door(draw: ImageDraw.ImageDraw, left: float, top: float, scale: float, place: tuple[float, float, float], fill: Ground) -> None:
    """A door with a round arch: from left, from top, to right, down to the ground."""
    start, high, end = place
    radius = (end - start) / 2
    x0, x1, y0, y1 = (left + start * scale, left + end * scale, top + high * scale, top + 44 * scale)
    draw.ellipse((x0, y0, x1, y0 + 2 * radius * scale), fill=fill)
    draw.rectangle((x0, y0 + radius * scale, x1, y1), fill=fill)


def _rgba(text: str) -> Ground:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16), 255


def _between(first: Ground, second: Ground, share: float) -> Ground:
    return tuple(round(a * share + b * (1 - share)) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]
