"""Asking for the book of a year, and taking it away when something in it may not be told any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import in_time, require
from drittort.core.files.actions import drop_files
from drittort.core.jobs.queue import enqueue
from drittort.inspire.year_book import rules
from drittort.inspire.year_book.models import YearBook
from drittort.members.models import Member
from drittort.spaces.models import Space

ASKED, MADE, DROPPED = "year_book.asked", "year_book.made", "year_book.dropped"
MAKE = "inspire.year_book.make"


def ask_book(*, actor: Member, year: int, language: str, at: datetime) -> YearBook:
    """Have the book of a year made, or made anew. Raises NotAllowed, OutOfDate while it is being made."""
    require(rules.may_make(actor))
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        book = YearBook.objects.filter(space=space, year=year, language=language).first()
        in_time(rules.may_ask(book, year, language, at, space.day(at).year))
        if book is None:
            book = YearBook(space=space, year=year, language=language)
        begin(book, actor, at)
    return book


def begin(book: YearBook, actor: Member | None, at: datetime) -> None:
    """Put the making into the queue. Inside the caller's transaction."""
    book.asked_by, book.asked_at, book.done_at, book.steps_done = actor or book.asked_by, at, None, 0
    book.save()
    ledger.record(
        space_id=book.space_id, at=at, kind=ASKED, actor_id=actor.pk if actor else None, subject_id=book.pk, audience=ledger.MANAGERS
    )
    enqueue(MAKE, {"book": book.pk, "asked": at.isoformat()}, at=at, space_id=book.space_id, key=f"{MAKE}:{book.pk}:{at.isoformat()}")


def drop_untrue(*, book_id: int, told: Iterable[str], at: datetime) -> bool:
    """Take a book away in which something stands that may not be told any more (`told` is what may), and have it made anew; returns whether it was so."""
    with transaction.atomic():
        book = locked(YearBook.objects.filter(pk=book_id).exclude(file=None)).first()
        if book is None or set(book.told) <= set(told):
            return False
        drop_files(ids=[book.file_id] if book.file_id else [])
        book.file, book.told = None, []
        begin(book, None, at)
        ledger.record(space_id=book.space_id, at=at, kind=DROPPED, actor_id=None, subject_id=book.pk, audience=ledger.NOBODY)
    return True
