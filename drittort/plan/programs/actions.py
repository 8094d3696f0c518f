"""Planning a program, changing it, starting, resting, going on and ending it. Ids only go into the ledger, never words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger, metrics, running
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.core.jobs.queue import enqueue
from drittort.members.models import Member
from drittort.members.notices.brought import week_of
from drittort.plan.programs import rules
from drittort.plan.programs.models import Program, ProgramPart, ProgramPause
from drittort.plan.rules import may_run
from drittort.spaces.industries import SECTIONS
from drittort.spaces.models import Location
from drittort.spaces.roles.models import Role
from drittort.talk.groups.models import Group

PLANNED, CHANGED, STARTED, DROPPED = "program.planned", "program.changed", "program.started", "program.dropped"
PAUSED, WENT_ON, ENDED = "program.paused", "program.went_on", "program.ended"
HUNG, TAKEN_OFF = "program.hung", "program.taken_off"
COUNT = "plan.programs.count"
NEEDS = {"location": "location_id", "industry": "industry", "group": "group_id", "role": "role"}
"""The audiences that need a choice, and the field that holds it."""
A_SLIP = timedelta(days=7)
"""What hung on a program for less than so was hung there by mistake."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a program is to be. Of `location_id`, `industry`, `group_id` and `role` the one counts that the audience needs."""

    kind: str
    name: str
    purpose: str
    language: str
    owner_id: int | None = None
    audience: str = Program.Audience.ALL
    location_id: int | None = None
    industry: str = ""
    group_id: int | None = None
    role: str = ""
    cadence: str = Program.Cadence.WEEKLY
    rule: str = ""
    metric: str = ""
    target: float | None = None
    mails: Decimal = Decimal(0)
    money: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    starts_on: date | None = None
    ends_on: date | None = None
    review_on: date | None = None


def fitting(actor: Member, shape: Shape) -> dict[str, object]:
    """The fields of a program as they are kept. Raises Invalid for what the house does not have."""
    kept = {**asdict(shape), "name": " ".join(shape.name.split()), "purpose": shape.purpose.strip(), "rule": " ".join(shape.rule.split())}
    if not kept["name"] or not kept["purpose"]:
        raise Invalid(_("Give it a name, and a sentence on what it is for."))
    if (
        shape.kind not in Program.Kind.values
        or shape.audience not in Program.Audience.values
        or shape.cadence not in Program.Cadence.values
    ):
        raise Invalid
    if shape.starts_on and shape.ends_on and shape.ends_on < shape.starts_on:
        raise Invalid(_("The last day lies before the first."))
    if shape.metric and shape.metric not in metrics.METRICS:
        raise Invalid(_("The house has no such figure."))
    if shape.target is not None and not shape.metric:
        raise Invalid(_("Which figure is meant?"))
    if min(shape.mails, shape.money, shape.hours) < 0:
        raise Invalid(_("Nothing costs less than nothing."))
    for audience, name in NEEDS.items():
        if shape.audience != audience:
            kept[name] = None if name.endswith("_id") else ""
        elif not kept[name]:
            raise Invalid(_("Say which one is meant."))
    there = {
        "owner_id": Member.objects.here().filter(space=actor.space_id, pk=shape.owner_id or 0),
        "location_id": Location.objects.standing().filter(space=actor.space_id, pk=kept["location_id"] or 0),
        "group_id": Group.objects.filter(space=actor.space_id, pk=kept["group_id"] or 0, closed_at=None).exclude(
            seen_by=Group.SeenBy.HIDDEN
        ),
        "role": Role.objects.filter(space=actor.space_id, key=kept["role"]),
    }
    if any(kept[name] and not rows.exists() for name, rows in there.items()) or (kept["industry"] and kept["industry"] not in SECTIONS):
        raise Invalid(_("The house does not have this any more. Please choose again."))
    return kept


def visible(actor: Member, program_id: int) -> Program:
    """A program that the actor may run, locked. Raises NotFound, NotAllowed."""
    require(may_run(actor))
    program = locked(Program.objects.filter(pk__in=rules.visible_to(actor).filter(pk=program_id).values("pk"))).first()
    if program is None:
        raise NotFound
    return program


def plan_program(*, actor: Member, shape: Shape, template: str = "", at: datetime) -> Program:
    """Write a program down; it is a draft until somebody starts it. Raises Invalid, NotAllowed."""
    require(may_run(actor))
    with transaction.atomic():
        program = Program.objects.create(space_id=actor.space_id, template=template, made_at=at, **fitting(actor, shape))
        record(PLANNED, program, actor, at)
    return program


def change_program(*, actor: Member, program_id: int, shape: Shape, at: datetime) -> Program:
    """Write it anew. The first day of one that was started stays a day. Raises Invalid, NotAllowed."""
    with transaction.atomic():
        program = visible(actor, program_id)
        require(rules.may_change(actor, program, actor.space.day(at)))
        kept = fitting(actor, shape)
        if program.started_at is not None and kept["starts_on"] is None:
            raise Invalid(_("It was started: on which day does it begin?"))
        for name, value in kept.items():
            setattr(program, name, value)
        program.save(update_fields=list(kept))
        record(CHANGED, program, actor, at)
    return program


def start_program(*, actor: Member, program_id: int, at: datetime) -> Program:
    """Start a draft: it runs from its first day on, today where none is named. Twice is once. Raises OutOfDate, NotAllowed."""
    with transaction.atomic():
        program = visible(actor, program_id)
        if program.started_at is not None and program.ended_at is None:
            return program
        in_time(rules.may_start(program))
        today = actor.space.day(at)
        if program.ends_on is not None and program.ends_on < today:
            raise Invalid(_("Its last day is over already. Give it other days first."))
        program.started_at, program.starts_on = at, program.starts_on or today
        program.save(update_fields=["started_at", "starts_on"])
        record(STARTED, program, actor, at)
        count_anew(program, at)
    return program


def pause_program(*, actor: Member, program_id: int, at: datetime) -> Program:
    """Let a program rest from today on. Raises OutOfDate, NotAllowed."""
    with transaction.atomic():
        program = visible(actor, program_id)
        today = actor.space.day(at)
        in_time(rules.may_pause(program, today))
        ProgramPause.objects.create(program=program, from_on=today)
        record(PAUSED, program, actor, at)
    return program


def go_on(*, actor: Member, program_id: int, at: datetime) -> Program:
    """Let a resting program go on from today. One that rests since today has never rested. Where it does not rest, nothing changes."""
    with transaction.atomic():
        program = visible(actor, program_id)
        if wake(program, actor.space.day(at)):
            record(WENT_ON, program, actor, at)
    return program


def wake(program: Program, today: date) -> bool:
    """End the open pause of a program on the day before; returns whether there was one."""
    pause = locked(ProgramPause.objects.filter(program=program, until_on=None)).first()
    if pause is None:
        return False
    if pause.from_on >= today:
        pause.delete()
    else:
        pause.until_on = today - timedelta(days=1)
        pause.save(update_fields=["until_on"])
    return True


def end_program(*, actor: Member, program_id: int, text: str, at: datetime) -> Program:
    """End a program that was started, with a sentence on why. Twice is once. Raises Invalid without the sentence, and for a draft."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a sentence on why it ends. In a year somebody will ask."))
    with transaction.atomic():
        program = visible(actor, program_id)
        if program.started_at is None:
            raise Invalid(_("It never began. Throw the draft away instead."))
        if program.ended_at is None:
            wake(program, actor.space.day(at))
            program.ended_at, program.ended_with = at, text
            program.save(update_fields=["ended_at", "ended_with"])
            record(ENDED, program, actor, at)
    return program


def look_again(*, actor: Member, program_id: int, on: date, at: datetime) -> Program:
    """Give a program another day on which it is looked at."""
    with transaction.atomic():
        program = visible(actor, program_id)
        program.review_on = on
        program.save(update_fields=["review_on"])
        record(CHANGED, program, actor, at)
    return program


def drop_program(*, actor: Member, program_id: int, at: datetime) -> None:
    """Throw a draft away. What was started is ended, and stays. Raises OutOfDate."""
    with transaction.atomic():
        program = visible(actor, program_id)
        in_time(rules.may_drop(program))
        record(DROPPED, program, actor, at)
        program.delete()


def hang_part(*, actor: Member, program_id: int, part: str, at: datetime) -> ProgramPart:
    """Hang a running part of the house on a program; it leaves the one on which it hung, and what it brought there stays there. Twice is once.

    Raises Invalid for what the house does not have.
    """
    with transaction.atomic():
        program = visible(actor, program_id)
        require(rules.may_change(actor, program, actor.space.day(at)))
        kind, number = running.asked(part)
        if not kind or all(one.number != number for one in running.KINDS[kind].parts(actor.space, at)):
            raise Invalid(_("The house does not have this any more. Please choose again."))
        rows = ProgramPart.objects.filter(space_id=actor.space_id, part=part)
        hung = locked(rows.hanging()).first()
        if hung is None or hung.program_id != program.pk:
            monday, since_on = week_of(actor.space.day(at)), None
            if hung is not None:
                since_on = hung.since_on if take_down(hung, monday, at) else monday
            elif rows.exists():
                since_on = monday
            hung = ProgramPart.objects.create(space_id=actor.space_id, program=program, part=part, at=at, since_on=since_on)
            record(HUNG, program, actor, at)
        count_anew(program, at)
    return hung


def take_off(*, actor: Member, program_id: int, part: str, at: datetime) -> None:
    """Let a running part go on by itself; what it brought the program stays there. Twice is once."""
    with transaction.atomic():
        program = visible(actor, program_id)
        hung = locked(ProgramPart.objects.hanging().filter(program=program, part=part)).first()
        if hung is not None:
            take_down(hung, week_of(actor.space.day(at)), at)
            record(TAKEN_OFF, program, actor, at)
            count_anew(program, at)


def take_down(hung: ProgramPart, monday: date, at: datetime) -> bool:
    """A part hangs on its program no more, from a week on. What hung there for less than a week never did; returns whether that was so."""
    if hung.at > at - A_SLIP:
        hung.delete()
        return True
    hung.until_on = monday
    hung.save(update_fields=["until_on"])
    return False


def count_anew(program: Program, at: datetime) -> None:
    """Let the worker count what the programs of the house bring."""
    enqueue(COUNT, {"space": program.space_id}, at=at, space_id=program.space_id, key=f"{COUNT}:{program.space_id}:{at.isoformat()}")


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: what they took care of waits for somebody else."""
    Program.objects.filter(owner=member_id).update(owner=None)


def record(kind: str, program: Program, actor: Member, at: datetime) -> None:
    """One row of the ledger."""
    ledger.record(space_id=program.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=program.pk, audience=ledger.MANAGERS)
