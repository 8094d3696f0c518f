"""What came of listings, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.market.models import Listing
from drittort.connect.outcomes.sources import OPEN, PROJECT, Story


def listings(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Jobs and projects that were put up on these days: they found somebody, or not yet. What else is on the market is told of by loans and deals."""
    rows = Listing.objects.filter(
        space=space_id, kind__in=(Listing.Kind.JOB, Listing.Kind.PROJECT), shown_at__date__gte=first, shown_at__date__lte=last
    )
    for owner, taken in rows.values_list("member_id", "taken_at"):
        yield Story("market", PROJECT if taken else OPEN, frozenset((owner,)))
