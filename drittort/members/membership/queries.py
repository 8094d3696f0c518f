"""Who belonged to a house when."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from drittort.core.metrics import last_day
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Member
from drittort.spaces.models import Space

Spans = dict[int, list[tuple[date, date | None]]]


def spans(space: Space) -> Spans:
    """From which day until which (the last one, None for now) everybody belonged to the house, in order. Two queries."""
    found: Spans = defaultdict(list)
    periods = MembershipPeriod.objects.filter(member__space=space).order_by("from_on", "pk")
    for member, first, last in periods.values_list("member_id", "from_on", "until_on"):
        found[member].append((first, last))
    for member, joined, left in Member.objects.filter(space=space).values_list("pk", "joined_on", "left_on"):
        if member not in found:
            found[member].append((joined, left))
    return found


def belongs(days: Sequence[tuple[date, date | None]], on: date) -> bool:
    """Whether somebody belonged to the house on a day."""
    return any(first <= on and (last is None or last >= on) for first, last in days)


def here_in(everybody: Spans, month: date) -> set[int]:
    """Who belonged to the house on any day of a month."""
    end = last_day(month)
    return {pk for pk, days in everybody.items() if any(first <= end and (last is None or last >= month) for first, last in days)}


def here_on(everybody: Spans, days: Sequence[date]) -> dict[date, int]:
    """How many belonged to the house on each of some days."""
    first = sorted(begin for each in everybody.values() for begin, _last in each)
    last = sorted(end for each in everybody.values() for _first, end in each if end is not None)
    return {day: bisect_right(first, day) - bisect_right(last, day - timedelta(days=1)) for day in days}
