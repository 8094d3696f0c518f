"""How often a program may come by mail, and what waits where it came already: agreed on with the program, kept by whoever gathers the mails of a day.

What is meant for one person (an introduction, a date that moves) never waits, and counts. Everything else of a program waits for room; it stands in the inbox
meanwhile, and comes along with whatever else takes the day's place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, Min, OuterRef

from drittort.core.notices import holds_back
from drittort.members.models import Member, Notice
from drittort.plan.programs.load import Owned, claimed, hung
from drittort.plan.programs.models import Program, ProgramPart

A_WEEK = timedelta(days=7)
A_LITTLE = timedelta(hours=12)
"""What comes every week comes at the same hour; some minutes earlier is no second mail of a week."""
LOOKED_BACK = timedelta(days=60)
"""So much older than what it says a thing may be. What waits belongs to its program for as long as it waits."""


def agreed(program: Program) -> tuple[int, timedelta]:
    """So many mails of a program one reader gets in which time; none where it is to come without mail."""
    mails = float(program.mails)
    if mails >= 1:
        return int(mails), A_WEEK
    return (1, A_WEEK / mails) if mails else (0, A_WEEK)


def room(program: Program, came: Iterable[datetime], at: datetime) -> datetime | None:
    """When there is room for another mail of a program that came at some moments; None where there is now."""
    most, span = agreed(program)
    if not most:
        return at + span
    lately = sorted(moment for moment in came if moment > at - span + A_LITTLE)
    return lately[-most] + span - A_LITTLE if len(lately) >= most else None


@holds_back
def waiting(member_id: int, threads: Collection[str], at: datetime) -> dict[str, datetime]:
    """Which of some threads wait for a reader, and until when: those of programs that came as often as was agreed on.

    One question in a house whose programs hold nothing; else four, and one for each kind of part.
    """
    hanging = ProgramPart.objects.hanging().filter(program=OuterRef("pk"))
    running = {row.pk: row for row in Program.objects.standing().filter(Exists(hanging), space__members=member_id)}
    if not running:
        return {}
    space = Member.objects.select_related("space").get(pk=member_id).space
    oldest = Notice.objects.filter(member=member_id, thread__in=threads, due_at__isnull=False).aggregate(at=Min("at"))["at"] or at
    owned = claimed(space, hung(space), min(oldest, at) - LOOKED_BACK)
    due = {thread: running[pk] for thread in threads if (pk := program_of(thread, owned)) in running}
    came: dict[int, set[datetime]] = defaultdict(set)
    if due:
        since = at - max(agreed(program)[1] for program in due.values())
        for thread, mailed_at in Notice.objects.filter(member=member_id, mailed_at__gt=since).values_list("thread", "mailed_at"):
            if mailed_at is not None:
                came[program_of(thread, owned)].add(mailed_at)
    rooms = {program.pk: room(program, came[program.pk], at) for program in due.values()}
    return {thread: until for thread, program in due.items() if (until := rooms[program.pk]) is not None}


def program_of(thread: str, owned: tuple[Owned, Owned]) -> int:
    """The program on which a thread hangs; 0 for none."""
    named, begins = owned
    keys = named[thread] if thread in named else next((keys for start, keys in begins.items() if thread.startswith(start)), ())
    return keys[0][0] if keys else 0
