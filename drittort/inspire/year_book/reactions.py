"""A consent that is taken back reaches the books: they go at once, and are made anew without it. And whoever asked hears when a book is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.inspire.history import actions as history
from drittort.inspire.milestones import actions as milestones
from drittort.inspire.pictures import actions as pictures
from drittort.inspire.stories import actions as stories
from drittort.inspire.thanks import actions as thanks
from drittort.inspire.year_book import actions
from drittort.inspire.year_book.checking import check_books
from drittort.inspire.year_book.models import YearBook
from drittort.members.notices.actions import tell

CATEGORY = "year_book"


@reaction(
    stories.HIDDEN, stories.SHOWN, stories.OFF, pictures.GONE, thanks.TAKEN_BACK, thanks.HIDDEN, thanks.OFF, history.CHANGED, history.OFF, milestones.CHOSEN,
    name="inspire.year_book.follow",
)  # fmt: skip
def follow(row: LedgerRow, at: datetime) -> None:
    """Something may not be told any more, or in other words."""
    check_books(space_id=row.space_id, at=at)


@reaction(actions.MADE, name="inspire.year_book.tell")
def tell_asker(row: LedgerRow, at: datetime) -> None:
    """Tell who asked for it."""
    book = YearBook.objects.select_related("space", "asked_by__space").filter(pk=row.subject_id or 0).exclude(file=None).first()
    if book is not None and book.asked_by is not None:
        tell(
            member=book.asked_by, category=CATEGORY, thread="year_book", key=f"year_book:{row.pk}", at=at, text="year_book.made", context={"book": book.pk},
            path=reverse("inspire:year_books", args=[book.space.slug]),
        )  # fmt: skip


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: no book tells of them any more."""
    check_books(space_id=erased.space_id, at=erased.at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The years of the books of which notices speak."""
    years = dict(YearBook.objects.filter(pk__in={row["book"] for row in rows}).values_list("pk", "year"))
    return [{"year": str(years.get(row["book"], "…"))} for row in rows]
