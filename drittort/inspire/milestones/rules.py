"""Which days the house sees, and who may congratulate."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import Verdict, no
from drittort.inspire.milestones.models import Milestone, MilestoneQuerySet
from drittort.members.models import Employment, Member
from drittort.members.safety.rules import POSTS, may_use

SHOWN_FOR = timedelta(days=42)
CONGRATULATE_FOR = timedelta(days=21)
KEPT = timedelta(days=400)


def visible_to(member: Member, at: datetime) -> MilestoneQuerySet:
    """The days of the last weeks, of everybody who lets them be shown."""
    today = member.space.day(at)
    return Milestone.objects.shown().filter(space_id=member.space_id, on__gt=today - SHOWN_FOR, on__lte=today)


def people_of(milestone: Milestone) -> set[int]:
    """Whose day it is: a person, or those who work in the company."""
    if milestone.member_id is not None:
        return {milestone.member_id}
    return set(
        Employment.objects.filter(company=milestone.company_id, until_on=None, member__left_on=None).values_list("member_id", flat=True)
    )


def may_congratulate(member: Member, milestone: Milestone, at: datetime) -> Verdict:
    """Whether somebody may congratulate: everybody but whose day it is, for three weeks."""
    if member.pk in people_of(milestone):
        return no(_("That is your own day."))
    if milestone.on <= member.space.day(at) - CONGRATULATE_FOR:
        return no(_("It is a while ago."))
    return may_use(member, POSTS, at)


def comes_back_on(day: date, year: int) -> date:
    """The day of a year on which a day comes back; the 29th of February comes back on the 28th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
