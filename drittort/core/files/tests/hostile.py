"""Hostile uploads, made by code: each a name, what the browser claims, and bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

SCRIPT = b"<script>fetch('/-/planted')</script>"
SECRET = b"planted-51.3127N-9.4797E"


def picture(form: str = "PNG", size: tuple[int, int] = (64, 64), **how: object) -> bytes:
    """An honest picture."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("P" if form == "GIF" else "RGB").save(out, form, **how)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *extra: bytes, rows: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows or b"\0" * 64)) + chunk(b"IEND", b"")


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


WORD = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
LETTER = {"[Content_Types].xml": WORD, "word/document.xml": b"<w/>"}


def webp_header(width: int, height: int) -> bytes:
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (51.0, 18.0, 45.0)
    return picture("JPEG", exif=exif, comment=SECRET, icc_profile=b"\0" * 128 + SECRET)


def gif_bomb(frames: int) -> bytes:
    out = io.BytesIO()
    pages = [Image.new("P", (400, 400), k % 255) for k in range(frames)]
    pages[0].save(out, "GIF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def pictures() -> Iterator[tuple[str, str, bytes]]:
    """Uploads to a place for pictures: (name, claimed type, bytes)."""
    good = {form: picture(form) for form in ("PNG", "JPEG", "GIF", "WEBP")}
    for form, content in good.items():
        ending = form.lower()
        yield f"polyglot-html.{ending}", f"image/{ending}", content + SCRIPT
        yield f"polyglot-php.{ending}", f"image/{ending}", content + b"<?php system($_GET[0]);"
        yield f"polyglot-zip.{ending}", f"image/{ending}", content + packed({"evil.php": b"<?php"})
        yield f"half.{ending}", f"image/{ending}", content[: len(content) // 2]
        yield f"head-only.{ending}", f"image/{ending}", content[:20]
        yield f"lies-{ending}.html", "text/html", content
        yield f"noise.{ending}", f"image/{ending}", content[:12] + bytes((k * 37) % 256 for k in range(4000))
    yield "gif-is-script.gif", "image/gif", b"GIF89a/*" + b"\0" * 20 + b"*/=1;fetch('/-/planted')//"
    yield "gif-is-script.js", "application/javascript", b"GIF89a=1;fetch('/-/planted');"
    yield "script.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    yield "onload.svg", "image/svg+xml", b'<?xml version="1.0"?><svg onload="alert(1)"/>'
    yield "entity.svg", "image/svg+xml", b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    yield "drawing.png", "image/png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    yield "bom.svg", "image/svg+xml", b"\xef\xbb\xbf  <svg/>"
    yield "packed.svgz", "image/svg+xml", zlib.compress(b"<svg/>")
    for width, height in (
        (50_000, 50_000),
        (1, 40_000_000),
        (2_000_000, 10),
        (0, 10),
        (2**31 - 1, 2**31 - 1),
        (7000, 7000),
        (1, 1),
        (15, 400),
    ):
        yield f"flood-{width}x{height}.png", "image/png", png(width, height)
    yield "flood.webp", "image/webp", webp_header(16_383, 16_383)
    yield "empty-canvas.webp", "image/webp", webp_header(100, 100)
    yield (
        "flood.gif",
        "image/gif",
        b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;",
    )
    yield (
        "frame-outside.gif",
        "image/gif",
        b"GIF89a" + struct.pack("<HH", 20, 20) + b"\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;",
    )
    yield "flood.jpg", "image/jpeg", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01" + b"\0" * 400
    yield "text-bomb.png", "image/png", png(32, 32, chunk(b"zTXt", b"c\0\0" + zlib.compress(b"\0" * 80_000_000, 9)), rows=b"\0" * 32 * 97)
    yield (
        "profile-bomb.png",
        "image/png",
        png(32, 32, chunk(b"iCCP", b"c\0\0" + zlib.compress(b"\0" * 80_000_000, 9)), rows=b"\0" * 32 * 97),
    )
    yield "data-bomb.png", "image/png", png(64, 64, rows=b"\0" * 60_000_000)
    yield "frames.gif", "image/gif", gif_bomb(300)
    yield "gps.jpg", "image/jpeg", with_exif()
    yield "heic.heic", "image/heic", b"\0\0\0\x18ftypheic" + b"\0" * 60
    yield "nothing.png", "image/png", b""
    yield "page.jpg", "image/jpeg", b"<!doctype html>" + SCRIPT
    yield "bmp.bmp", "image/bmp", picture("BMP")
    yield "tiff.png", "image/png", picture("TIFF")
    yield "eps.png", "image/png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(cat /etc/passwd) run"
    yield "pdf.jpg", "image/jpeg", b"%PDF-1.4 %%EOF"
    yield "mvg.png", "image/png", b"push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://evil.example/)'\npop graphic-context"
    for name in (
        "../../../etc/passwd.png",
        "..\\..\\boot.png",
        "a\0b.png",
        "exe\u202egnp.exe",
        "CON.png",
        "x" * 3000 + ".png",
        "ß漢字🦉.png",
        "",
        ".png",
        "a/b/c.png",
    ):
        yield name, "image/png", good["PNG"]


def documents() -> Iterator[tuple[str, str, bytes]]:
    """Uploads to a place for documents."""
    yield "page.pdf", "application/pdf", b"%PDF-1.4\n" + SCRIPT + b"\n%%EOF"
    yield "first-a-page.pdf", "application/pdf", SCRIPT + b"%PDF-1.4\n%%EOF"
    yield "no-end.pdf", "application/pdf", b"%PDF-1.4\n" + b"x" * 5000
    yield "page.html", "text/plain", SCRIPT
    yield "page.txt", "text/plain", b"  <!doctype html>" + SCRIPT
    yield "later.txt", "text/plain", b"Hello " + SCRIPT
    yield "page.xhtml", "application/pdf", SCRIPT
    yield "program.exe", "application/pdf", b"MZ\x90\0"
    yield "program.pdf", "application/pdf", b"MZ\x90\0%PDF-1.4 %%EOF"
    yield "drawing.svg", "text/plain", b"<svg/>"
    yield "binary.csv", "text/csv", bytes(range(256))
    yield "nul.txt", "text/plain", b"a\0b"
    yield "latin.txt", "text/plain", "Grüße".encode("latin-1")
    yield "bomb.docx", "application/zip", packed({**LETTER, "word/media/a.bin": b"\0" * 50_000_000})
    yield "many.docx", "application/zip", packed({**LETTER, **{f"word/{k}.xml": b"x" for k in range(3_200)}}, zipfile.ZIP_STORED)
    yield "macro.docx", "application/zip", packed({**LETTER, "word/vbaProject.bin": b"x"})
    yield "climbs.docx", "application/zip", packed({**LETTER, "../../etc/cron.d/x": b"x"})
    yield "absolute.docx", "application/zip", packed({**LETTER, "/etc/passwd": b"x"})
    yield "plain-zip.docx", "application/zip", packed({"a.txt": b"x"})
    yield "half.docx", "application/zip", packed(LETTER)[:120]
    yield "jar.odt", "application/zip", packed({"META-INF/MANIFEST.MF": b"x", "A.class": b"x"})
    yield "scripts.odt", "application/zip", packed({"mimetype": b"application/vnd.oasis.opendocument.text", "Scripts/python/a.py": b"x"})
    yield "picture-zip.docx", "application/zip", picture("JPEG") + packed(LETTER)
    yield "wrong-kind.xlsx", "application/zip", packed(LETTER)
    for name in (
        "../../letter.docx",
        "CON.docx",
        "let\u202excod.exe",
        "x" * 900 + ".docx",
        "a\0b.docx",
        "nul",
        "brief\r\nSet-Cookie: a=b.docx",
        "e\u0301té „Brief“.docx",
    ):
        yield name, "application/zip", packed(LETTER)
