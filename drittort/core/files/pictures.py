"""Decoding what claims to be a picture, and writing it anew: what comes out holds pixels and nothing else.

Every check that can be made before decoding is: bytes, the first bytes of the format, width and height from the header. Only one
picture at a time is decoded in a process, so that many uploads at once can't fill the memory.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from drittort.core.errors import Invalid
from drittort.core.files.purposes import Shape

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
SHORTEST_SIDE = 16
WHOLE = 1600
QUALITY = 82
FORMATS = {"JPEG": (b"\xff\xd8\xff",), "PNG": (b"\x89PNG\r\n\x1a\n",), "GIF": (b"GIF87a", b"GIF89a"), "WEBP": (b"RIFF",)}
KNOWN_ELSEWHERE = {b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1"}
NO_PICTURE = gettext_lazy("This is no picture that we can read. JPEG, PNG, WebP and GIF work.")
ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Crop:
    """The part that is shown: its centre as shares of width and height, and how near (1: as much as fits, 4: a quarter of that)."""

    x: float = 0.5
    y: float = 0.42
    zoom: float = 1.0

    def bounded(self) -> Crop:
        """The same with every number in its bounds."""
        return Crop(min(1.0, max(0.0, self.x)), min(1.0, max(0.0, self.y)), min(4.0, max(1.0, self.zoom)))


@dataclass(frozen=True, slots=True)
class Written:
    """One size of a picture: WebP without any metadata."""

    width: int
    height: int
    content: bytes


def rewritten(content: bytes, shape: Shape, crop: Crop | None = None) -> dict[str, Written]:
    """The sizes of a picture by name, decoded and written anew. Raises Invalid with a sentence for everything that is none."""
    form = format_of(content)
    if form == "WEBP":
        measure(*webp_size(content))  # its decoder takes memory for the whole canvas before it tells the size
    with ONE_AT_A_TIME:
        picture = decoded(content, form)
        try:
            return {name: written(each) for name, each in cuts(picture, shape, crop).items()}
        except (OSError, ValueError, MemoryError) as error:
            raise Invalid(NO_PICTURE) from error


def format_of(content: bytes) -> str:
    """The format by the first bytes. Neither the name nor what the browser says counts."""
    for form, beginnings in FORMATS.items():
        if content.startswith(beginnings) and (form != "WEBP" or content[8:12] == b"WEBP"):
            return form
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in content[:4096].lower():
        raise Invalid(_("Drawings as SVG can carry programs, so we don't take them. Save it as PNG, please."))
    if content[4:12] in KNOWN_ELSEWHERE:
        raise Invalid(_("We can't read HEIC pictures here. In the camera's settings choose “most compatible”, or save it as JPEG."))
    raise Invalid(NO_PICTURE)


def measure(width: int, height: int) -> None:
    """Refuse what is too large to be decoded, or too small to be seen."""
    if width < SHORTEST_SIDE or height < SHORTEST_SIDE:
        raise Invalid(_("This picture is too small: at least %(n)s pixels on each side.") % {"n": SHORTEST_SIDE})
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise Invalid(_("This picture has too many pixels. At most 40 million, please; the house shows it smaller anyway."))


def webp_size(content: bytes) -> tuple[int, int]:
    """Width and height of a WebP from its header (RFC 9649)."""
    chunk, data = content[12:16], content[20:34]
    if len(data) < 10:
        raise Invalid(NO_PICTURE)
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
    if chunk == b"VP8L" and data[0] == 0x2F:
        bits = int.from_bytes(data[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise Invalid(NO_PICTURE)


def decoded(content: bytes, form: str) -> Image.Image:
    """The first frame, upright, in RGB or RGBA."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture: Image.Image = Image.open(io.BytesIO(content), formats=[form])
        measure(*picture.size)
        if form == "JPEG":
            picture.draft("RGB", (4 * WHOLE, 4 * WHOLE))
        picture.load()
        picture = ImageOps.exif_transpose(picture)
        clear = "A" in picture.getbands() or "transparency" in picture.info
        return picture.convert("RGBA" if clear else "RGB")
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(_("This picture has too many pixels. At most 40 million, please; the house shows it smaller anyway.")) from error
    except Exception as error:  # decoders raise what they like on hostile bytes: whatever it is, it is no picture
        raise Invalid(NO_PICTURE) from error


def cuts(picture: Image.Image, shape: Shape, crop: Crop | None) -> dict[str, Image.Image]:
    """The picture in each size of the shape; never larger than it was."""
    found: dict[str, Image.Image] = {}
    shown = picture if shape.ratio is None else picture.crop(window(picture.size, shape.ratio, (crop or Crop()).bounded()))
    for name, width in shape.widths:
        found[name] = fitted(shown, width)
    if shape.keeps_whole:
        found["whole"] = fitted(picture, WHOLE)
    return found


def window(size: tuple[int, int], ratio: float, crop: Crop) -> tuple[int, int, int, int]:
    """The box (left, top, right, bottom) of a ratio around the wished centre, as much of it as the picture has."""
    width, height = size
    wide = min(width, height * ratio) / crop.zoom
    high = wide / ratio
    left = min(max(0.0, crop.x * width - wide / 2), width - wide)
    top = min(max(0.0, crop.y * height - high / 2), height - high)
    return round(left), round(top), max(round(left) + 1, round(left + wide)), max(round(top) + 1, round(top + high))


def fitted(picture: Image.Image, width: int) -> Image.Image:
    """At most so wide, and no higher than twice that."""
    scale = min(1.0, width / picture.width, 2 * width / picture.height)
    return picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))), Image.Resampling.LANCZOS)


def written(picture: Image.Image) -> Written:
    """Pixels only: a new picture knows nothing of EXIF, ICC, XMP or comments."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=QUALITY, method=4)
    return Written(bare.width, bare.height, out.getvalue())
