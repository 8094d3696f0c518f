"""What came of asking to borrow something, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.lending.models import Loan
from drittort.connect.outcomes.sources import HELP, OPEN, Story


def loans(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Questions of these days: the thing changed hands, or not."""
    rows = Loan.objects.filter(space=space_id, asked_at__date__gte=first, asked_at__date__lte=last)
    for lender, borrower, handed in rows.values_list("listing__member_id", "borrower_id", "handed_over_at"):
        yield Story("market", HELP if handed else OPEN, frozenset((lender, borrower)))
