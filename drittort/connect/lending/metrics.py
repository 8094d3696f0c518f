"""How often things change hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.connect.lending.models import Loan
from drittort.core.metrics import BETWEEN_PEOPLE, CONNECT, COUNT, UP, Calendar, Figure, gather, metric, summed
from drittort.core.sums import of_people
from drittort.spaces.models import Space


def lent(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many things were handed over."""
    calendar = Calendar(space, months)
    rows = Loan.objects.filter(space=space, handed_over_at__gte=calendar.since, handed_over_at__lt=calendar.until, withheld=False)
    hands = rows.values_list("handed_over_at", "listing__member_id", "borrower_id")
    return gather(
        months, calendar.by_month((at, of_people((lender, borrower))) for at, lender, borrower in hands if at is not None), summed
    )


metric(
    "loans", _("Things lent"), lent, unit=COUNT, better=UP, program=CONNECT, element="needs", gathers=True, ripens=7,
    why_private=BETWEEN_PEOPLE,
    definition=_("How many things of members changed hands for a while in the month."),
    formula=_("Loans of which one of the two said that the thing was handed over."),
    source=_("Loans between members."),
    limits=_("What is lent across the desk without a word here does not show. Months with too few wait for the next."),
    helps=_("Hang a list of things to lend in the kitchen."), helps_at="connect:market",
)  # fmt: skip
