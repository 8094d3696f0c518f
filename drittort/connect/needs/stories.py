"""What came of needs, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.needs.models import Need
from drittort.connect.outcomes.sources import HELP, OPEN, Story


def needs(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Needs of these days: whoever asked told that it helped, or not yet. Offers are told of by those who take them up."""
    rows = Need.objects.seeking().filter(space=space_id, opened_at__date__gte=first, opened_at__date__lte=last)
    for asker, helper, helped in rows.values_list("member_id", "helped_by_id", "helped_at"):
        yield Story("need", HELP if helped else OPEN, frozenset(pk for pk in (asker, helper) if pk))
