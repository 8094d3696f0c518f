"""What is due about reviews by the clock: that one waits, that it is late, and measures whose day is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.plan.programs.models import Program
from drittort.plan.review import reactions, rules
from drittort.plan.review.models import PlanMeasure
from drittort.spaces.models import Space

FROM_HOUR = 9
WEEKDAYS = 5


@job("plan.review.remind", every=timedelta(hours=1))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """On the first working days of a month from morning on, and once more in its middle; and the day after a measure was to be done."""
    for space in Space.objects.filter(pk__in=Program.objects.begun().values("space"), is_sample=False).order_by("pk"):
        local = at.astimezone(space.zone)
        if local.hour >= FROM_HOUR and local.weekday() < WEEKDAYS:
            month = rules.due(space, at)
            if month is not None:
                reactions.remind(space, month, at, late=local.day >= rules.LATE_FROM)
    rows = (
        PlanMeasure.objects.open()
        .filter(late_at=None, until_on__lt=at.date(), space__is_sample=False)
        .select_related("space", "responsible__space")
    )
    for measure in rows.order_by("pk"):
        if measure.until_on < measure.space.day(at) and at.astimezone(measure.space.zone).hour >= FROM_HOUR:
            reactions.remind_of(measure, at)
