"""The plan on paper: a tagged PDF (PDF/UA-1) in A4, set by typst from values alone, so nothing in them is read as a command. Only the worker imports this."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drittort.plan.appendix import Live, Picture, Table
from drittort.plan.writing import telling
from drittort.plan.writing.blocks import Value, blocks
from drittort.plan.writing.drawing import on_paper
from drittort.plan.writing.models import PlanPaper
from drittort.spaces.models import Location, Space

LAYOUT = Path(__file__).with_name("plan.typ")
PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
FRESH = ("team", "finance")
"""Chapters that begin on a page of their own."""
NARROWEST, WIDEST = 5, 34
"""Columns are as wide as their longest cell, within these bounds, in letters."""


def printed(paper: PlanPaper, at: datetime) -> tuple[bytes, list[str], int]:
    """The plan as it was ordered; returns the file, signs of what members said in it, and how many pages it has."""
    plan = telling.whole(paper.space, paper.language, parts=paper.parts, fills=paper.fills)
    with translation.override(paper.language):
        words = values(paper.space, plan, paper.recipient, at, paper.asked_by.name if paper.asked_by is not None else "")
    content: Any = typst.compile(
        LAYOUT, sys_inputs={"plan": json.dumps(words)}, format="pdf", pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return content, telling.signs(plan.voices), len(PAGE.findall(content))


def values(space: Space, plan: telling.Plan, recipient: str, at: datetime, answers: str = "") -> Value:
    """The words of the paper; `answers` is who answers questions on it."""
    day = date_format(space.day(at), "DATE_FORMAT")
    places = [", ".join(filter(None, (one.name, one.address))) for one in Location.objects.standing().filter(space=space)]
    facts = [
        (_("For"), recipient),
        (pgettext("plan", "As of"), day),
        (_("Where we are"), "\n".join(places)),
        (_("Answers your questions"), answers),
    ]
    parts = [part for chapter in plan.chapters for part in chapter.parts]
    return {
        "language": plan.language,
        "house": space.name,
        "title": telling.business_plan(),
        "line": _("A third place, its community and its figures"),
        "facts": [{"label": label, "text": text} for label, text in facts if text],
        "as_of": _("As of %(day)s") % {"day": day},
        "page": _("Page"),
        "contents": _("Contents"),
        "chapters": [
            {"title": one.title, "fresh": one.key in FRESH, "parts": [part_of(part, one.title, plan.language) for part in one.parts]}
            for one in plan.chapters
        ],
        "appendix": _("Appendix"),
        "voices_title": _("Voices from the house"),
        "voices_note": _("What members say of it themselves; they agreed to stand here."),
        "voices": [
            {"text": one.text, "language": one.language, "by": ", ".join(filter(None, (one.name, one.company)))} for one in plan.voices
        ],
        "tables_title": _("The figures of the pictures"),
        "tables": [table_of(table) for table in dict.fromkeys(one.table for one in plan.pictures)],
        "wide": [table_of(table) for table in plan.wide],
        "state_title": _("How the parts stand"),
        "state": columns(
            Table("", (_("Part"), _("Written"), _("Looked after by")), tuple((one.title, one.as_of, one.owner) for one in parts))
        ),
        "colophon": _("Set by the house itself on %(day)s. The parts are written by people; tables and pictures come from the house as it is.")
        % {"day": day},
    }  # fmt: skip


def part_of(part: telling.Told, chapter: str, language: str) -> Value:
    """One part as values; without a title of its own where it is all of its chapter."""
    titled = part.title != chapter
    told = blocks(part.text, 3 if titled else 2)
    return {
        "title": part.title if titled else "",
        "language": part.language,
        "note": "" if part.language == language or not part.text else _("This part stands in German only.") if part.language == "de" else _("This part stands in English only."),
        "blocks": [weighed(one) for one in told],
        "table": table_of(part.table) if part.table is not None else None,
        "live": [live_of(one) for one in part.live if isinstance(one, Picture) or not one.wide],
    }  # fmt: skip


def weighed(block: Value) -> Value:
    """The same with how wide the columns of its tables are."""
    if block["kind"] == "list":
        return {**block, "items": [[weighed(one) for one in item] for item in block["items"]]}
    if block["kind"] == "quote":
        return {**block, "blocks": [weighed(one) for one in block["blocks"]]}
    if block["kind"] == "table":
        lines = [["".join(span["text"] for span in cell) for cell in row] for row in (block["head"], *block["rows"])]
        return {**block, "weights": weights(lines)}
    return block


def live_of(one: Live) -> Value:
    """A table or a picture as values."""
    if isinstance(one, Picture):
        return {"title": one.title, "sentence": one.sentence, "pointer": _("Its figures stand in the appendix."), "svg": on_paper(one.plot)}
    return table_of(one)


def table_of(table: Table) -> Value:
    """A table as values."""
    return {"title": table.title, "sentence": table.sentence, **columns(table)}


def columns(table: Table) -> Value:
    """Head, rows, sums and widths of a table."""
    told = {"head": table.head, "rows": table.rows, "numbers": table.numbers, "sums": table.sums}
    return {**told, "weights": weights((table.head, *table.rows))}


def weights(lines: Iterable[Sequence[str]]) -> list[int]:
    """How wide each column is beside the others: as its longest cell, within bounds."""
    return [min(max(NARROWEST, *(len(cell) for cell in column)), WIDEST) for column in zip(*lines, strict=True)]
