"""The worker's part of report and map: computed here, read by the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from drittort.core.jobs.queue import job
from drittort.network import snapshots, told
from drittort.network.counted import present_day
from drittort.spaces.models import Space


@job("network.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Drawings go after their five weeks."""
    snapshots.forget_old(at=at)


@job("network.snapshot", attempts=4)
def snapshot(payload: dict[str, Any], at: datetime) -> None:
    """Compute report and map of one house and store them; months that ended meanwhile are published first."""
    make_snapshots(space=Space.objects.get(pk=payload["space"]), at=at)


def make_snapshots(*, space: Space, at: datetime) -> None:
    """As the job does it, for the command line and the demo: at once."""
    # The engine is loaded by who computes, not by every process of pages that knows this job.
    from drittort.network.map.layout import compute_map
    from drittort.network.map.picture import lines_for
    from drittort.network.map.queries import group_title
    from drittort.network.report.actions import publish_months
    from drittort.network.report.figures import compute_report

    as_of = present_day(space, at)
    publish_months(space=space, as_of=as_of)
    snapshots.store(space_id=space.pk, name=snapshots.REPORT, as_of=as_of, content=compute_report(space, as_of), at=at)
    content = compute_map(space, as_of)
    content["lines"] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            content["lines"][language] = lines_for(content, [group_title(group) for group in content["groups"]])
    snapshots.store(space_id=space.pk, name=snapshots.MAP, as_of=as_of, content=content, at=at)
    told.draw_too(space, at)
