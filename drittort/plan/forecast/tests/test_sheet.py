"""The spreadsheet reckons what the engine reckons, in every scenario and with every kind of line."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override
from xlsxwriter.utility import xl_col_to_name

from drittort.engine.forecast import project
from drittort.plan.forecast.models import MONTHS, Forecast, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.forecast.planned import SCENARIOS, in_scenario, rows_of
from drittort.plan.forecast.sheet import FIRST, workbook
from drittort.plan.forecast.tests.spreadsheet import Book
from tests.cast import Cast

BEGINS = date(2025, 3, 1)


def planned(cast: Cast, **more) -> Forecast:
    """A forecast with every kind of line: a house that fills up, a loan from before, another one, an investment, a cost that ends."""
    told = {"cash": 9000, "places": 31, "leads": 12, "conversion": 40, "more_leads": 20, "dearer": 3, "costlier": 2, "taxes": 30, **more}
    one = Forecast.objects.create(space=cast.house, begins_on=BEGINS, changed_at=cast.now, **told)
    for name, price, members, churn, share, places, cost in (
        ("Fix", 240, 12, 3, 40, 1, 15),
        ("Flex", 140, 20, 5, 50, "0.4", 8),
        ("Postfach", 30, 6, 2, 10, 0, 1),
    ):
        PlannedTariff.objects.create(
            space=cast.house, name=name, price=price, members=members, churn=churn, share=share, places=places, cost=cost
        )

    def cost(name: str, kind: str, amount: int, **kw) -> None:
        PlannedCost.objects.create(space=cast.house, name=name, kind=kind, amount=amount, **{"from_on": BEGINS, **kw})

    cost("Miete", "rent", 3100, vat=19)
    cost("Hanna", "staff", 3600)
    cost("Fest", "programs", 300, vat=7, from_on=date(2025, 9, 1), until_on=date(2026, 2, 1))
    cost("Küche", "investment", 8000, vat=19, from_on=date(2025, 6, 1), years=2)
    cost("Möbel", "investment", 2600, vat=19, from_on=date(2024, 10, 1), years=1)
    cost("Wir", "drawings", 700, from_on=date(2025, 4, 1))
    PlannedLoan.objects.create(space=cast.house, name="Bank", amount=20_000, interest=5, from_on=date(2025, 5, 1), months=30, free=6)
    PlannedLoan.objects.create(space=cast.house, name="Tante", amount=6000, interest=0, from_on=date(2024, 9, 1), months=24)
    return one


@pytest.mark.parametrize("small", [False, True])
def test_the_sheet_says_what_the_engine_says_in_each_scenario(cast: Cast, small: bool):
    planned(cast, small_business=small)
    rows = rows_of(cast.house.pk)
    assert rows is not None
    with override("en"):
        data = workbook(cast.house)
    for number, name in [(2, "expected")] if small else enumerate(SCENARIOS, start=1):
        course = project(in_scenario(rows, name))
        book = Book(data)
        assert book.plain["Assumptions", "B3"] == 2
        book.plain["Assumptions", "B3"] = number
        wanted = {
            ("Members", "Members in all"): course.members.sum(axis=1), ("Members", "Places taken"): course.places,
            ("Result and cash", "Interest on loans"): course.interest, ("Result and cash", "Repayment of loans"): course.repaid,
            ("Result and cash", "Depreciation"): course.depreciation, ("Result and cash", "Result before taxes"): course.result,
            ("Result and cash", "Taxes on profit"): course.taxes, ("Result and cash", "Private drawings"): course.drawn, ("Result and cash", "Cash at the end of the month"): course.cash,
        }  # fmt: skip
        for (sheet, label), values in wanted.items():
            row = book.row(sheet, label)
            cells = [f"{xl_col_to_name(FIRST + k)}{row}" for k in range(MONTHS)]
            assert [book.value(sheet, cell) for cell in cells] == pytest.approx(values.tolist(), abs=0.005), (name, label)
            if number == 2:
                assert [book.plain[sheet, cell] for cell in cells] == pytest.approx(values.tolist(), abs=0.005), label
    # The house fills up and earns after a loss, so the limit of places and the taxes are tried, too.
    taxed = [[bool(tax) for tax in project(in_scenario(rows, name)).taxes[[11, 23, 35]]] for name in SCENARIOS]
    assert [False, True, True] in taxed
    assert project(in_scenario(rows, "brave")).places.max() == pytest.approx(31)


def test_a_forecast_of_one_tariff_alone_makes_a_sheet_and_none_makes_none(cast: Cast):
    assert workbook(cast.house) is None
    Forecast.objects.create(space=cast.house, begins_on=BEGINS, changed_at=cast.now)
    PlannedTariff.objects.create(space=cast.house, name="Fix", price=200, members=10, churn=0, share=100)
    with override("de"):
        book = Book(workbook(cast.house))
    last = max(int(cell[1:]) for (sheet, cell) in book.words if sheet == book.sheets[-1] and cell[0] == "A")
    assert book.value(book.sheets[-1], f"{xl_col_to_name(FIRST + 11)}{last}") == pytest.approx(12 * 2000 + 380)
