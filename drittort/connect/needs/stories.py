"""What came of needs, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.needs.models import Need
from drittort.connect.outcomes.sources import HELP, OPEN, Story


def needs(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Needs that were opened on these days: somebody helped, or nobody yet."""
    rows = Need.objects.filter(space=space_id, opened_at__date__gte=first, opened_at__date__lte=last)
    for asker, helper in rows.values_list("member_id", "answered_by_id"):
        yield Story("need", HELP if helper else OPEN, frozenset(pk for pk in (asker, helper) if pk))
