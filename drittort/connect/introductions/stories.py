"""What came of introductions, for the picture of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from drittort.connect.introductions.models import Introduction
from drittort.connect.outcomes.sources import MET, OPEN, Story


def introductions(space_id: int, first: date, last: date) -> Iterator[Story]:
    """Introductions that were proposed on these days: met, or not told of. What somebody answered is nobody's business, and is not looked at."""
    rows = Introduction.objects.filter(space=space_id, proposed_at__date__gte=first, proposed_at__date__lte=last)
    for one, other, met in rows.values_list("first_id", "second_id", "met_on"):
        yield Story("introduction", MET if met else OPEN, frozenset((one, other)))
