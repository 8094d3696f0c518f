"""Business made inside the house, from the sums that were published: nothing is counted twice, and nothing that was not told already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.connect.deals.models import DealSum
from drittort.core.metrics import CONNECT, COUNT, MONEY, UP, Calendar, Figure, metric
from drittort.spaces.models import Space


def deals(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many deals the sum tells of that ends with a month."""
    return {row.until_on.replace(day=1): Figure(float(row.deals), row.deals, since=whole(row)) for row in sums(space, months)}


def business(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many euros they are at least, and at most."""
    found = {}
    for row in sums(space, months):
        if row.low is not None:
            high = None if row.high is None else float(row.high)
            found[row.until_on.replace(day=1)] = Figure(float(row.low), row.deals, float(row.low), high, since=whole(row))
    return found


def sums(space: Space, months: Sequence[date]) -> Sequence[DealSum]:
    """The sums that end in some months."""
    calendar = Calendar(space, months)
    return list(DealSum.objects.filter(space=space, until_on__gte=calendar.first, until_on__lt=calendar.until_on))


def whole(row: DealSum) -> date | None:
    """The first month of a sum, where it tells of more than one."""
    first = row.from_on.replace(day=1)
    return first if first != row.until_on.replace(day=1) else None


METHOD = {
    "program": CONNECT,
    "element": "needs",
    "why_private": _("Each deal is an affair of its two sides. The house publishes sums of five deals and more, once, and never again."),
    "source": _("The sums of deals that the house has published; both sides of each said yes."),
    "helps": _("Tell a story of two who did business, with their consent: others remember theirs."),
    "helps_at": "connect:deals",
}
metric(
    "deals", _("Deals inside the house"), deals, unit=COUNT, better=UP, **METHOD,
    definition=_("How many deals between people and companies of the house were told of and confirmed."),
    formula=_("Deals of the published sum that ends with the month; months with too few are summed up with the next ones."),
    limits=_("Only what both sides tell. Most business is never told."),
)  # fmt: skip
metric(
    "business", _("Business made inside the house"), business, unit=MONEY, better=UP, **METHOD,
    definition=_("How many euros these deals are at least. Nobody gives an amount, only a band."),
    formula=_("The lower ends of the bands, summed up; the interval goes up to their upper ends."),
    limits=_("A lower bound: deals without a band count for nothing, and most business is never told."),
)  # fmt: skip
