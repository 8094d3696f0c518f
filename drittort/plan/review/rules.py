"""Who holds reviews, who reads what of them, who settles a measure, and when a review is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.metrics import last_day
from drittort.members.models import Member
from drittort.plan.programs.models import Program, ProgramQuerySet
from drittort.plan.review.models import MonthReview, PlanMeasure, PlanMeasureQuerySet
from drittort.plan.rules import may_read, may_run
from drittort.spaces.models import Space

HALF_AN_HOUR = timedelta(minutes=30)
LATE_FROM = 15
"""The day of a month on which the review of the last one is late."""
LATELY = timedelta(days=62)
"""A program that ended before this is no reason to look back."""
FARTHEST = 12
"""So many months back a review may still be held."""
LOOK_AGAIN = {"keep": timedelta(weeks=13), "change": timedelta(weeks=5)}
"""When a program is looked at again after what was decided on it, where its own day is over."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided on one program, and why."""

    program_id: int
    says: str
    reason: str
    told: bool = True

    @property
    def state(self) -> str:
        """All of it as one word: by it a page says how it showed a decision."""
        return f"{self.says}:{int(self.told)}:{self.reason}"


def visible_to(member: Member) -> Any:
    """The reviews that somebody reads as those who hold them do."""
    return MonthReview.objects.filter(space=member.space_id) if may_read(member) else MonthReview.objects.none()


def told_to(member: Member) -> Any:
    """The reviews of which every member of the house reads what is for all."""
    return MonthReview.objects.filter(space=member.space_id, told_at__isnull=False)


def measures_of(member: Member) -> PlanMeasureQuerySet:
    """The measures that somebody reads: all of the house for those who care for it, and one's own for everybody."""
    rows = PlanMeasure.objects.filter(space=member.space_id)
    return rows if may_read(member) else rows.filter(responsible=member)


def last_month(today: date) -> date:
    """The month before that of a day, by its first day."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def may_hold(member: Member, month: date, today: date) -> Verdict:
    """Whether somebody may hold the review of a month: one that is over, within a year."""
    allowed = may_run(member)
    if not allowed:
        return allowed
    if month.day != 1 or last_day(month) >= today:
        return no(_("This month is not over yet."))
    months = (today.year - month.year) * 12 + today.month - month.month
    return YES if months <= FARTHEST else no(_("That is too long ago to look at it well."))


def is_held(review: MonthReview) -> Verdict:
    """Whether a review is still being held: what was closed stands."""
    return YES if review.closed_at is None else no(_("This review is closed. What is new belongs to the next one."))


def may_settle(member: Member, measure: PlanMeasure) -> Verdict:
    """Whether somebody may say that a measure is done or dropped: who took it on, and those who run programs."""
    if measure.done_at is not None or measure.dropped_at is not None:
        return no(_("It is settled already."))
    return YES if measure.responsible_id == member.pk else may_run(member)


def due(space: Space, at: datetime) -> date | None:
    """The month of which the review waits; None for none. One question."""
    return last_month(space.day(at)) if waits(space, at).exists() else None


def waits(space: Space, at: datetime) -> ProgramQuerySet:
    """The programs for which the last month is to be looked at: those that stood in it, as long as nobody closed its review."""
    month = last_month(space.day(at))
    closed = MonthReview.objects.filter(space=space, month=month, closed_at__isnull=False)
    stood = Program.objects.begun().filter(Q(ended_at=None) | Q(ended_at__gte=at - LATELY), space=space, starts_on__lte=last_day(month))
    return stood.filter(~Exists(closed))
