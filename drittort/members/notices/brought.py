"""What things of the house brought to people, as numbers: how many notices and mails in a week, to how many readers. Counted from inboxes, kept by whoever asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from drittort.core.database import in_steps
from drittort.members.notices.models import Notice
from drittort.spaces.models import Space

Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Brought:
    """How many notices, in how many mails, to how many readers."""

    notices: int
    mails: int
    readers: int


def week_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def by_week(
    space: Space, threads: Mapping[str, tuple[Thing, ...]], prefixes: Mapping[str, tuple[Thing, ...]], since: datetime, until: datetime
) -> dict[tuple[Thing, date], Brought]:
    """What came between two moments, by thing and week of the house.

    `threads` says which things a thread is of (none, perhaps), `prefixes` the same for all threads that begin so and are not named. A mail that gathers several notices of a thing
    counts once; one that gathers those of several things counts for each.
    """
    told: dict[tuple[Thing, date], int] = defaultdict(int)
    mailed: dict[tuple[Thing, date], set[tuple[int, datetime]]] = defaultdict(set)
    readers: dict[tuple[Thing, date], set[int]] = defaultdict(set)
    rows = Notice.objects.filter(member__space=space, at__gte=since, at__lt=until).only("thread", "member_id", "at", "mailed_at")
    for row in in_steps(rows, 5000):
        things = threads.get(row.thread)
        if things is None:
            things = next((own for start, own in prefixes.items() if row.thread.startswith(start)), ())
        for thing in things:
            key = thing, week_of(space.day(row.at))
            told[key] += 1
            readers[key].add(row.member_id)
            if row.mailed_at is not None:
                mailed[key].add((row.member_id, row.mailed_at))
    return {key: Brought(count, len(mailed[key]), len(readers[key])) for key, count in told.items()}
