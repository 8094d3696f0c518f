"""Programs of the demo house, with what hangs on them and what they brought; one review that was held, and one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from drittort.connect.rounds.models import GroupDraft, Seat
from drittort.core import metrics, running
from drittort.core.metrics import next_month
from drittort.demo.texts import read
from drittort.inform.letter.models import LetterCopy
from drittort.members.models import Member
from drittort.members.notices.models import Notice
from drittort.plan.programs import load
from drittort.plan.programs.catalogue import template
from drittort.plan.programs.models import Program, ProgramPart, ProgramPause
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict
from drittort.plan.review.rules import last_month
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
    there = [(kind.name, part) for kind in running.KINDS.values() for part in kind.parts(space, at) if not part.over]
    ProgramPart.objects.bulk_create(
        ProgramPart(space=space, program=one, part=running.told(name, part.number), at=at)
        for row, one in rows
        for kind, called in row.get("parts", ())
        for name, part in there
        if name == kind and called in ("", part.name)
    )
    load.count_weeks(space, at, load.BACK)
    load.count_overlaps(space, at)
    if "manager" in plays:
        load_review(space, plays, at)


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


def load_review(space: Space, plays: dict[str, Member], at: datetime) -> None:
    """The review of the month before the last one, held on a morning soon after its end, with what was agreed on. The last month waits."""
    said, programs = read("programs")["review"], {one.name: one for one in Program.objects.filter(space=space)}
    today, month = space.day(at), last_month(last_month(space.day(at)))
    began = moment(space, next_month(month) + 5 * DAY)
    review = MonthReview.objects.create(
        space=space, month=month, begun_at=began, begun_by=plays["manager"], language="de", happened=said["happened"], worked=said["worked"], said=said["said"],
        closed_at=began + timedelta(minutes=34), closed_by=plays["manager"], told_at=began + timedelta(minutes=34),
    )  # fmt: skip
    ProgramVerdict.objects.bulk_create(
        ProgramVerdict(
            review=review,
            program=programs[row["program"]],
            says=row["says"],
            reason=row["reason"],
            told=row.get("told", True),
            by=plays["manager"],
            at=began,
        )
        for row in said["verdict"]
        if row["program"] in programs
    )
    PlanMeasure.objects.bulk_create(
        PlanMeasure(
            space=space, text=row["text"], responsible=plays.get(row["owner"]), until_on=max(space.day(began), today + row["until"] * DAY),
            program=programs.get(row.get("program", "")), review=review, told=row.get("told", False), made_at=began, made_by=plays["manager"],
            done_at=at - 10 * DAY if "done" in row else None, dropped_at=at - 15 * DAY if "dropped" in row else None,
            settled_with=row.get("done", row.get("dropped", "")), late_at=at,
        )
        for row in said["measure"]
    )  # fmt: skip
