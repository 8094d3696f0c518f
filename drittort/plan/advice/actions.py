"""Asking every rule at night and keeping what they say, taking it up as a measure, letting it rest, and scoring what was taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, in_time, require
from drittort.members.models import Member
from drittort.plan.advice import catalogue, rules
from drittort.plan.advice.catalogue import Rule
from drittort.plan.advice.judging import Change, Ground, Told, after, drift, expected, grounds, speaks, worth
from drittort.plan.advice.models import PlanAdvice
from drittort.plan.advice.told import shares, told_of
from drittort.plan.review.actions import add_measure
from drittort.plan.rules import may_run
from drittort.spaces.models import Space

TAKEN, DECLINED, WOKEN = "plan_advice.taken", "plan_advice.declined", "plan_advice.woken"


@dataclass(frozen=True, slots=True)
class Given:
    """What a rule says tonight."""

    rule: Rule
    worth: float
    grounds: tuple[Ground, ...]
    before: float
    before_on: date
    change: Change | None
    drift: tuple[float, float] | None


def advise(*, space: Space, at: datetime) -> None:
    """The nightly work in one house: score what was taken up, then ask every rule."""
    told = told_of(space)
    for row in PlanAdvice.objects.filter(space=space, taken_at__isnull=False, scored_at=None):
        found = after(told.get(row.metric, ()), max(row.before_on, space.day(row.taken_at or at).replace(day=1)))
        if found is not None:
            score(advice_id=row.pk, after=found[0], after_on=found[1], at=at)
    renew_advice(space_id=space.pk, given=given(space, told, at), at=at)


def given(space: Space, told: Told, at: datetime) -> list[Given]:
    """What every rule that speaks says, the most urgent first. A rule whose measure runs still is not asked twice."""
    running = set(PlanAdvice.objects.filter(space=space, taken_at__isnull=False, scored_at=None).values_list("rule", flat=True))
    earlier: dict[str, list[float]] = {}
    for key, before, then in PlanAdvice.objects.filter(space=space, scored_at__isnull=False).values_list("rule", "before", "after"):
        earlier.setdefault(key, []).append((then or 0.0) - before)
    found, known, today = [], shares(), space.day(at)
    for rule in catalogue.rules().values():
        said = grounds(rule, told, today, known)
        months = told.get(rule.metric, ())
        if said is None or not speaks(said) or not months or rule.key in running:
            continue
        last = months[-1]
        change = expected(rule, last.value, earlier.get(rule.key, ()))
        found.append(Given(rule, worth(rule, said), tuple(said), last.value, last.month, change, drift(rule, told, known)))
    return sorted(found, key=lambda one: (-one.worth, one.rule.key))


def renew_advice(*, space_id: int, given: Iterable[Given], at: datetime) -> None:
    """Put tonight's advice in place of yesterday's, the most urgent first. What a rule goes on saying stays the same row, also while it rests."""
    with transaction.atomic():
        rows = {one.rule: one for one in locked(PlanAdvice.objects.speaking().filter(space=space_id).order_by("pk"))}
        for rank, one in enumerate(given, 1):
            row = rows.pop(one.rule.key, None) or PlanAdvice(space_id=space_id, rule=one.rule.key, made_at=at)
            row.rank, row.worth, row.renewed_at, row.grounds = rank, one.worth, at, [each.told() for each in one.grounds]
            row.metric, row.before, row.before_on = one.rule.metric, one.before, one.before_on
            row.low, row.high, row.source = (
                (one.change.low, one.change.high, one.change.source) if one.change is not None else (None, None, "")
            )
            row.drift_low, row.drift_high = one.drift if one.drift is not None else (None, None)
            row.hours, row.money = one.rule.hours, one.rule.money
            row.save()
        # What was put aside rests for its months, also while its figure is on the right side of its mark for a night: else the rule would ask again at once.
        silent = PlanAdvice.objects.filter(pk__in=[row.pk for row in rows.values()])
        silent.filter(Q(rests_until=None) | Q(rests_until__lte=at.date())).update(gone_at=at)


def score(*, advice_id: int, after: float, after_on: date, at: datetime) -> None:
    """Lay what came beside what was expected. Once."""
    PlanAdvice.objects.filter(pk=advice_id, scored_at=None, taken_at__isnull=False).update(after=after, after_on=after_on, scored_at=at)


def visible(actor: Member, advice_id: int) -> PlanAdvice:
    """A piece of advice, locked. Raises NotFound."""
    advice = locked(rules.visible_to(actor).filter(pk=advice_id)).first()
    if advice is None:
        raise NotFound
    return advice


def take_advice(*, actor: Member, advice_id: int, text: str, until_on: date, responsible_id: int | None = None, at: datetime) -> PlanAdvice:
    """Take advice up: it becomes a measure with a day, and is scored two told months later. Raises OutOfDate where somebody was faster, Invalid for a day that is over."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("What is to be done?"))
    if until_on < actor.space.day(at):
        raise Invalid(_("This day is over already."))
    with transaction.atomic():
        require(may_run(actor))
        advice = visible(actor, advice_id)
        in_time(rules.open_to_answers(advice))
        advice.taken_at, advice.taken_by, advice.until_on = at, actor, until_on
        advice.declined_at = advice.declined_by = advice.rests_until = None
        advice.declined_with = ""
        advice.save()
        record(TAKEN, advice, actor, at)
        add_measure(
            actor=actor, text=text, until_on=until_on, responsible_id=responsible_id, metric=advice.metric, source=f"plan_advice:{advice.pk}", at=at,
        )  # fmt: skip
    return advice


def decline_advice(*, actor: Member, advice_id: int, text: str, at: datetime) -> PlanAdvice:
    """Let advice rest for three months, with a reason that the others read. Raises Invalid without one, OutOfDate where somebody was faster."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(_("Write a few words first: why not?"))
    with transaction.atomic():
        require(may_run(actor))
        advice = visible(actor, advice_id)
        in_time(rules.open_to_answers(advice))
        advice.declined_at, advice.declined_by, advice.declined_with = at, actor, text
        advice.rests_until = actor.space.day(at) + rules.RESTS
        advice.save(update_fields=["declined_at", "declined_by", "declined_with", "rests_until"])
        record(DECLINED, advice, actor, at)
    return advice


def wake_advice(*, actor: Member, advice_id: int, at: datetime) -> None:
    """Let advice that rests speak again. Twice is once."""
    with transaction.atomic():
        require(may_run(actor))
        advice = visible(actor, advice_id)
        if advice.declined_at is not None and advice.taken_at is None:
            advice.declined_at = advice.declined_by = advice.rests_until = None
            advice.declined_with = ""
            advice.save(update_fields=["declined_at", "declined_by", "declined_with", "rests_until"])
            record(WOKEN, advice, actor, at)


def record(kind: str, advice: PlanAdvice, actor: Member, at: datetime) -> None:
    """One row in the ledger."""
    ledger.record(space_id=advice.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=advice.pk, audience=ledger.MANAGERS)


def forget_old(*, at: datetime) -> None:
    """What nobody took goes two years after it fell silent."""
    PlanAdvice.objects.filter(gone_at__lte=at - rules.KEPT, taken_at=None).delete()
