"""What programs bring: mails and meetings by week, and how many people are in the audiences of the same ones. The worker counts, pages read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from django.db import transaction

from drittort.core import running
from drittort.core.database import locked
from drittort.core.sums import LEAST
from drittort.members.notices.brought import Brought, by_week, week_of
from drittort.plan.programs import rules
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramWeek
from drittort.spaces.models import Space

BACK, LATELY, AHEAD = 25, 2, 13
"""Weeks: as far back as inboxes reach, as far as a night counts anew, and as far ahead as dates are looked for."""

Key = tuple[int, str]
"""A program, and one of its parts; "" for all of them together."""


def begin_of(week: date, space: Space) -> datetime:
    """The moment at which a week begins in a house."""
    return datetime.combine(week, time(), tzinfo=space.zone).astimezone(UTC)


Hung = dict[str, dict[int, Key]]
"""What hangs on the programs of a house: by kind, the number of each part and where it hangs."""


def by_kind(rows: Iterable[ProgramPart]) -> Hung:
    """Some parts by their kind."""
    found: Hung = defaultdict(dict)
    for row in rows:
        kind, number = running.asked(row.part)
        if kind:
            found[kind][number] = row.program_id, row.part
    return found


def hung(space: Space) -> Hung:
    """What hangs on the programs of a house now."""
    return by_kind(ProgramPart.objects.hanging().filter(space=space))


def spans(space: Space, first: date, last: date) -> Iterator[tuple[date, date, Hung]]:
    """The weeks from one Monday up to another, in spans in which every part hung on one and the same program, with what hung where."""
    rows = list(ProgramPart.objects.filter(space=space).order_by("pk"))
    moved = {day for row in rows for day in (row.since_on, row.until_on) if day is not None and first < day < last}
    for since, until in pairwise([first, *sorted(moved), last]):
        there = by_kind(
            row for row in rows if (row.since_on is None or row.since_on <= since) and (row.until_on is None or row.until_on > since)
        )
        if there:
            yield since, until, there


Owned = dict[str, tuple[Key, ...]]
"""By thread, the part that it is of and its program; nothing for one that is of no program."""


def claimed(space: Space, parts: Hung, since: datetime) -> tuple[Owned, Owned]:
    """Of which part and program the notices of threads are: by name, and by how others begin."""
    threads: Owned = {}
    prefixes: Owned = {}
    for kind, own in parts.items():
        for thread, number in running.KINDS[kind].threads(space, since).items():
            threads[thread] = (own[number], (own[number][0], "")) if number in own else ()
        for start in running.KINDS[kind].prefixes:
            prefixes[start] = own[0], (own[0][0], "")
    # What a part claims by name is no other's, also where that part hangs on no program.
    for other in running.KINDS.values():
        if prefixes and other.name not in parts:
            threads |= dict.fromkeys(other.threads(space, since).keys() - threads.keys(), ())
    return threads, prefixes


def brought(space: Space, parts: Hung, since: datetime, until: datetime) -> dict[tuple[Key, date], Brought]:
    """Notices and mails by part and by program, and by week."""
    threads, prefixes = claimed(space, parts, since)
    return by_week(space, threads, prefixes, since, until)


def met(space: Space, parts: Hung, since: datetime, until: datetime) -> dict[tuple[Key, date], tuple[int, int]]:
    """How often people come together, and for how many minutes, by part and by program, and by week. What only goes out is no meeting."""
    count: dict[tuple[Key, date], tuple[int, int]] = {}
    for kind, own in parts.items():
        for one in running.KINDS[kind].meetings(space, since, until):
            if one.number not in own or not one.minutes:
                continue
            week = week_of(space.day(one.at))
            for key in (own[one.number], (own[one.number][0], "")):
                meetings, minutes = count.get((key, week), (0, 0))
                count[key, week] = meetings + 1, minutes + one.minutes
    return count


def count_weeks(space: Space, at: datetime, weeks: int) -> None:
    """Count so many weeks back, this one and those ahead, anew, each for the program on which a part hung in it. What lies further back stays as it was counted."""
    monday = week_of(space.day(at))
    first, last = monday - timedelta(weeks=weeks), monday + timedelta(weeks=AHEAD)
    mails: dict[tuple[Key, date], Brought] = {}
    dates: dict[tuple[Key, date], tuple[int, int]] = {}
    for since, until, parts in spans(space, first, last):
        begins, ends = begin_of(since, space), begin_of(until, space)
        mails |= brought(space, parts, begins, min(ends, at))
        dates |= met(space, parts, begins, ends)
    nothing = Brought(0, 0, 0)
    rows = []
    for key, week in mails.keys() | dates.keys():
        told, (meetings, minutes) = mails.get((key, week), nothing), dates.get((key, week), (0, 0))
        rows.append(
            ProgramWeek(
                program_id=key[0],
                part=key[1],
                week=week,
                notices=told.notices,
                mails=told.mails,
                readers=told.readers,
                meetings=meetings,
                minutes=minutes,
            )
        )
    with transaction.atomic():
        there = set(locked(Program.objects.filter(space=space).order_by("pk")).values_list("pk", flat=True))
        ProgramWeek.objects.filter(program__space=space, week__gte=first).delete()
        ProgramWeek.objects.bulk_create(row for row in rows if row.program_id in there)


def count_overlaps(space: Space, at: datetime) -> None:
    """See who is in the audiences of which programs, and keep how many are in the same ones. Fewer than five are left out."""
    today = space.day(at)
    programs: dict[int, set[int]] = defaultdict(set)
    for program in Program.objects.standing().filter(space=space).order_by("pk"):
        for person in rules.people_in(program, today).values_list("pk", flat=True):
            programs[person].add(program.pk)
    groups = Counter(tuple(sorted(ids)) for ids in programs.values())
    with transaction.atomic():
        ProgramOverlap.objects.filter(space=space).delete()
        ProgramOverlap.objects.bulk_create(
            ProgramOverlap(space=space, programs=list(ids), people=people) for ids, people in sorted(groups.items()) if people >= LEAST
        )
