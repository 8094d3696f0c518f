"""Programs beside their figures: a step in a row of months, told as a change and never as a reason; silence where months are too few or missing."""

from __future__ import annotations

from datetime import date, timedelta

from drittort.core.metrics import months_from
from drittort.plan.comparison import queries
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program
from tests.cast import Cast

FIRST, LAST = date(2025, 1, 1), date(2026, 4, 1)


def program(cast: Cast, begins: date) -> Program:
    return Program.objects.create(
        space=cast.house, kind="connect", name="Mittagstisch", purpose="x", language="de", metric="introductions_met", made_at=cast.now, starts_on=begins, started_at=cast.now
    )  # fmt: skip


def told(cast: Cast, step: float, begins: date, *, without: date | None = None) -> None:
    for k, month in enumerate(months_from(FIRST, LAST)):
        if month != without:
            value = 0.4 + 0.01 * (k % 3) + (step if month >= begins else 0.0)
            MetricMonth.objects.create(
                space=cast.house, metric="introductions_met", month=month, value=value, of=20, closed_at=cast.now, made_at=cast.now
            )


def test_a_step_is_told_as_a_change_and_not_as_a_reason(cast: Cast):
    begins = date(2025, 11, 1)
    program(cast, begins + timedelta(days=9))
    told(cast, 0.2, begins)
    (found,) = queries.comparisons(cast.hanna)
    assert "+20" in found.sentence.replace(",", ".") or "+19" in found.sentence or "+21" in found.sentence
    assert "not its reason" in found.sentence or "nicht ihren Grund" in found.sentence
    assert found.plot is not None
    assert "10" in found.rests
    page = cast.client(cast.hanna).get("/lagerhaus/plan/comparison/").content.decode()
    assert "Mittagstisch" in page
    assert "bewirkt" not in page


def test_without_a_step_nothing_is_told_from_chance(cast: Cast):
    program(cast, date(2025, 11, 1))
    told(cast, 0.0, date(2025, 11, 1))
    (found,) = queries.comparisons(cast.hanna)
    assert "chance" in found.sentence or "Zufall" in found.sentence


def test_too_few_months_or_a_gap_say_nothing(cast: Cast):
    program(cast, date(2026, 3, 1))
    told(cast, 0.2, date(2025, 11, 1), without=date(2025, 6, 1))
    (found,) = queries.comparisons(cast.hanna)
    assert found.plot is None
    assert "8" in queries.takes()
    assert queries.around({FIRST: 1, date(2025, 2, 1): 1, date(2025, 4, 1): 1}, date(2025, 4, 1)) == [date(2025, 4, 1)]
    assert queries.around({}, FIRST) == []
