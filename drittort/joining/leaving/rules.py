"""Who may go, who may let go, who reads farewells, and who may come back by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.joining.leaving.models import Departure, DepartureQuerySet
from drittort.members.membership.rules import founders
from drittort.members.models import Member, MemberQuerySet
from drittort.spaces.roles import FOUNDER, holds, permission, power

END = permission("joining.end_memberships", _("See who leaves, end memberships with notice, and let people come back"), on_duty=True)
NOTICE = timedelta(days=14)
LONGEST_AHEAD = timedelta(days=366)
UNDO = timedelta(days=14)
FAREWELL_BEFORE = timedelta(days=14)
FAREWELL_AFTER = timedelta(days=30)
LONGEST_PAUSE = timedelta(days=366)


def is_last_founder(member: Member) -> bool:
    """Whether nobody else would hold the key of the house. A founder with a departure of their own holds it no longer than that."""
    if FOUNDER not in member.roles:
        return False
    going = Departure.objects.coming().values("member_id")
    return not founders(member.space_id).exclude(pk=member.pk).exclude(pk__in=going).exists()


def may_leave(member: Member) -> Verdict:
    """Whether somebody may set a last day."""
    if is_last_founder(member):
        return no(
            _(
                "You are the last founder: without you nobody could look after the house. Give somebody else the role of founder first; then you can go."
            )
        )
    return YES


def may_end(actor: Member) -> Verdict:
    """Whether somebody sees departures and lets people back in."""
    return power(actor, END, _("Only the people who look after this house see this."))


def may_end_of(actor: Member, member: Member) -> Verdict:
    """Whether somebody may end this membership."""
    verdict = may_end(actor)
    if not verdict:
        return verdict
    if member.pk == actor.pk:
        return no(_("You end your own membership on your own page."))
    if FOUNDER in member.roles:
        return no(_("A founder goes only by themselves. Take the role away first."))
    return YES


def is_pointed(actor: Member) -> bool:
    """Whether somebody is pointed to departures, by name; what was said in them waits for the staff session."""
    return holds(actor, END)


def of_house(actor: Member) -> DepartureQuerySet:
    """Departures that somebody may see: those of the house for the team, else none but their own."""
    rows = Departure.objects.filter(space_id=actor.space_id)
    return rows if may_end(actor) else rows.filter(member=actor)


def farewells(member: Member, at: datetime) -> QuerySet[Departure]:
    """Words to the house that all may read now: shortly before the last day and for a month after it."""
    today = member.space.day(at)
    rows = Departure.objects.standing().filter(space_id=member.space_id, by_house=False).exclude(farewell="")
    return rows.filter(last_on__gte=today - FAREWELL_AFTER, last_on__lte=today + FAREWELL_BEFORE)


def alumni(space_id: int) -> MemberQuerySet:
    """Who left and agreed to stay on the list of those who were here."""
    return Member.objects.filter(space_id=space_id, left_on__isnull=False).agreed("alumni")


def may_come_back_now(departure: Departure | None, at: datetime) -> bool:
    """Whether somebody who left comes back by themselves: within two weeks, if it was their own decision. Later the house opens the door."""
    return departure is not None and not departure.by_house and departure.done_at is not None and at - departure.done_at <= UNDO


def current(member: Member) -> Departure | None:
    """The departure that stands for somebody: coming, or the one by which they are away. One query."""
    return Departure.objects.standing().filter(member=member).first()
