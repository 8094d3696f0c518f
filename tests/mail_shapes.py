"""Real-world shapes of answers by mail, written down in tests/data/mail: how a program writes it, and the words that belong into the thread.

A file holds many. `=== name`, headers, an empty line, the body as people read it; `--- wanted` and the words; `--- files` and the names of files.
`␠` is a blank at the end of a line, `⍽` one that does not break. `Written-As: quoted-printable` (or base64, or `8bit latin-1`) says how the body travels.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "mail"
HEAD = """\
From: Mara Wendt <mara@lagerhaus.example>
To: Lagerhaus <antwort+x@haus.example.org>
Subject: AW: Jonas Falk hat dir geschrieben
Message-ID: <{name}@lagerhaus.example>
Date: Tue, 12 May 2026 09:20:00 +0200
MIME-Version: 1.0
"""


@dataclass(frozen=True)
class Shape:
    """One mail as a program writes it."""

    name: str
    raw: bytes
    wanted: str
    files: tuple[str, ...]


def shapes(*names: str) -> Iterator[Shape]:
    """The shapes of some files of the folder; without a name, of all."""
    for path in sorted(FOLDER.glob("*.txt")):
        if not names or path.stem in names:
            for piece in re.split(r"(?m)^=== ", path.read_text(encoding="utf-8"))[1:]:
                yield shape(piece)


def shape(piece: str) -> Shape:
    """One entry of a file."""
    name, _, rest = piece.replace("␠", " ").replace("⍽", "\u00a0").partition("\n")
    mail, _, wanted = rest.partition("\n--- wanted\n")
    wanted, _, files = wanted.partition("\n--- files\n")
    head, _, body = mail.partition("\n\n")
    way = re.search(r"(?m)^Written-As: (.*)\n?", head)
    if way:
        head = (head + "\n").replace(way[0], "").strip("\n")
    charset = re.search(r"charset=\"?([\w-]+)", head)
    code = charset[1] if charset and not head.startswith("Content-Type: multipart") else "utf-8"
    encoded, travels = sent(body, code, way[1] if way else "")
    top = HEAD.format(name=name) + head + "\n" + travels
    raw = top.encode().replace(b"\n", b"\r\n") + b"\r\n" + encoded
    return Shape(name.strip(), raw, wanted.strip(), tuple(files.strip().split("\n")) if files.strip() else ())


def sent(body: str, code: str, way: str) -> tuple[bytes, str]:
    """The body as it travels, and the header that says so."""
    body = body.replace("\n", "\r\n")
    if way == "base64":
        return base64.encodebytes(body.encode(code)).replace(b"\n", b"\r\n"), "Content-Transfer-Encoding: base64\n"
    if way == "quoted-printable":
        return quopri.encodestring(body.replace("\r\n", "\n").encode(code)).replace(
            b"\n", b"\r\n"
        ), "Content-Transfer-Encoding: quoted-printable\n"
    if way.startswith("8bit "):
        code = way.removeprefix("8bit ")
    return body.encode(code, "xmlcharrefreplace"), "Content-Transfer-Encoding: 8bit\n" if not body.isascii() else ""
