"""Who hosts, who takes something on, and who writes to those who come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import sees_names, visible_to
from drittort.members.models import Member

MESSAGES, MESSAGES_IN = 3, timedelta(hours=24)
MOST_CO_HOSTS = 10
BADGES_KEPT = timedelta(days=7)


def may_see(member: Member, file: StoredFile) -> bool:
    """Whether somebody may fetch name badges: those who host the event, and whoever publishes."""
    event = visible_to(member).filter(badges=file).first()
    return event is not None and sees_names(member, event)


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are name badges of an event."""
    return {pk for pk in Event.objects.filter(badges__in=ids).values_list("badges", flat=True) if pk is not None}


BADGES = purpose("inspire.badges", may_see=may_see, used=used, made=True)


def may_host(member: Member, event: Event) -> Verdict:
    """Whether somebody sees the page of those who host an event: they themselves, and whoever publishes."""
    return YES if sees_names(member, event) else no(_("Whoever hosts it decides."))


def may_ask_along(member: Member, event: Event, at: datetime) -> Verdict:
    """Whether somebody asks others to host an event along: whoever wrote it down, until it is over."""
    if event.host_id != member.pk:
        return no(_("Whoever hosts it decides."))
    return YES if event.ends_at > at and event.cancelled_at is None else no(_("It is over."))


def may_take(event: Event, at: datetime) -> Verdict:
    """Whether anybody may take something on, or give it back."""
    if event.published_at is None or event.cancelled_at is not None:
        return no(_("It does not take place."))
    return YES if event.ends_at > at else no(_("It is over."))


def may_write(member: Member, event: Event) -> Verdict:
    """Whether somebody writes to those who come: those who host it."""
    if member.pk not in event.hosts:
        return no(_("Whoever hosts it decides."))
    return YES if event.published_at is not None else no(_("It was not announced."))
