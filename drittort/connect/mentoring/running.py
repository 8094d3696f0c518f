"""Seasons of mentoring as running parts of a house. When pairs meet is theirs alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.words import day
from drittort.connect.mentoring.models import MentoringPair, MentoringSeason
from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Meeting, Part
from drittort.spaces.models import Space

AT = time(9)


def parts(space: Space, at: datetime) -> list[Part]:
    """The seasons of a house, the newest first."""
    today, found = space.day(at), []
    for season in MentoringSeason.objects.filter(space=space).order_by("-opened_at", "-pk"):
        over = season.closed_at is not None or season.ends_on < today
        if over:
            text = gettext("ended on %(day)s") % {"day": day(season.ends_on)}
        elif season.apply_until >= today:
            text = gettext("applications until %(day)s") % {"day": day(season.apply_until)}
        else:
            text = gettext("until %(day)s") % {"day": day(season.ends_on)}
        found.append(Part(season.pk, season.name, text, address("connect:mentoring_season", space.slug, season.pk), over))
    return found


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """The three days of a season: applications end, it begins, it ends."""
    for pk, *days in MentoringSeason.objects.filter(space=space).values_list("pk", "apply_until", "starts_on", "ends_on"):
        for one in days:
            moment = datetime.combine(one, AT, tzinfo=space.zone).astimezone(UTC)
            if since <= moment < until:
                yield Meeting(pk, moment, 0)


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """The steps of seasons, and their pairs."""
    seasons = MentoringSeason.objects.filter(space=space).values_list("pk", flat=True)
    pairs = MentoringPair.objects.filter(season__space=space).values_list("pk", "season_id")
    return {**{f"mentoring_season:{pk}": pk for pk in seasons}, **{f"mentoring_pair:{pk}": season_id for pk, season_id in pairs}}


running.kind("mentoring_season", _("Mentoring"), parts, begin=running.form("connect:mentoring_seasons"), meetings=meetings, threads=threads)
