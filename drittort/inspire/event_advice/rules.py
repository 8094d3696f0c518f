"""Who reads what the house is advised to hold, who makes a draft of it, and who lets it rest."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.event_advice.models import EventAdvice, EventAdviceQuerySet
from drittort.inspire.events.rules import publishes
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use

RESTS = timedelta(days=90)
"""So long nobody is bothered again with advice that was put aside."""
FREEZES = timedelta(days=14)
"""What is foretold of an event stands from then on, so that nobody can say afterwards that it was known better."""
COUNTED_AFTER = timedelta(days=2)
"""As long as the door may still be noted."""
ENOUGH = 12
"""How good advice was is said of so many events, and not of fewer."""
BETTER = 0.02
"""A forecast that is better by less than this is as good as the schedule."""
KEPT = timedelta(days=731)


def visible_to(member: Member) -> EventAdviceQuerySet:
    """The advice of the house, for everybody who may propose an event: it holds sums and what people say on their pages."""
    return EventAdvice.objects.filter(space_id=member.space_id)


def may_draft(member: Member, advice: EventAdvice, at: datetime) -> Verdict:
    """Whether somebody makes a draft of a piece of advice: it speaks, and nobody has done so."""
    if advice.kind == EventAdvice.Kind.FADING:
        return no(_("There is nothing to write down."))
    if advice.event_id is not None:
        return no(_("Somebody has made a draft of it already."))
    return no(_("It does not speak any more.")) if advice.gone_at is not None else may_use(member, POSTS, at)


def may_rest(member: Member) -> Verdict:
    """Whether somebody lets advice rest for the whole house, and wakes it: who announces events."""
    return YES if publishes(member) else no(_("Whoever announces events decides that."))


def rests(advice: EventAdvice, today: date) -> bool:
    """Whether a piece of advice was put aside for now."""
    return advice.rested_until is not None and advice.rested_until > today
