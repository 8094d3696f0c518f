"""Seasons of circles as running parts of a house."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from drittort.connect.circles import words
from drittort.connect.circles.models import Circle, CircleMeeting, CircleSeason
from drittort.connect.introductions.words import day
from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Meeting, Part
from drittort.spaces.models import Space

LASTS = timedelta(days=365)
"""A circle that began longer ago than this tells nothing more in the calendar of its season."""


def parts(space: Space, at: datetime) -> list[Part]:
    """The seasons of a house: open calls, and those whose circles meet."""
    going = Circle.objects.running().filter(season=OuterRef("pk")).order_by().values("season").annotate(count=Count("pk")).values("count")
    seasons = CircleSeason.objects.filter(space=space).annotate(meet=Coalesce(Subquery(going), 0))
    found = []
    for season in seasons.order_by("-opened_at", "-pk"):
        if circles := season.meet:  # type: ignore[attr-defined]
            text = ngettext("%(n)s circle meets", "%(n)s circles meet", circles) % {"n": circles}
        elif season.closed_at is None and season.open_until is not None:
            text = gettext("call open until %(day)s") % {"day": day(season.open_until)}
        else:
            text = gettext("no circle meets") if season.closed_at is not None else gettext("the people are being asked")
        over = season.closed_at is not None and not circles
        found.append(Part(season.pk, words.title(season), text, address("connect:circle_season", space.slug, season.pk), over))
    return sorted(found, key=lambda part: part.over)


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """When the circles of each season meet, as far as their dates are set."""
    rows = CircleMeeting.objects.filter(
        circle__space=space, circle__begun_at__isnull=False, circle__paused_at=None, starts_at__gte=since, starts_at__lt=until
    )
    for season_id, starts_at, minutes in rows.values_list("circle__season_id", "starts_at", "circle__season__minutes"):
        yield Meeting(season_id, starts_at, minutes)


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """The calls of seasons, and their circles."""
    seasons = CircleSeason.objects.filter(space=space).values_list("pk", flat=True)
    circles = Circle.objects.filter(space=space, asked_at__gte=since - LASTS).values_list("pk", "season_id")
    return {**{f"circles:{pk}": pk for pk in seasons}, **{f"circle:{pk}": season_id for pk, season_id in circles}}


running.kind("circles", _("Circles"), parts, begin=running.form("connect:circle_seasons"), meetings=meetings, threads=threads)
