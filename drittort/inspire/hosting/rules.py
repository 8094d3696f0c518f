"""Who hosts, who takes something on, and who writes to those who come."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inspire.events.models import Event
from drittort.inspire.events.rules import sees_names
from drittort.members.models import Member

MESSAGES, MESSAGES_IN = 3, timedelta(hours=24)
MOST_CO_HOSTS = 10


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
