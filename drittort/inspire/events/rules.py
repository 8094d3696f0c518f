"""Who sees an event, who publishes and changes it, who comes in, and who belongs to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.events.models import CoHost, Event, EventQuerySet, Registration
from drittort.members.models import Member
from drittort.spaces.roles import allows, permission

PUBLISH = permission("inspire.publish_events", _("Publish events, and change or call off those of others"))
MOST_SEATS = 5000
MOST_GUESTS = 5
DOOR_BEFORE, DOOR_AFTER = timedelta(hours=3), timedelta(hours=48)


def visible_to(member: Member) -> EventQuerySet:
    """What the house announced, and what one writes or hosts; whoever publishes also reads what was proposed."""
    rows = Event.objects.filter(space_id=member.space_id)
    seen = Q(published_at__isnull=False) | Q(host=member) | Q(pk__in=CoHost.objects.accepted().filter(member=member).values("event"))
    if allows(member, PUBLISH):
        seen |= Q(proposed_at__isnull=False)
    return rows.filter(seen)


def publishes(member: Member) -> bool:
    """Whether a member announces events without asking anybody."""
    return allows(member, PUBLISH)


def may_change(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody may change an event: its host, and whoever publishes, until it is over."""
    if not sees_names(member, event):
        return no(_("Whoever hosts it decides."))
    if event.cancelled_at is not None:
        return no(_("It was called off."))
    if event.ends_at <= at:
        return no(_("It is over."))
    return YES


def may_propose(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody may hand in a draft: its host, also once more after it came back."""
    if event.host_id != member.pk:
        return no(_("Whoever hosts it decides."))
    if event.published_at is not None or (event.proposed_at is not None and event.returned_at is None):
        return no(_("It was handed in already."))
    return no(_("It is over.")) if event.ends_at <= at else YES


def may_publish(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody may announce an event: what was proposed, or a draft of one's own."""
    if not allows(member, PUBLISH):
        return no(_("Somebody of the team looks at it first."))
    if event.published_at is not None:
        return no(_("It is announced already."))
    if event.host_id != member.pk and (event.proposed_at is None or event.returned_at is not None):
        return no(_("It is a draft still."))
    return no(_("It is over.")) if event.ends_at <= at else YES


def may_return(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody may hand a proposal back with a few words; nobody their own."""
    if event.host_id == member.pk:
        return no(_("It is your own."))
    return may_publish(member, event, at)


def may_cancel(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody may call an event off."""
    return may_change(member, event, at) if event.published_at is not None else no(_("It was not announced."))


def may_discard(member: Member, event: Event) -> Verdict:
    """Whether somebody may throw a draft away: its host, until it is announced."""
    if event.host_id != member.pk:
        return no(_("Whoever hosts it decides."))
    return YES if event.published_at is None else no(_("It is announced already. Call it off instead."))


def may_come(event: Event, at: datetime) -> Verdict:
    """Whether anybody may still say that they come, or that they can't: until it begins."""
    if event.published_at is None:
        return no(_("It was not announced."))
    if event.cancelled_at is not None:
        return no(_("It was called off."))
    if event.starts_at <= at:
        return no(_("It has begun already. Just go and look whether there is room."))
    return YES


def may_register(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether a member may say that they come, or change it, or that they can't: until it begins."""
    if event.host_id == member.pk:
        return no(_("You host it: you are there anyway."))
    return may_come(event, at)


def may_admit(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody says who may come, where the host decides: those who host it, until it begins."""
    if member.pk not in event.hosts:
        return no(_("Whoever hosts it decides."))
    return may_come(event, at)


def sees_names(member: Member, event: Event) -> bool:
    """Who reads the names of all who come: who hosts it, and whoever publishes. Everybody else reads those who want to be seen."""
    return member.pk in event.hosts or allows(member, PUBLISH)


def sees_link(member: Member, event: Event, registration: Registration | None) -> bool:
    """Who reads the link of an event online: who has a seat, and who hosts or publishes it."""
    return sees_names(member, event) or (registration is not None and registration.standing == "going")


def people_in(event_id: int) -> set[int]:
    """Who belongs to an event and its conversation: who hosts it and who has a seat."""
    going = set(Registration.objects.filter(event=event_id, member__isnull=False).going().values_list("member_id", flat=True))
    event = Event.objects.filter(pk=event_id).first()
    return going | (event.hosts if event is not None else set())


def may_check_in(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody notes who is there: those who host it, and whoever publishes, from three hours before until two days after."""
    if not sees_names(member, event):
        return no(_("Whoever hosts it stands at the door."))
    if event.published_at is None or event.cancelled_at is not None:
        return no(_("It does not take place."))
    if at < event.starts_at - DOOR_BEFORE:
        return no(_("The door opens three hours before."))
    return YES if at <= event.ends_at + DOOR_AFTER else no(_("It is over."))
