"""What published sums of deals tell, for the picture of the house."""

from __future__ import annotations

from datetime import date

from drittort.connect.deals.queries import published
from drittort.connect.outcomes.sources import BUSINESS

ORIGINS = {"introduction": "introduction", "need": "need", "listing": "market", "circle": "circle"}
"""Origins of the picture by what brought two sides together; all else is the house besides."""


def deals(space_id: int, first: date, last: date) -> dict[tuple[str, str], int]:
    """Deals by origin, of the sums that end in these days."""
    told: dict[tuple[str, str], int] = {}
    for name, count in published(space_id, first, last).items():
        key = (ORIGINS.get(name, "house"), BUSINESS)
        told[key] = told.get(key, 0) + count
    return told
