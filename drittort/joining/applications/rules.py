"""Who answers applications, what may be decided, and how long things are kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, NotFound, Verdict, no
from drittort.joining.applications.models import Application, ApplicationQuerySet, Decision, Tour, TourSlot
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.roles import allows, permission, roles_with
from drittort.spaces.settings import setting

ANSWER = permission("joining.answer_applications", _("Answer people who ask from outside, and decide on applications"))
SHAPE = permission("joining.shape_applications", _("Change the questions to applicants and the hours of tours"))

UNDO = timedelta(minutes=10)
HOLD = timedelta(hours=2)
AHEAD = timedelta(days=14)
NOTICE_BEFORE = timedelta(hours=2)
UNCONFIRMED_KEPT = timedelta(days=3)
KEPT = timedelta(days=183)
REMIND_BEFORE = timedelta(days=3)
LONGEST_TRIAL = timedelta(days=186)
KNOCKS, KNOCKS_IN = 8, timedelta(hours=1)
CONFIRMATIONS, CONFIRMATIONS_IN = 3, timedelta(hours=1)
MESSAGES_A_DAY = 20


def open_house(slug: str) -> Space:
    """The house whose public page is asked for. Raises NotFound where there is none, or where strangers may not ask."""
    space = Space.objects.filter(slug=slug).first()
    if space is None or not setting(space, "applications_open"):
        raise NotFound
    return space


def may_answer(member: Member) -> Verdict:
    """Whether a member answers people who ask from outside."""
    return YES if allows(member, ANSWER) else no(_("Applications are answered by the team."))


def may_shape(member: Member) -> Verdict:
    """Whether a member changes questions and hours."""
    return YES if allows(member, SHAPE) else no(_("The team decides what applicants are asked."))


def visible_to(member: Member) -> ApplicationQuerySet:
    """Confirmed applications of the house, for those who answer them; nothing for others."""
    rows = Application.objects.filter(space_id=member.space_id).confirmed()
    return rows if allows(member, ANSWER) else rows.none()


def people_in(space_id: int) -> QuerySet[Member]:
    """Who is told when somebody asks."""
    return Member.objects.here().filter(space_id=space_id, role__in=roles_with(ANSWER)).exclude(account=None).select_related("account")


def may_decide(application: Application, kind: str) -> Verdict:
    """Whether a decision makes sense now."""
    if application.withdrawn_at is not None:
        return no(_("This application was withdrawn."))
    if kind == Decision.Kind.REOPENED:
        return YES if application.declined_at or application.waiting_at else no(_("This application is open."))
    if application.accepted_at is not None:
        return no(_("This application was accepted."))
    if application.declined_at is not None:
        return no(_("This application was declined. Open it again first."))
    if kind == Decision.Kind.TRIAL and application.trial_until is not None and application.member_id is None:
        return no(_("A trial is agreed already."))
    if kind == Decision.Kind.WAITING and (application.waiting_at is not None or application.trial_until is not None):
        return no(_("This application is past the waiting list."))
    return YES


def may_undo(decision: Decision, at: datetime) -> Verdict:
    """Whether a decision can still be taken back: as long as nobody was told."""
    if decision.undone_at is not None:
        return no(_("This was taken back already."))
    if decision.carried_out_at is not None or at >= decision.at + UNDO:
        return no(_("The mail has left. Decide anew instead."))
    return YES


def taken(slot: TourSlot, at: datetime) -> QuerySet[Tour]:
    """Tours that fill a slot: confirmed ones, and those that wait for the click in their mail."""
    return slot.tours.filter(Q(confirmed_at__isnull=False) | Q(booked_at__gt=at - HOLD), cancelled_at=None)
