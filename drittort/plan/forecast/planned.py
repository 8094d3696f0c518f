"""From the rows of a house to the plan that the engine reckons with, and what it reckons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from drittort.core.later import Later
from drittort.plan.forecast.models import MONTHS, Forecast, PlannedCost, PlannedLoan, PlannedTariff

if TYPE_CHECKING:
    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")

CAREFUL, EXPECTED, BRAVE = "careful", "expected", "brave"
SCENARIOS: dict[str, Any] = {
    CAREFUL: pgettext_lazy("scenario", "Careful"),
    EXPECTED: pgettext_lazy("scenario", "Expected"),
    BRAVE: pgettext_lazy("scenario", "Brave"),
}
DIFFERS: dict[str, Any] = {
    CAREFUL: gettext_lazy("Fewer enquiries, more people who leave, higher costs."),
    EXPECTED: gettext_lazy("What you hold for most likely."),
    BRAVE: gettext_lazy("More enquiries, and fewer people who leave."),
}
RUNS = 2_000


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of a forecast as they stand in the tables, in the order in which they count."""

    forecast: Forecast
    tariffs: Sequence[PlannedTariff]
    costs: Sequence[PlannedCost]
    loans: Sequence[PlannedLoan]


def rows_of(space_id: int) -> Rows | None:
    """The lines of a house; None where there is no forecast yet. Four queries."""
    forecast = Forecast.objects.filter(space_id=space_id).first()
    if forecast is None:
        return None
    return Rows(
        forecast,
        list(PlannedTariff.objects.filter(space_id=space_id).order_by("pk")),
        list(PlannedCost.objects.filter(space_id=space_id).order_by("kind", "pk")),
        list(PlannedLoan.objects.filter(space_id=space_id).order_by("pk")),
    )


def month_number(begins_on: date, day: date) -> int:
    """Which month of a forecast a day lies in, from 0; below 0 before it begins."""
    return (day.year - begins_on.year) * 12 + day.month - begins_on.month


def month_at(begins_on: date, number: int) -> date:
    """The first day of a month of a forecast."""
    months = begins_on.year * 12 + begins_on.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def plan_of(rows: Rows) -> engine.Plan:
    """The plan as expected."""
    one = rows.forecast
    tariffs = tuple(
        engine.Tariff(
            price=float(t.price), members=t.members, churn=float(t.churn) / 100, share=float(t.share) / 100, places=float(t.places),
            cost=float(t.cost), vat=t.vat / 100,
        )
        for t in rows.tariffs
    )  # fmt: skip
    costs = tuple(
        engine.Cost(
            amount=float(c.amount), kind=c.kind, vat=c.vat / 100, first=month_number(one.begins_on, c.from_on),
            last=month_number(one.begins_on, c.until_on) if c.until_on else MONTHS, once=c.kind == PlannedCost.Kind.INVESTMENT,
            years=c.years, drawn=c.kind == PlannedCost.Kind.DRAWINGS,
        )
        for c in rows.costs
    )  # fmt: skip
    loans = tuple(
        engine.Loan(float(each.amount), float(each.interest) / 100, each.months, month_number(one.begins_on, each.from_on), each.free)
        for each in rows.loans
    )
    return engine.Plan(
        tariffs=tariffs, leads=float(one.leads), conversion=float(one.conversion) / 100, costs=costs, loans=loans, cash=float(one.cash),
        capacity=float(one.places) if one.places is not None else None, months=MONTHS, more_leads=float(one.more_leads) / 100,
        dearer=float(one.dearer) / 100, costlier=float(one.costlier) / 100, small_business=one.small_business,
        taxes=float(one.taxes) / 100,
    )  # fmt: skip


def scenario_of(forecast: Forecast, name: str) -> engine.Scenario:
    """The factors of a scenario."""
    if name == EXPECTED:
        return engine.Scenario()
    return engine.Scenario(*(getattr(forecast, f"{name}_{part}") / 100 for part in ("leads", "churn", "costs")))


def in_scenario(rows: Rows, name: str) -> engine.Plan:
    """The plan in a scenario."""
    return engine.varied(plan_of(rows), scenario_of(rows.forecast, name))


def chance_of(rows: Rows) -> dict[str, Any]:
    """What chance does to each scenario, to be kept; nothing where there is no tariff yet."""
    if not rows.tariffs:
        return {}
    found = {}
    for name in SCENARIOS:
        band = engine.band(in_scenario(rows, name), runs=RUNS, seed=rows.forecast.seed)
        found[name] = {
            "runs": band.runs, "members": band.members.round(2).tolist(), "cash": band.cash.round(0).tolist(), "lowest": band.lowest.round(0).tolist(),
            "solvent": band.solvent, "bears": band.bears, "even": list(band.even) if band.even else None,
        }  # fmt: skip
    return found
