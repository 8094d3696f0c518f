"""Faces as pictures for mail, which can ask nobody for a file."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageDraw

from drittort.core.files import storage
from drittort.core.files.models import StoredFile
from drittort.members.photos.rules import PHOTO
from drittort.web.portraits import portrait_png


def face_png(portrait: str, *, size: int) -> bytes:
    """The face as a PNG in an arch, `size` pixels wide: the photo if there is one, else the drawing."""
    if not portrait.startswith(PHOTO):
        return portrait_png(portrait, size=size)
    file = StoredFile.objects.filter(token=portrait.removeprefix(PHOTO)).first()
    try:
        if file is None:
            raise FileNotFoundError(portrait)
        photo = Image.open(storage.path_of(file, "l"), formats=["WEBP"]).convert("RGBA")
    except OSError:
        return portrait_png(portrait, size=size)
    wide, high = size, -(-size * 6 // 5)
    photo = photo.resize((wide, high), Image.Resampling.LANCZOS)
    mask = Image.new("L", (wide * 4, high * 4), 0)
    pen = ImageDraw.Draw(mask)
    pen.ellipse((0, 0, wide * 4 - 1, wide * 4 - 1), fill=255)
    pen.rectangle((0, wide * 2, wide * 4, high * 4), fill=255)
    photo.putalpha(ImageChops.multiply(photo.getchannel("A"), mask.resize((wide, high), Image.Resampling.LANCZOS)))
    out = io.BytesIO()
    photo.save(out, "PNG", optimize=True)
    return out.getvalue()
