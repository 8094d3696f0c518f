"""Events that come again as running parts of a house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Meeting, Part
from drittort.inspire.events.models import Event, EventSeries
from drittort.inspire.events.repeating import rhythm_of
from drittort.members.people.words import weekday
from drittort.spaces.models import Space


def parts(space: Space, at: datetime) -> list[Part]:
    """The rows of events of a house that were announced, those that go on first. Each leads to its next event, or its last."""
    today = space.day(at)
    rows = EventSeries.objects.filter(space=space, published_at__isnull=False).order_by("-made_at", "-pk")
    dates: dict[int, tuple[int, datetime]] = {}
    for pk, series_id, starts_at in (
        Event.objects.standing().filter(space=space, series__isnull=False).order_by("starts_at").values_list("pk", "series_id", "starts_at")
    ):
        if series_id not in dates or dates[series_id][1] < at:
            dates[series_id] = (pk, starts_at)
    found = []
    for row in rows:
        over = row.ended_at is not None or (row.until_on is not None and row.until_on < today)
        usual = gettext("%(day)s at %(hour)s, %(rhythm)s") % {
            "day": weekday(row.begins_on.weekday()), "hour": row.begins_at.strftime("%H:%M").lstrip("0"), "rhythm": rhythm_of(row.rule).label,
        }  # fmt: skip
        path = address("inspire:event", space.slug, dates[row.pk][0]) if row.pk in dates else address("inspire:events", space.slug)
        found.append(Part(row.pk, row.title, usual, path, over))
    return sorted(found, key=lambda part: part.over)


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """The events that stand."""
    rows = Event.objects.standing().filter(space=space, series__isnull=False, starts_at__gte=since, starts_at__lt=until)
    for number, starts_at, ends_at in rows.values_list("series_id", "starts_at", "ends_at"):
        yield Meeting(number or 0, starts_at, round((ends_at - starts_at).total_seconds() / 60))


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """The events of each."""
    rows = Event.objects.filter(space=space, series__isnull=False, ends_at__gte=since).values_list("pk", "series_id")
    return {f"event:{pk}": number or 0 for pk, number in rows}


def begin(slug: str, preset: Mapping[str, str]) -> str:
    """A ritual, whose texts are written already, or a new event."""
    if "ritual" in preset:
        return address("inspire:ritual", slug, preset["ritual"])
    return running.form("inspire:new_event")(slug, preset)


running.kind("event_series", _("Events that come again"), parts, begin=begin, meetings=meetings, threads=threads)
