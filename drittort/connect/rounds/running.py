"""Series of rounds as running parts of a house: what each is called, when its rounds go out, and which notices are its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.models import Round
from drittort.connect.rounds.models import Gathering, GroupDraft, Series
from drittort.connect.rounds.queries import line
from drittort.connect.rounds.rules import EVERY
from drittort.core import running
from drittort.core.addresses import address
from drittort.core.running import Meeting, Part
from drittort.spaces.models import Space

GOES_OUT_AT = time(9)


def parts(space: Space, at: datetime) -> list[Part]:
    """The series of a house, those that go on first."""
    rows = Series.objects.filter(space=space).select_related("location").order_by("-opened_at", "-pk")
    found = []
    for row in rows:
        said = line(row, {row.location.pk: row.location.name} if row.location else {})
        over = row.closed_at is not None
        found.append(
            Part(
                row.pk,
                row.name,
                said.said if over else f"{said.said}, {said.when}",
                address("connect:one_series", space.slug, row.pk),
                over,
            )
        )
    return sorted(found, key=lambda part: part.over)


def meetings(space: Space, since: datetime, until: datetime) -> Iterator[Meeting]:
    """When rounds went out, and when the next ones will as the series are set. Nobody meets on these days: each finds their own."""
    sent = Q(sent_at__gte=since, sent_at__lt=until) | Q(sent_at=None, sends_at__gte=since, sends_at__lt=until)
    rows = Round.objects.filter(sent, space=space, series__isnull=False).annotate(out_at=Coalesce("sent_at", "sends_at"))
    for series_id, out_at in rows.values_list("series_id", "out_at"):
        yield Meeting(series_id or 0, out_at, 0)
    for series in Series.objects.going().filter(space=space, next_on__isnull=False):
        every = EVERY.get(Series.Rhythm(series.rhythm), 0)
        goes = datetime.combine(series.next_on or since.date(), GOES_OUT_AT, tzinfo=space.zone).astimezone(UTC)
        while goes < until:
            if goes >= since:
                yield Meeting(series.pk, goes, 0)
            if not every:
                break
            goes += timedelta(days=every)


def threads(space: Space, since: datetime) -> Mapping[str, int]:
    """Rounds, tables and introductions that came of a series."""
    drawn = Round.objects.filter(space=space, series__isnull=False, made_at__gte=since).values_list("pk", "series_id")
    tables = Gathering.objects.filter(space=space, series__isnull=False, proposed_at__gte=since).values_list("pk", "series_id")
    pairs = GroupDraft.objects.filter(round__space=space, round__series__isnull=False, introduction__isnull=False, sent_at__gte=since)
    return {
        **{f"round:{pk}": series_id for pk, series_id in drawn},
        **{f"gathering:{pk}": series_id for pk, series_id in tables},
        **{f"introduction:{pk}": series_id for pk, series_id in pairs.values_list("introduction_id", "round__series_id")},
    }


running.kind("series", _("Rounds"), parts, begin=running.form("connect:series"), meetings=meetings, threads=threads)
