"""Who asks the house, who reads what came back, and who is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.engine.scale import LEAST
from drittort.members.models import Member, MemberQuerySet
from drittort.members.quiet_hours import quiet_hours
from drittort.members.safety.rules import MEMBERSHIP, not_paused
from drittort.pulse.surveys.models import SurveyPlan, SurveyWave, SurveyWaveQuerySet
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission, power

RUN = permission("pulse.run_surveys", gettext_lazy("Ask the house how it is, and read what groups answered"))
SHORTEST_DAYS, LONGEST_DAYS = 5, 28
EVERY = (0, 3, 6, 12)
MOST_QUESTIONS, MOST_OPTIONS, LONGEST_TEXT = 4, 8, 600
APART = timedelta(days=42)
"""Two waves begin so far apart: what is asked too often is answered by nobody."""
LETTERS_LEAVE = timedelta(days=4)
"""So long letters may be on their way; then the secret goes by which their links are made."""
TEXTS_KEPT = timedelta(days=731)
FROM_HOUR = 9
"""Nobody is reminded earlier in the day."""


def may_run(member: Member) -> Verdict:
    """Whoever cares for the house."""
    return power(member, RUN, _("The survey is run by those who care for the house. Its results are for everybody."))


def runs(member: Member) -> bool:
    """Whether somebody reads what groups and free texts say."""
    return allows(member, RUN)


def visible_to(member: Member) -> SurveyWaveQuerySet:
    """Waves of the own house that were not dropped."""
    return SurveyWave.objects.filter(space=member.space_id, dropped_at=None)


def asked(space: Space, at: datetime) -> MemberQuerySet:
    """Who is asked: everybody who is here and has an address that takes mail, and whose membership does not rest."""
    here = Member.objects.here().filter(space=space, account__isnull=False, account__unreached_at=None, erase_at=None)
    return not_paused(here, MEMBERSHIP, space.day(at))


def may_open(space: Space, at: datetime) -> Verdict:
    """Whether a wave may begin: none is running, the last one is long enough ago, and enough people are there to hide each other."""
    # One that was called off counts as soon as its letters are written: everybody was asked, and so soon nobody is asked again.
    asked_with = SurveyWave.objects.filter(space=space).filter(Q(dropped_at=None) | Q(invited__gt=0))
    last = asked_with.order_by("-number").first()
    if last is not None and last.dropped_at is None and last.closed_at is None:
        return no(_("A survey is running already."))
    if last is not None and last.opened_at > at - APART:
        if last.dropped_at is not None:
            return no(
                _(
                    "Less than six weeks ago letters of a survey went out, though it was called off. Give people a rest before you ask again."
                )
            )
        return no(_("The last one began less than six weeks ago. Change something first, then ask again."))
    if asked(space, at).count() < LEAST:
        return no(_("There have to be at least eight people: nothing is told of fewer."))
    return YES


def may_remind(wave: SurveyWave, at: datetime) -> bool:
    """Whether everybody may be reminded of a wave: half-way, in the morning of a day on which mail may come."""
    half = wave.opened_at + (wave.closes_at - wave.opened_at) / 2
    return half <= at and quiet_hours(wave.space).is_open(at) and at.astimezone(wave.space.zone).hour >= FROM_HOUR


def plan_of(space: Space) -> SurveyPlan:
    """How a house asks; while nobody decided, it is asked when somebody begins it."""
    found: QuerySet[SurveyPlan] = SurveyPlan.objects.filter(space=space)
    return found.first() or SurveyPlan(space=space, every=0, groupings=["time"])
