"""Days as the engine counts them, and what one contact weighs. No arrays: pages read this without loading numpy and scipy."""

from __future__ import annotations

from datetime import date

from drittort.engine.channels import CHANNELS, MUTUAL

EPOCH = date(1970, 1, 1).toordinal()
ROW = ("first_id", "second_id", "on", "kind", "forth", "back")
MONTHS_KEPT = 24


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the engine counts time."""
    return day.toordinal() - EPOCH


def day_of(number: float) -> date:
    """The day of such a number."""
    return date.fromordinal(int(number) + EPOCH)


def kept_since(as_of: date) -> date:
    """The first day whose contacts are still kept: 24 months before, at the end of a shorter month its last day."""
    year, month = divmod(as_of.year * 12 + as_of.month - 1 - MONTHS_KEPT, 12)
    for day in range(as_of.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, as_of.day)


def channel_weight(kind: str, factor: float = 1.0) -> float:
    """What one contact of a kind adds to its day."""
    return CHANNELS.get(kind, 1.0) * factor


def goes_both_ways(kind: str) -> bool:
    """Whether a kind has no direction: who met, met each other."""
    return kind in MUTUAL
