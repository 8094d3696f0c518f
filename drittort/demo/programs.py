"""Programs of the demo house, with what hangs on them and what they brought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from drittort.connect.rounds.models import GroupDraft, Seat
from drittort.core import metrics, running
from drittort.demo.texts import read
from drittort.inform.letter.models import LetterCopy
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from drittort.plan.programs import load
from drittort.plan.programs.catalogue import template
from drittort.plan.programs.models import Program, ProgramPart, ProgramPause
from drittort.spaces.models import Space

DAY = timedelta(days=1)
MAILED = timedelta(days=60)


def load_programs(space: Space, at: datetime) -> None:
    """Write them, hang on them what runs in the house, and count as the worker does."""
    plays = {m.attributes["plays"]: m for m in Member.objects.filter(space=space, attributes__has_key="plays")}
    Notice.objects.bulk_create(told(space, at), ignore_conflicts=True)
    rows = [(row, program(space, row, plays, at)) for row in read("programs")["program"] if row["owner"] in plays]
    Program.objects.bulk_create(one for _row, one in rows)
    today = space.day(at)
    ProgramPause.objects.bulk_create(ProgramPause(program=one, from_on=today - row["pauses"] * DAY) for row, one in rows if "pauses" in row)
    there = {
        (kind.name, part.name): part.number for kind in running.KINDS.values() for part in reversed(kind.parts(space, at)) if not part.over
    }
    only = {name: number for (name, _called), number in there.items()}
    ProgramPart.objects.bulk_create(
        ProgramPart(space=space, program=one, part=running.told(kind, number), at=at)
        for row, one in rows
        for kind, called in row.get("parts", ())
        if (number := there.get((kind, called)) if called else only.get(kind)) is not None
    )
    load.count_weeks(space, at, load.BACK)
    load.count_overlaps(space, at)


def program(space: Space, row: dict[str, Any], plays: dict[str, Member], at: datetime) -> Program:
    """One program: what its row says, and what its template says beside."""
    chosen = template(row["template"])
    said, today = chosen.said["de"], space.day(at)
    first = today - row["began"] * DAY
    return Program(
        space=space, kind=chosen.kind, name=row.get("name", said.name), purpose=row.get("purpose", said.purpose), language="de", owner=plays[row["owner"]],
        audience=chosen.audience, cadence=row.get("cadence", chosen.cadence), rule=row.get("rule", said.rule), template=chosen.key,
        metric=chosen.metric if chosen.metric in metrics.METRICS else "", target=chosen.target if chosen.metric in metrics.METRICS else None,
        mails=Decimal(row.get("mails", chosen.mails)), money=chosen.money, hours=chosen.hours, made_at=moment(space, min(first, today) - 9 * DAY),
        starts_on=first, ends_on=today + row["ends"] * DAY if "ends" in row else None, review_on=today + row["review"] * DAY if "review" in row else None,
        started_at=None if row.get("draft") else moment(space, first), ended_at=moment(space, today - row["ended"] * DAY) if "ended" in row else None,
        ended_with=row.get("ended_with", ""),
    )  # fmt: skip


def moment(space: Space, day: date) -> datetime:
    """Ten o'clock of a day in the house."""
    return datetime.combine(day, time(10), tzinfo=space.zone)


def told(space: Space, at: datetime) -> Iterator[Notice]:
    """What letters and rounds told people in the last weeks: mailed and read, and not in their inboxes any more."""
    since = at - MAILED
    for copy in LetterCopy.objects.filter(letter__space=space, mailed=True, went_at__gte=since):
        yield read_mail(copy.member_id, "letter", f"letter:{copy.letter_id}", "letter.sent", copy.went_at or at)
    for seat in Seat.objects.filter(gathering__space=space, gathering__proposed_at__gte=since).select_related("gathering"):
        yield read_mail(seat.member_id, "introduction", f"gathering:{seat.gathering_id}", "gathering.asked", seat.gathering.proposed_at)
    pairs = GroupDraft.objects.filter(round__space=space, introduction__isnull=False, sent_at__gte=since).select_related("introduction")
    for group in pairs:
        if group.introduction is not None and group.sent_at is not None:
            for member_id in (group.introduction.first_id, group.introduction.second_id):
                yield read_mail(member_id, "introduction", f"introduction:{group.introduction_id}", "introduction.proposed", group.sent_at)


def read_mail(member_id: int, category: str, thread: str, code: str, at: datetime) -> Notice:
    """A notice that came by mail and was read."""
    return Notice(
        member_id=member_id,
        category=category,
        thread=thread,
        key=f"{thread}:mailed",
        at=at,
        code=code,
        path="/",
        in_inbox=False,
        seen_at=at,
        mailed_at=at,
    )
