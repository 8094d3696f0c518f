"""What the worker does about year books."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.files.actions import drop_files, keep_made
from drittort.core.jobs.queue import job
from drittort.inspire.year_book import actions, rules
from drittort.inspire.year_book.checking import check_books
from drittort.inspire.year_book.models import YearBook


@job(actions.MAKE, attempts=4, patient=True)
def make(payload: dict[str, Any], at: datetime) -> None:
    """Make a book that was asked for, once; whoever asked again meanwhile gets the later one."""
    from drittort.inspire.year_book import printing

    book = YearBook.objects.select_related("space").filter(pk=payload["book"], done_at=None).first()
    if book is None or book.asked_at.isoformat() != payload["asked"]:
        return
    mine = YearBook.objects.filter(pk=book.pk, asked_at=book.asked_at, done_at=None)
    folder = printing.making() / f"year-book-{book.pk}"

    def tell(done: int, steps: int) -> None:
        mine.update(steps=steps, steps_done=done)

    try:
        path, told, pages = printing.printed(book.space, book.year, book.language, folder, at=at, tell=tell)
        with transaction.atomic():
            row = locked(mine).first()
            if row is None:
                return
            name = f"{slugify(book.space.name)}-{book.year}-{book.language}.pdf"
            before = row.file_id
            row.file = keep_made(
                space_id=book.space_id, owner_id=None, file=path, name=name, mimetype="application/pdf", purpose=rules.PAPER, at=at
            )
            row.done_at, row.told, row.pages = at, told, pages
            row.save()
            drop_files(ids=[before] if before else [])
            ledger.record(space_id=row.space_id, at=at, kind=actions.MADE, actor_id=None, subject_id=row.pk, audience=ledger.EVERYONE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@job("inspire.year_book.check", every=timedelta(hours=24))
def check(payload: dict[str, Any], at: datetime) -> None:
    """Books in which something stands that may not be told any more go, and are made anew."""
    check_books(at=at)
