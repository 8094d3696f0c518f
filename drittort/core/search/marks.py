"""Marks among the words of a document: which house and kind it belongs to, and what it may be narrowed down by.

A database finds words by lists of documents; with a mark on the list of its own, those of one kind among two hundred thousand others are found by meeting
two lists. Stems are written small, so no word looks like a mark. They are letters and digits only, as every tokenizer keeps them together.
"""

from __future__ import annotations

import re

_LEFT_OUT = re.compile(r"[^A-Za-z0-9]")
BEGIN = "0S"


def plain(text: str) -> str:
    """A name as part of a mark."""
    return _LEFT_OUT.sub("", text).upper()


def of_house(space_id: int) -> str:
    """Stands on everything that a whole house reads; its count is the number of such documents."""
    return f"{BEGIN}{space_id}"


def of_kind(space_id: int, kind: str, audience: str = "") -> str:
    """Stands on the documents of a kind that a whole house reads, or on those for one audience."""
    return f"{BEGIN}{space_id}K{plain(kind)}" + (f"A{plain(audience)}" if audience else "")


def of_sort(space_id: int, sort: str) -> str:
    """Stands on the documents of a sort, which is what people call them: a question is a post of its own sort."""
    return f"{BEGIN}{space_id}T{plain(sort)}"


def of_place(space_id: int, place: str) -> str:
    """Stands on the documents of a place."""
    return f"{BEGIN}{space_id}P{plain(place)}"


def is_mark(word: str) -> bool:
    """Whether a word of a document is a mark and not a stem."""
    return word.startswith(BEGIN)
