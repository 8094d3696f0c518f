"""A book on paper: a tagged PDF (PDF/UA-1) in A5, set by typst from values alone, so nothing in them is read as a command. Only the worker imports this."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from PIL import Image

from drittort.core.files import storage
from drittort.core.year_book import Entry
from drittort.inspire.year_book.gathering import Told, chapters_of, figures_of, signs
from drittort.spaces.models import Space

LAYOUT = Path(__file__).with_name("book.typ")
MOST_BYTES = 3 * 1024 * 1024
WIDTHS = (1000, 640, 400)
"""Pictures are made so wide; where the book grows too heavy, smaller."""
PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def printed(
    space: Space, year: int, language: str, folder: Path, *, at: datetime, tell: Callable[[int, int], None]
) -> tuple[Path, list[str], int]:
    """Write the book of a year into `folder`; returns the file, signs of what it tells, and how many pages it has. `tell` hears of steps done and in all."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    with translation.override(language):
        chapters = chapters_of(space, year)
        steps = len(chapters) + 2
        for width in WIDTHS:
            words = told(space, year, language, chapters, folder, width, at=at, tell=lambda done: tell(done, steps))
            shutil.copy(LAYOUT, folder / "book.typ")
            whole = folder / "book.pdf"
            content: Any = typst.compile(
                folder / "book.typ", root=folder, sys_inputs={"book": json.dumps(words)}, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
            )  # fmt: skip
            whole.write_bytes(content)
            if len(content) <= MOST_BYTES:
                break
    tell(steps, steps)
    return whole, signs(chapters), len(PAGE.findall(content))


def told(
    space: Space, year: int, language: str, chapters: list[Told], folder: Path, width: int, *, at: datetime, tell: Callable[[int], None]
) -> dict[str, Any]:
    """The words of the book; pictures lie beside it as files."""
    found = [{"label": label, "number": number_format(number, force_grouping=True)} for label, number in figures_of(space, year)]
    tell(1)
    parts = []
    for place, one in enumerate(chapters):
        entries = [entry(each, folder, f"{place}-{k}", width) for k, each in enumerate(one.entries)]
        parts.append({"label": str(one.chapter.label), "lead": str(one.chapter.lead), "look": one.chapter.look, "entries": entries})
        tell(place + 2)
    return {
        "language": language,
        "house": space.name,
        "year": str(year),
        "title": _("Year book %(year)s") % {"year": year},
        "line": _("What we did, said and became"),
        "contents": _("Contents"),
        "figures_label": _("The year in figures"),
        "figures_lead": _("Sums of the whole house; what concerns fewer than five is not counted here."),
        "figures": found,
        "chapters": parts,
        "colophon": _(
            "Made on %(day)s. Stories, pictures and faces stand here with the consent of their people. What somebody takes back is missing from the next copy."
        )
        % {"day": date_format(space.day(at), "DATE_FORMAT")},
    }


def entry(one: Entry, folder: Path, name: str, width: int) -> dict[str, Any]:
    """One entry as values, its pictures written small."""
    images = []
    for k, image in enumerate(one.images):
        file = folder / f"{name}-{k}.jpg"
        size = written(image.file, file, width)
        if size is not None:
            images.append({"file": file.name, "alt": image.alt, "tall": size[1] > size[0]})
    face = ""
    if one.face:
        face = f"{name}-face.png"
        (folder / face).write_bytes(one.face)
    return {
        "title": one.title, "text": [part for part in one.text.split("\n\n") if part.strip()], "language": one.language, "above": one.above, "below": one.below,
        "parts": [{"name": p.name, "language": p.language, "said": [{"asked": q, "answer": a} for q, a in p.said]} for p in one.parts],
        "images": images, "face": face,
    }  # fmt: skip


def written(source: Path, target: Path, width: int) -> tuple[int, int] | None:
    """A picture as a small JPEG; None where its bytes are gone."""
    try:
        with Image.open(source) as opened:
            picture = opened.convert("RGB")
    except OSError:
        return None
    picture.thumbnail((width, width * 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78, optimize=True, progressive=True)
    target.write_bytes(out.getvalue())
    return picture.size


def making() -> Path:
    """Where books are written before they are whole."""
    return storage.root() / "making"
