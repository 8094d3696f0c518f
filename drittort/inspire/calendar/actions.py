"""Subscribing to a calendar, and taking an address back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.inspire.calendar.models import CalendarFeed
from drittort.members.models import Member


def make_feed(*, actor: Member, kind: str, at: datetime) -> CalendarFeed:
    """An address for a calendar program; the one that there is, if there is one. Raises Invalid for a kind that nobody knows."""
    if kind not in CalendarFeed.Kind.values:
        raise Invalid
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        feed, _new = CalendarFeed.objects.get_or_create(member=actor, kind=kind, defaults={"made_at": at})
    return feed


def end_feed(*, actor: Member, kind: str) -> None:
    """Take an address back: it leads nowhere from now on, and the next one is another."""
    CalendarFeed.objects.filter(member=actor, kind=kind).delete()
