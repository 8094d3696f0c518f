"""What of the figures leaves the house in the file for science."""

from __future__ import annotations

from datetime import date

from drittort.plan.metrics.models import MetricMonth
from drittort.pulse.science import making
from drittort.pulse.science.sources import SOURCES
from tests.cast import Cast


def test_closed_months_leave_as_they_were_told_and_none_of_few(cast: Cast):
    for month, value, of, private, closed_at in (
        (3, 0.5, 40, False, cast.now), (4, 0.7, 4, False, cast.now), (5, 0.9, 40, False, None), (2, None, 0, True, cast.now)
    ):  # fmt: skip
        MetricMonth.objects.create(
            space=cast.house,
            metric="met",
            month=date(2026, month, 1),
            value=value,
            of=of,
            private=private,
            made_at=cast.now,
            closed_at=closed_at,
        )
    told = list(making.told(SOURCES["metrics"], cast.house))
    assert [(row["on"], row["measure"], row["value"], row["n"], row["suppressed"]) for row in told] == [
        ("2026-02-01", "met", None, None, True), ("2026-03-01", "met", 0.5, 40, False), ("2026-04-01", "met", None, None, True),
    ]  # fmt: skip
