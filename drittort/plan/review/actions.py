"""Holding a review, deciding on programs, saying what is done next and what became of it. Ids only go into the ledger, never words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger, metrics
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.members.models import Member
from drittort.plan.programs.actions import end_program, look_again
from drittort.plan.programs.catalogue import templates
from drittort.plan.programs.models import Program
from drittort.plan.review import rules
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict
from drittort.plan.review.rules import Decision
from drittort.plan.rules import may_run
from drittort.spaces.models import Space

BEGUN, CLOSED, DECIDED = "review.begun", "review.closed", "review.decided"
ADDED, DONE, DROPPED = "plan_measure.added", "plan_measure.done", "plan_measure.dropped"
Says = ProgramVerdict.Says
WORDS = ("happened", "worked", "said")
MOST_WORDS = 2000


def held(actor: Member, review_id: int) -> MonthReview:
    """A review that is being held, locked. Raises NotFound, NotAllowed, OutOfDate."""
    require(may_run(actor))
    review = locked(MonthReview.objects.filter(pk__in=rules.visible_to(actor).filter(pk=review_id).values("pk"))).first()
    if review is None:
        raise NotFound
    in_time(rules.is_held(review))
    return review


def begin_review(*, actor: Member, month: date, at: datetime) -> MonthReview:
    """Begin to look at a month; where somebody began already, one goes on together. Raises NotAllowed."""
    require(rules.may_hold(actor, month, actor.space.day(at)))
    with transaction.atomic():
        review, new = MonthReview.objects.get_or_create(
            space_id=actor.space_id, month=month, defaults={"begun_at": at, "begun_by": actor, "language": actor.space.language}
        )
        if new:
            ledger.record(space_id=review.space_id, at=at, kind=BEGUN, actor_id=actor.pk, subject_id=review.pk, audience=ledger.MANAGERS)
    return review


def write_review(*, actor: Member, review_id: int, at: datetime, before: Mapping[str, str] | None = None, **words: str) -> MonthReview:
    """Write down what happened, what worked, or what is said to all (`happened`, `worked`, `said`). What is not given stays.

    `before` is what the writer found there: what they left as it was stays as it is, and where somebody else wrote meanwhile, both stand below each other.
    Raises OutOfDate, and Invalid where both together are too long.
    """
    with transaction.atomic():
        review = held(actor, review_id)
        for name in words:
            if name not in WORDS:
                raise Invalid
            stands, text = getattr(review, name), written(words[name])
            began = written(before[name]) if before is not None and name in before else stands
            if text == began:
                continue
            if stands and stands != began and stands != text:
                text = "\n\n".join(part for part in (stands, text) if part)
            if len(text) > MOST_WORDS:
                raise Invalid(_("Somebody else wrote here, too, and together it is too long. Shorten it, and save it again."))
            setattr(review, name, text)
        review.save(update_fields=list(words))
    return review


def written(text: str) -> str:
    """A text as it is kept."""
    return text.replace("\r\n", "\n").strip()


def decide(*, actor: Member, review_id: int, decisions: Iterable[Decision], at: datetime) -> int:
    """Decide on programs, each with a reason; deciding again replaces. Returns on how many. Raises Invalid without a reason, OutOfDate."""
    with transaction.atomic():
        review = held(actor, review_id)
        wanted = {one.program_id: one for one in decisions}
        there = set(Program.objects.begun().filter(space=review.space_id, pk__in=wanted).values_list("pk", flat=True))
        if there != set(wanted) or any(one.says not in ("", *Says.values) for one in wanted.values()):
            raise Invalid
        if any(not one.says for one in wanted.values()):
            raise Invalid(_("Keep, change or stop? Choose one wherever you wrote why."))
        for one in wanted.values():
            reason = " ".join(one.reason.split())
            if not reason:
                raise Invalid(_("Write a few words to each decision: why?"))
            _row, new = ProgramVerdict.objects.update_or_create(
                review=review,
                program_id=one.program_id,
                defaults={"says": one.says, "reason": reason, "told": one.told, "by": actor, "at": at},
            )
            if new:
                ledger.record(
                    space_id=review.space_id, at=at, kind=DECIDED, actor_id=actor.pk, subject_id=review.pk, audience=ledger.MANAGERS,
                    facts={"program": one.program_id},
                )  # fmt: skip
    return len(wanted)


def close_review(*, actor: Member, review_id: int, tells: bool, at: datetime) -> MonthReview:
    """Close a review: programs that were to stop end, those that are kept or changed have a new day, and the minutes go out; to all members where `tells`.

    Raises OutOfDate for one that is closed, Invalid where members are to read nothing.
    """
    with transaction.atomic():
        review = held(actor, review_id)
        if tells and not (review.said or review.verdicts.filter(told=True).exists() or review.measures.filter(told=True).exists()):
            raise Invalid(_("There is nothing yet that members could read. Write them a sentence."))
        today = actor.space.day(at)
        for verdict in review.verdicts.select_related("program"):
            if verdict.says == Says.STOP:
                end_program(actor=actor, program_id=verdict.program_id, text=verdict.reason, at=at)
            elif verdict.program.review_on is None or verdict.program.review_on <= today:
                look_again(actor=actor, program_id=verdict.program_id, on=today + rules.LOOK_AGAIN[verdict.says], at=at)
        review.closed_at, review.closed_by, review.told_at = at, actor, at if tells else None
        review.save(update_fields=["closed_at", "closed_by", "told_at"])
        ledger.record(
            space_id=review.space_id,
            at=at,
            kind=CLOSED,
            actor_id=actor.pk,
            subject_id=review.pk,
            audience=ledger.EVERYONE if tells else ledger.MANAGERS,
        )
    return review


def add_measure(
    *,
    actor: Member,
    text: str,
    until_on: date,
    responsible_id: int | None = None,
    program_id: int | None = None,
    review_id: int | None = None,
    metric: str = "",
    source: str = "",
    told: bool = False,
    at: datetime,
) -> PlanMeasure:
    """Write down what somebody does until a day; returns the measure. It may come from a review that is being held, a program, a figure (`metric`), or from
    another thing of the plan (`source`, as "advice:7"; a thing is a measure once: the second time the first is returned).

    Raises Invalid for nothing to do, a day that is over, and what the house does not have; NotAllowed for who runs no programs.
    """
    require(may_run(actor))
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("What is to be done?"))
    if until_on < actor.space.day(at):
        raise Invalid(_("This day is over already."))
    if metric and metric not in metrics.METRICS:
        raise Invalid(_("The house has no such figure."))
    with transaction.atomic():
        if review_id is not None:
            held(actor, review_id)
        locked(Space.objects.filter(pk=actor.space_id)).get()
        known = PlanMeasure.objects.filter(space=actor.space_id, source=source).first() if source else None
        if known is not None:
            return known
        for rows in (
            Member.objects.here().filter(space=actor.space_id, pk=responsible_id) if responsible_id is not None else None,
            Program.objects.filter(space=actor.space_id, pk=program_id) if program_id is not None else None,
        ):
            if rows is not None and not rows.exists():
                raise Invalid(_("The house does not have this any more. Please choose again."))
        measure = PlanMeasure.objects.create(
            space_id=actor.space_id, text=text, responsible_id=responsible_id, until_on=until_on, program_id=program_id, review_id=review_id, metric=metric,
            source=source, told=told, made_at=at, made_by=actor,
        )  # fmt: skip
        ledger.record(space_id=measure.space_id, at=at, kind=ADDED, actor_id=actor.pk, subject_id=measure.pk, audience=ledger.MANAGERS)
    return measure


def plan_first_steps(*, actor: Member, program_id: int, at: datetime) -> int:
    """Make measures of the first steps of the template from which a program came, for whoever takes care of it; returns how many.

    Steps whose day is over are due today. Where the program has measures already, nothing is planned. Raises Invalid without a template or a first day,
    NotFound, NotAllowed.
    """
    require(may_run(actor))
    with transaction.atomic():
        program = locked(Program.objects.filter(space=actor.space_id, pk=program_id)).first()
        if program is None:
            raise NotFound
        chosen = next((one for one in templates() if one.key == program.template), None)
        if chosen is None or program.starts_on is None:
            raise Invalid(_("Without a template and a first day there are no steps to plan."))
        if PlanMeasure.objects.filter(program=program).exists():
            return 0
        steps = chosen.steps(program.language, program.starts_on)
        for day, text in steps:
            until_on = max(day, actor.space.day(at))
            add_measure(actor=actor, text=text, until_on=until_on, responsible_id=program.owner_id, program_id=program.pk, at=at)
    return len(steps)


def settle_measure(*, actor: Member, measure_id: int, done: bool, text: str, at: datetime) -> PlanMeasure:
    """Say that a measure is done, or that it is dropped and why. Raises Invalid for dropping without a word, OutOfDate for what is settled, NotFound for what is somebody else's."""
    text = " ".join(text.split())
    if not done and not text:
        raise Invalid(_("Why is it dropped? A few words are enough."))
    with transaction.atomic():
        measure = locked(PlanMeasure.objects.filter(pk__in=rules.measures_of(actor).filter(pk=measure_id).values("pk"))).first()
        if measure is None:
            raise NotFound
        verdict = rules.may_settle(actor, measure)
        if measure.done_at is not None or measure.dropped_at is not None:
            in_time(verdict)
        require(verdict)
        measure.done_at, measure.dropped_at, measure.settled_with = at if done else None, None if done else at, text
        measure.save(update_fields=["done_at", "dropped_at", "settled_with"])
        ledger.record(
            space_id=measure.space_id,
            at=at,
            kind=DONE if done else DROPPED,
            actor_id=actor.pk,
            subject_id=measure.pk,
            audience=ledger.MANAGERS,
        )
    return measure


def note_late(*, measure_id: int, at: datetime) -> None:
    """Whoever took it on was reminded that its day is over."""
    PlanMeasure.objects.filter(pk=measure_id, late_at=None).update(late_at=at)


def end_of(*, member_id: int) -> None:
    """Somebody leaves the house: what they took on waits for somebody else."""
    PlanMeasure.objects.open().filter(responsible=member_id).update(responsible=None)
