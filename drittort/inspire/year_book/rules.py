"""Who has the book of a year made, and who reads it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inspire.stories.rules import CARE
from drittort.inspire.year_book.models import YearBook
from drittort.members.models import Member
from drittort.spaces.roles import allows, power

LANGUAGES = ("de", "en")
AGAIN = timedelta(minutes=10)
FIRST_YEAR = 1900


def visible_to(member: Member) -> QuerySet[YearBook]:
    """The books of a house: for those who make them also while they are made, for everybody else when they are done."""
    rows = YearBook.objects.filter(space=member.space_id)
    return rows if allows(member, CARE) else rows.exclude(file=None)


def may_make(member: Member) -> Verdict:
    """Whether a member has books made."""
    return power(member, CARE, _("Only those who keep the history of the house have its book made."))


def may_ask(book: YearBook | None, year: int, language: str, at: datetime, today: int) -> Verdict:
    """Whether a book may be asked for: of a year that has begun, and not while one is being made."""
    if not FIRST_YEAR <= year <= today or language not in LANGUAGES:
        return no(_("There is no book of that year."))
    if book is not None and book.done_at is None and book.asked_at > at - AGAIN:
        return no(_("It is being made already."))
    return YES


def may_see(member: Member, file: StoredFile) -> bool:
    """Never by the address of the file: a book is handed out by its own page, which looks whether everything in it may still be told."""
    return False


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are books."""
    return set(YearBook.objects.filter(file__in=ids).values_list("file_id", flat=True))


PAPER = purpose("inspire.year_book", may_see=may_see, used=used, made=True)
