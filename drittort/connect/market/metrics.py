"""How much is on offer between members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from drittort.connect.market.models import Listing
from drittort.core.metrics import CONNECT, COUNT, UP, Calendar, Figure, gives, metric, page
from drittort.spaces.models import Space


def alive(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many listings stood on the market when a month ended."""
    calendar = Calendar(space, months)
    rows = list(
        Listing.objects.filter(space=space, shown_at__lt=calendar.until).values_list("shown_at", "expires_at", "taken_at", "closed_at")
    )
    told = {}
    for month in months:
        end = calendar.end(month)
        count = sum(shown < end and min(over for over in overs if over is not None) >= end for shown, *overs in rows)
        if any(shown < end for shown, *_overs in rows):
            told[month] = Figure(float(count), count)
    return told


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who put something on the market."""
    return Listing.objects.filter(space=space_id, shown_at__gte=since, shown_at__lt=until).values_list("shown_at", "member_id").iterator()


gives("market", giving)
metric(
    "listings", _("On the market"), alive, unit=COUNT, better=UP, program=CONNECT, element="needs", open=True, rows=page("connect:market"),
    definition=_("How many listings stood on the market on the last day of the month."),
    formula=_("Listings shown by then and neither taken, taken down nor run out."),
    source=_("The market: services, products, discounts, things to lend, jobs and projects."),
    limits=_("A listing that ran out and was shown again counts as never gone. What ran out long ago is forgotten, so old months may seem emptier."),
    helps=_("Ask members for one thing each that they would lend."), helps_at="connect:market",
)  # fmt: skip
