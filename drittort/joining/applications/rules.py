"""Who answers applications, what may be decided, and how long things are kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, NotFound, Verdict, no
from drittort.joining.applications.models import Application, ApplicationQuerySet, Decision, Tour, TourSlot
from drittort.members.models import Member
from drittort.members.roles.queries import people_with
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, holds, permission, power
from drittort.spaces.settings import setting

ANSWER = permission("joining.answer_applications", _("Answer people who ask from outside, and decide on applications"), on_duty=True)
SHAPE = permission("joining.shape_applications", _("Change the questions to applicants and the hours of tours"), on_duty=True)

UNDO = timedelta(minutes=10)
HOLD = timedelta(hours=2)
AHEAD = timedelta(days=14)
NOTICE_BEFORE = timedelta(hours=2)
UNCONFIRMED_KEPT = timedelta(days=3)
KEPT = timedelta(days=183)
REMIND_BEFORE = timedelta(days=3)
LINK_AFTER_JOINING = timedelta(days=30)
USUAL_TRIAL, LONGEST_TRIAL = timedelta(days=30), timedelta(days=186)
KNOCKS, KNOCKS_IN = 8, timedelta(hours=1)
CONFIRMATIONS, CONFIRMATIONS_IN = 3, timedelta(hours=1)
MESSAGES_A_DAY = 20
TOURS_AT_ONCE = 1

AT_ONCE = {Decision.Kind.CLOSED, Decision.Kind.REOPENED}
"""What the applicant is not told of needs no ten minutes."""


def open_house(slug: str) -> Space:
    """The house whose public page is asked for. Raises NotFound where there is none, or where strangers may not ask."""
    space = Space.objects.filter(slug=slug, is_sample=False, opening__isnull=True).first()
    if space is None or not setting(space, "applications_open"):
        raise NotFound
    return space


def may_answer(member: Member) -> Verdict:
    """Whether a member answers people who ask from outside."""
    return power(member, ANSWER, _("Applications are answered by the team."))


def may_shape(member: Member) -> Verdict:
    """Whether a member changes questions and hours."""
    return power(member, SHAPE, _("The team decides what applicants are asked."))


def visible_to(member: Member) -> ApplicationQuerySet:
    """Confirmed applications of the house, for those who answer them; nothing for others."""
    rows = Application.objects.filter(space_id=member.space_id).confirmed()
    return rows if allows(member, ANSWER) else rows.none()


def is_pointed(member: Member) -> bool:
    """Whether somebody is pointed to who waits for an answer, by name; what was written waits for the staff session."""
    return holds(member, ANSWER)


def people_in(space: Space) -> QuerySet[Member]:
    """Who is told when somebody asks."""
    rows: QuerySet[Member] = people_with(space, ANSWER).select_related("account", "space").order_by("pk")
    return rows


def may_write(application: Application) -> Verdict:
    """Whether the conversation goes on, from either side."""
    return no(_("This application was withdrawn.")) if application.withdrawn_at is not None else YES


def may_decide(application: Application, kind: str, *, on_its_way: bool = False) -> Verdict:
    """Whether a decision makes sense now."""
    kinds = Decision.Kind
    if on_its_way:
        return no(_("A decision is on its way. Take that one back first."))
    if application.withdrawn_at is not None:
        return no(_("This application was withdrawn."))
    if kind == kinds.REOPENED:
        return no(_("This application is open.")) if application.is_open else YES
    if not application.is_open:
        return no(_("This application is closed. Take it up again first."))
    if application.accepted_at is not None:
        return no(_("This application was accepted."))
    if kind == kinds.ENDED:
        return YES if application.trial_until is not None else no(_("There is no trial that could end."))
    if application.trial_until is not None and kind != kinds.ACCEPTED:
        return no(_("A trial is agreed already."))
    if kind == kinds.WAITING and application.waiting_at is not None:
        return no(_("This application is on the waiting list already."))
    return YES


def may_undo(decision: Decision) -> Verdict:
    """Whether a decision can still be taken back: as long as it has not taken effect."""
    if decision.undone_at is not None:
        return no(_("This was taken back already."))
    if decision.carried_out_at is not None:
        return no(_("This has taken effect. Decide anew instead."))
    return YES


def may_be_trial(until: date, today: date) -> Verdict:
    """Whether a trial may last until a day."""
    if until <= today:
        return no(_("A trial ends after today."))
    return YES if until <= today + LONGEST_TRIAL else no(_("A trial lasts half a year at most."))


def taken(slot: TourSlot, starts_at: datetime, at: datetime) -> QuerySet[Tour]:
    """Tours that fill a slot at a moment: confirmed ones, and those that wait for the click in their mail."""
    return slot.tours.filter(Q(confirmed_at__isnull=False) | Q(booked_at__gt=at - HOLD), starts_at=starts_at, cancelled_at=None)
