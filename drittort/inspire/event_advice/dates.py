"""Dates that are free: what stands in the way of an hour, and the next one on which nothing does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from drittort.core import sums
from drittort.core.addresses import address
from drittort.inspire.event_advice import free_days
from drittort.inspire.event_advice.fields import field_in
from drittort.inspire.events import words as event_words
from drittort.inspire.events.forms import on_the_clock
from drittort.inspire.events.models import Event, Registration
from drittort.inspire.events.rules import visible_to
from drittort.joining.days import weekday_and_day
from drittort.members.models import Member
from drittort.members.people.words import weekday
from drittort.spaces.models import Space

SOONEST, WEEKS = timedelta(days=14), 10
NEAR = timedelta(days=7)
SHOWN = 4
HARDLY = 4
"""A day on which not a quarter as many are usually here as on the busiest."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that stands in the way of an hour: a sentence, and where it leads."""

    text: str
    path: str = ""


def next_date(space: Space, day: int, hour: int, lasts: timedelta, at: datetime) -> datetime:
    """The next date on a weekday, in two weeks or later, when nothing is on at that hour and people are not away; else the first one in two weeks."""
    soonest = space.day(at) + SOONEST
    first = soonest + timedelta(days=(day - soonest.weekday()) % 7)
    rows = Event.objects.standing().filter(space=space, starts_at__gt=at, starts_at__lt=at + SOONEST + timedelta(weeks=WEEKS + 1))
    busy = list(rows.values_list("starts_at", "ends_at"))
    dates = [first + timedelta(weeks=n) for n in range(WEEKS)]
    moments = [
        moment
        for one in dates
        if not free_days.away(space.timezone, one)
        for moment in [on_the_clock(one, time(hour), space.zone)]
        if moment is not None
    ]
    free = (moment for moment in moments if not any(begins < moment + lasts and ends > moment for begins, ends in busy))
    return next(free, None) or (moments or [datetime.combine(first, time(12), tzinfo=space.zone)])[0]


def clashes(reader: Member, event: Event) -> tuple[Clash, ...]:
    """What stands in the way of an event, which need not be stored: others at its hours, its theme or its people near by, holidays, a day with nobody in the house.

    Three questions, or four for one of a series.
    """
    zone, space = reader.space.zone, reader.space
    day = event.starts_at.astimezone(zone).date()
    rows = visible_to(reader).standing().filter(starts_at__lt=event.ends_at + NEAR, ends_at__gt=event.starts_at - NEAR)
    others = list(rows.exclude(pk=event.pk).select_related("location").order_by("starts_at", "pk"))
    overlap = [one for one in others if one.starts_at < event.ends_at and one.ends_at > event.starts_at]
    found = [
        Clash(
            _("At the same time: “%(title)s”, %(hours)s.") % {"title": one.title, "hours": event_words.hours(one, zone)}, path(reader, one)
        )
        for one in overlap[:SHOWN]
    ]
    found += [one for one in [same_people(reader, event, overlap)] if one is not None]
    held = field_in(event)
    near = [one for one in others if one not in overlap and held and field_in(one) == held and one.series_id != (event.series_id or 0)]
    found += [
        Clash(_("On the same theme, near by: “%(title)s”, %(day)s.") % {"title": one.title, "day": weekday_and_day(one.starts_at.astimezone(zone).date())}, path(reader, one))
        for one in near[:SHOWN]
    ]  # fmt: skip
    said = free_days.words(space.timezone, day)
    found += [Clash(said)] if said else []
    if event.way in (Event.Way.HERE, Event.Way.HYBRID):
        said = hardly_anybody(space, day.weekday())
        found += [Clash(said)] if said else []
    return tuple(found)


def path(reader: Member, event: Event) -> str:
    """The page of an event."""
    return address("inspire:event", reader.space.slug, event.pk)


def same_people(reader: Member, event: Event, overlap: list[Event]) -> Clash | None:
    """How many of those who have come to earlier ones of its series go to what is on at the same time; told of five and more."""
    if event.series_id is None or not overlap:
        return None
    came = Registration.objects.going().filter(event__series=event.series_id, event__ends_at__lte=event.starts_at, member__isnull=False)
    both = (
        Registration.objects.going().filter(event__in=overlap, member__in=came.values("member")).values_list("member", flat=True).distinct()
    )
    people = list(both)
    if not sums.enough([sums.of_people([person]) for person in people]):
        return None
    return Clash(_("%(n)s people who have come to earlier ones go there.") % {"n": len(people)})


def hardly_anybody(space: Space, day: int) -> str:
    """A sentence for a day on which nobody, or hardly anybody, is usually in the house; "" for any other, and where nobody has told their days."""
    here = dict.fromkeys(range(7), 0)
    for days in Member.objects.here().filter(space=space).values_list("days", flat=True):
        for each in days:
            here[each] += 1
    most = max(here.values())
    if most < sums.LEAST or here[day] * HARDLY >= most:
        return ""
    if not here[day]:
        return _("On a %(day)s nobody is usually in the house.") % {"day": weekday(day)}
    return _("On a %(day)s hardly anybody is usually in the house.") % {"day": weekday(day)}
