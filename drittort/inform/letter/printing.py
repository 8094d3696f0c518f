"""A letter on paper: a tagged PDF (PDF/UA-1), set by typst from words alone. Only the worker imports this."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify

from drittort.core.database import locked
from drittort.core.files.actions import Bytes, keep_file
from drittort.core.letter import BLOCKS
from drittort.inform.letter import rules, words
from drittort.inform.letter.models import Letter
from drittort.inform.letter.writing import LANGUAGES, Rows, dated
from drittort.web.markdown import paragraphs

LAYOUT = Path(__file__).with_name("paper.typ")


def print_letter(letter_id: int, at: datetime) -> None:
    """The job: set a letter that went out, in the version for everybody and the language of the house, unless that was done."""
    letter = Letter.objects.sent().select_related("space").filter(pk=letter_id, paper=None).first()
    if letter is None:
        return
    content = typst.compile(
        LAYOUT, sys_inputs={"letter": json.dumps(told(letter))}, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    with transaction.atomic():
        row = locked(Letter.objects.sent().filter(pk=letter.pk, paper=None)).first()
        if row is not None:
            name = f"{slugify(letter.space.name)}-{letter.space.day(letter.sent_at or at)}.pdf"
            row.paper = keep_file(space_id=letter.space_id, owner_id=None, upload=Bytes(name, content), purpose=rules.PAPER, at=at)
            row.save(update_fields=["paper"])


def told(letter: Letter) -> dict[str, Any]:
    """The words of the paper. They reach typst as values, so nothing in them is read as a command."""
    space, rows = letter.space, Rows.of(letter)
    language = space.language if space.language in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        own, mine = rows.words_in(language), rows.words.get(language)
        return {
            "language": language,
            "house": space.name,
            "heading": words.heading(),
            "day": dated(letter),
            "opening": (mine.opening if mine else "") or words.automatic_opening(rows.told),
            "own": paragraphs(own.text),
            "address": f"{settings.ADDRESS}/{space.slug}/",
            "parts": [
                {
                    "label": str(BLOCKS[block.name].label),
                    "sentence": block.sentence,
                    "items": [
                        dict(zip(("title", "text", "about"), item.words[language], strict=False)) for item in items if not item.narrow
                    ],
                }
                for block, items in rows.told
            ],
        }
