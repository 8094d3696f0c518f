"""Who reads advice on the plan, who takes it up or lets it rest, and how long."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.plan.advice.models import PlanAdvice, PlanAdviceQuerySet
from drittort.plan.rules import may_read

RESTS = timedelta(days=92)
"""So long nobody is bothered again with advice that was declined."""
KEPT = timedelta(days=731)
TRIES = timedelta(days=60)
"""So long a measure has, unless somebody says another day."""
MOST = 7
"""So many pieces of advice are shown at once: more is none."""


def visible_to(member: Member) -> PlanAdviceQuerySet:
    """The advice of the house, for those who read its plan."""
    rows = PlanAdvice.objects.filter(space_id=member.space_id)
    return rows if may_read(member) else rows.none()


def rests(advice: PlanAdvice, today: date) -> bool:
    """Whether it was declined a while ago."""
    return advice.rests_until is not None and advice.rests_until > today


def open_to_answers(advice: PlanAdvice) -> Verdict:
    """Whether it may still be answered by anybody: as long as its rule speaks and nobody has taken it up."""
    if advice.taken_at is not None:
        return no(_("Somebody has taken it up already."))
    return YES if advice.gone_at is None else no(_("Its rule does not speak any more."))
