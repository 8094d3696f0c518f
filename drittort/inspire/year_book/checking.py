"""Whether everything that the books of a house tell may still be told."""

from __future__ import annotations

from datetime import datetime

from drittort.inspire.year_book.actions import drop_untrue
from drittort.inspire.year_book.gathering import signs_now
from drittort.inspire.year_book.models import YearBook


def check_books(*, at: datetime, space_id: int | None = None) -> int:
    """Take away the books of a house (of all, without one) in which something stands that may not be told any more; returns how many."""
    rows = YearBook.objects.select_related("space").exclude(file=None)
    if space_id is not None:
        rows = rows.filter(space=space_id)
    return sum(drop_untrue(book_id=book.pk, told=signs_now(book.space, book.year, book.language), at=at) for book in list(rows))
