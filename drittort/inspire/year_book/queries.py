"""The books of a house, and how far the one is that is being made."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format

from drittort.core.errors import NotFound
from drittort.inspire.year_book import rules
from drittort.inspire.year_book.gathering import signs_now
from drittort.inspire.year_book.models import YearBook
from drittort.members.models import Member

LABELS = {"de": "Deutsch", "en": "English"}


@dataclass(frozen=True, slots=True)
class Book:
    """A book in a list."""

    id: int
    year: int
    language: str
    code: str
    ready: bool
    making: bool
    done: int
    steps: int
    pages: int
    size: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All books, and whether one is being made."""

    books: tuple[Book, ...]
    making: bool


def shelf(reader: Member) -> Shelf:
    """The books of the house, the latest year first."""
    rows = rules.visible_to(reader).select_related("file").order_by("-year", "language")
    books = tuple(
        Book(
            row.pk, row.year, LABELS.get(row.language, row.language), row.language, row.file is not None, row.done_at is None, row.steps_done, row.steps or 1, row.pages,
            filesizeformat(row.file.size) if row.file is not None else "", date_format(reader.space.day(row.done_at), "DATE_FORMAT") if row.done_at else "",
        )
        for row in rows
    )  # fmt: skip
    return Shelf(books, any(book.making for book in books))


def to_hand_out(reader: Member, book_id: int) -> tuple[YearBook, bool]:
    """A finished book, and whether everything in it may still be told at this moment. Raises NotFound."""
    book = rules.visible_to(reader).select_related("file", "space").filter(pk=book_id).exclude(file=None).first()
    if book is None or book.file is None:
        raise NotFound
    return book, set(book.told) <= set(signs_now(book.space, book.year, book.language))
