"""What is due about events by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from drittort.core.jobs.queue import job
from drittort.inspire.events import actions, reactions, series, words
from drittort.inspire.events.models import Event, EventSeries, Registration, RegistrationQuerySet
from drittort.spaces.models import Space

FROM_HOUR = 9
ASKED_BEFORE = timedelta(days=3)
FRESH = timedelta(hours=12)
"""Whoever took a seat so lately needs no reminder."""


@job("inspire.events.lapse", every=timedelta(minutes=5))
def lapse(payload: dict[str, Any], at: datetime) -> None:
    """Seats that were offered and not taken in time go on to the next in line."""
    late = Registration.objects.offered().filter(offer_until__lte=at)
    for event_id in late.order_by("event").values_list("event_id", flat=True).distinct():
        actions.lapse_offers(event_id=event_id, at=at)


def tomorrow(at: datetime) -> Iterator[Event]:
    """The events of the next day in each house, from morning on in its own time."""
    soon = Event.objects.standing().filter(starts_at__gt=at, starts_at__lte=at + timedelta(days=2), space__is_sample=False)
    for space in Space.objects.filter(pk__in=soon.values("space_id")):
        if at.astimezone(space.zone).hour >= FROM_HOUR:
            day = space.day(at) + timedelta(days=1)
            yield from (e for e in soon.filter(space=space).select_related("space", "host", "location") if space.day(e.starts_at) == day)


def to_remind(event: Event, at: datetime) -> RegistrationQuerySet:
    """Who has a seat and was not reminded of this hour yet."""
    return Registration.objects.filter(event=event, reminded_at=None, seated_at__lte=at - FRESH).going()


@job("inspire.events.remind", every=timedelta(minutes=30))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """The day before remind those who come, and nobody else, once for each hour that was agreed on."""
    for event in tomorrow(at):
        for mine in to_remind(event, at).filter(member__isnull=False).select_related("member__space"):
            if mine.member is not None:
                reactions.write(event, mine.member, words.REMINDER, int(event.starts_at.timestamp()), at)
                actions.note_reminded(registration_id=mine.pk, at=at)


@job("inspire.events.make_ahead", every=timedelta(hours=12))
def make_ahead(payload: dict[str, Any], at: datetime) -> None:
    """The events of every series for the next weeks."""
    short = Q(made_until=None) | Q(made_until__lt=(at + series.AHEAD).date())
    due = EventSeries.objects.filter(short, ended_at=None, published_at__isnull=False)
    for series_id in due.order_by("pk").values_list("pk", flat=True):
        series.make_ahead(series_id=series_id, at=at)


@job("inspire.events.ask_hosts", every=timedelta(hours=1))
def ask_hosts(payload: dict[str, Any], at: datetime) -> None:
    """Some days before one of a series: does it take place? From morning on, once."""
    soon = Event.objects.standing().filter(
        series__isnull=False, host__isnull=False, confirmed_at=None, asked_at=None, starts_at__gt=at, starts_at__lte=at + ASKED_BEFORE,
        space__is_sample=False,
    )  # fmt: skip
    for event in soon.select_related("space", "host__space", "location"):
        if at.astimezone(event.space.zone).hour >= FROM_HOUR and event.host is not None:
            reactions.write(event, event.host, words.HAPPENS, int(event.starts_at.timestamp()), at)
            actions.note_asked(event_id=event.pk, at=at)


@job("inspire.events.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Who came is forgotten a year later."""
    actions.forget_old(at=at)
