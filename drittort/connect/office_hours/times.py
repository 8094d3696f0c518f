"""The times of an office hour, as the house's clocks show them: the same hour before and after a change of the clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_SERIES = timedelta(days=183)
MOST_AT_ONCE = 120


@dataclass(frozen=True, slots=True)
class Times:
    """From when until when on which weekdays (0 is Monday), from one day to another. Without weekdays: on the first day alone."""

    from_on: date
    until_on: date
    weekdays: frozenset[int]
    first: time
    last: time

    def days(self) -> Iterator[date]:
        """The days on which somebody is there."""
        if not self.weekdays:
            yield self.from_on
            return
        for ahead in range((self.until_on - self.from_on).days + 1):
            day = self.from_on + timedelta(days=ahead)
            if day.weekday() in self.weekdays:
                yield day


def moments(times: Times, minutes: int, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end of each time, in UTC. An hour that a change of the clock skips is left out; one that comes twice counts once."""
    length = timedelta(minutes=minutes)
    for day in times.days():
        local, last = datetime.combine(day, times.first), datetime.combine(day, times.last)
        while local + length <= last:
            starts = local.replace(tzinfo=zone).astimezone(UTC)
            if starts.astimezone(zone).replace(tzinfo=None) == local:
                yield starts, starts + length
            local += length
