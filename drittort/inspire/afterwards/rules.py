"""Who says something after an event, whom they may have met, and who sees a picture."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.afterwards.models import EventPhoto
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.rules import sees_names, visible_to
from drittort.members.models import Member

OPEN_FOR, WAITS, KEPT = timedelta(days=30), timedelta(days=14), timedelta(days=366)
MOST_PHOTOS, MOST_FACES = 24, 20


def was_there(member: Member, event: Event) -> bool:
    """Whether somebody hosted an event or had a seat."""
    return member.pk in event.hosts or Registration.objects.going().filter(event=event, member=member).exists()


def may_look_back(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody answers, says whom they met, and adds pictures: whoever was there, from its beginning until thirty days later."""
    if event.published_at is None or event.cancelled_at is not None or at < event.starts_at:
        return no(_("It has not taken place."))
    if not was_there(member, event):
        return no(_("That is for those who were there."))
    return YES if at <= event.ends_at + OPEN_FOR else no(_("It is a while ago."))


def may_write_minutes(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody writes down what stays: those who host it, and whoever publishes, from its beginning on."""
    if not sees_names(member, event):
        return no(_("Whoever hosts it decides."))
    return YES if event.published_at is not None and at >= event.starts_at else no(_("It has not taken place."))


def others_there(member: Member, event: Event) -> set[int]:
    """Whom somebody may say that they met: who let the others see that they come, and who hosts it."""
    shown = Registration.objects.going().filter(event=event, shown=True, member__isnull=False).values_list("member_id", flat=True)
    return {pk for pk in (*shown, *event.hosts) if pk is not None} - {member.pk}


def photos_for(member: Member) -> QuerySet[EventPhoto]:
    """The pictures that somebody sees: shown ones of events that they see."""
    return EventPhoto.objects.filter(event__in=visible_to(member), shown_at__isnull=False)


def asked_of(member: Member) -> QuerySet[EventPhoto]:
    """The pictures in which somebody is to be seen, and about which they were asked."""
    return EventPhoto.objects.filter(faces__member=member, faces__withheld=False, event__in=visible_to(member))
