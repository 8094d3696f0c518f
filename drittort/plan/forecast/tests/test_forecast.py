"""The forecast of a house: written by founders, read by those who care, beside what came; what came is looked at first and can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from drittort.core.errors import Invalid, NotAllowed, NotFound, OutOfDate
from drittort.core.metrics import METRICS
from drittort.core.models import Job, LedgerRow
from drittort.plan import appendix
from drittort.plan.forecast import actions, queries
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.models import ActualFile, Forecast, PlannedTariff
from drittort.plan.forecast.sheet import workbook
from drittort.plan.forecast.tests.spreadsheet import Book
from drittort.plan.metrics.actions import REMAKE, keep_months, remake
from drittort.plan.metrics.models import MetricMonth
from tests.cast import Cast

DESK = {"name": "Fix", "price": 200, "vat": 19, "cost": 10, "members": 10, "churn": 4, "share": 100, "places": 1}
FIRST = "Monat;Umsatz;Mitglieder;Auslastung;Anfragen\n03/2026;6.000,00;30;60;5\n04/2026;6.400,00;32;64;x\n"
SECOND = "Monat;Umsatz\n04/2026;6.500\n"


def in_hand(cast: Cast, text: str) -> ActualFile:
    return actions.hand_in(actor=cast.olga, name="Zahlen.csv", text=text, at=cast.now)


def brought(cast: Cast, text: str) -> ActualFile:
    return actions.bring_in(actor=cast.olga, file_id=in_hand(cast, text).pk, at=cast.now)


def test_the_first_tariff_begins_a_forecast_and_each_change_reckons_anew(cast: Cast):
    row = actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values=DESK, at=cast.now)
    one = Forecast.objects.get(space=cast.house)
    assert (one.begins_on, one.chance) == (date(2026, 5, 1), {})
    assert actions.reckon_chance(space_id=cast.house.pk)
    one.refresh_from_db()
    before = one.chance["expected"]["members"][1][-1]
    actions.change_forecast(actor=cast.olga, values={"leads": Decimal(10), "conversion": Decimal(50)}, at=cast.now)
    # The worker reckons it; a page never does, and no lock is held meanwhile.
    assert Job.objects.filter(name=actions.CHANCE, space_id=cast.house.pk).count() == 1
    actions.reckon_chance(space_id=cast.house.pk)
    one.refresh_from_db()
    assert one.chance["expected"]["members"][1][-1] > before
    assert one.chance["careful"]["members"][1][-1] < one.chance["brave"]["members"][1][-1]
    with pytest.raises(Invalid):
        actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values=DESK, at=cast.now)
    actions.drop_line(actor=cast.olga, kind="tariff", pk=row.pk, at=cast.now)
    one.refresh_from_db()
    assert one.chance == {}
    assert LedgerRow.objects.filter(kind=actions.CHANGED).count() == 3


def test_only_who_writes_the_plan_writes_it_and_only_that_of_the_own_house(cast: Cast):
    with pytest.raises(NotAllowed):
        actions.keep_line(actor=cast.hanna, kind="tariff", pk=None, values=DESK, at=cast.now)
    other = PlannedTariff.objects.create(space=cast.elsewhere, name="Dort", price=1, churn=1, share=1)
    with pytest.raises(NotFound):
        actions.keep_line(actor=cast.olga, kind="tariff", pk=other.pk, values=DESK, at=cast.now)
    with pytest.raises(NotFound):
        actions.drop_line(actor=cast.olga, kind="tariff", pk=other.pk, at=cast.now)


def test_the_page_from_empty_to_full(cast: Cast):
    founder, manager = cast.client(cast.olga), cast.client(cast.hanna)
    assert "Noch nichts geplant" in manager.get("/lagerhaus/plan/forecast/").content.decode()
    assert founder.post("/lagerhaus/plan/forecast/new/tariff/", {**DESK, "price": "x"}).status_code == 422
    assert founder.post("/lagerhaus/plan/forecast/new/tariff/", {**DESK, "price": "200,50"}).status_code == 302
    assert PlannedTariff.objects.get().price == Decimal("200.50")
    cost = {"name": "Miete", "kind": "rent", "amount": "1800", "vat": "0", "from_on": "2026-05", "until_on": "2026-04"}
    assert founder.post("/lagerhaus/plan/forecast/new/cost/", cost).status_code == 422
    assert founder.post("/lagerhaus/plan/forecast/new/cost/", {**cost, "until_on": ""}).status_code == 302
    loan = {"name": "Bank", "amount": "5000", "interest": "4", "from_on": "2026-06", "months": "12", "free": "12"}
    assert founder.post("/lagerhaus/plan/forecast/new/loan/", loan).status_code == 422
    assert founder.post("/lagerhaus/plan/forecast/new/loan/", {**loan, "free": "2"}).status_code == 302
    assert founder.get("/lagerhaus/plan/forecast/new/dream/").status_code == 404
    begins = Forecast.objects.get().begins_on
    row = in_hand(cast, f"Monat;Mitglieder\n{begins:%m/%Y};11\n")
    actions.bring_in(actor=cast.olga, file_id=row.pk, at=timezone.now())
    page = manager.get("/lagerhaus/plan/forecast/?scenario=careful").content.decode()
    assert "11 (9)" in page
    assert "Die Annahmen ändern" not in page
    assert 'aria-current="page">Vorsichtig' in page
    assert manager.get("/lagerhaus/plan/forecast/spreadsheet/").content[:2] == b"PK"


def test_figures_come_in_once_looked_at_and_go_back_to_what_was_before(cast: Cast):
    first = brought(cast, FIRST)
    assert first.figures == 7
    assert first.text == ""
    with pytest.raises(OutOfDate):
        actions.bring_in(actor=cast.olga, file_id=first.pk, at=cast.now)
    second = brought(cast, SECOND)
    april = date(2026, 4, 1)
    assert standing_figures(cast.house.pk)[april] == {"revenue": 6500, "members": 32, "occupancy": 64}
    actions.take_back(actor=cast.olga, file_id=second.pk, at=cast.now)
    actions.take_back(actor=cast.olga, file_id=second.pk, at=cast.now)
    assert standing_figures(cast.house.pk)[april]["revenue"] == 6400
    assert LedgerRow.objects.filter(kind=actions.UNDONE).count() == 1
    with pytest.raises(Invalid):
        brought(cast, "Monat;Umsatz\nneulich;viel\n")


def test_the_preview_says_what_is_wrong_and_what_is_replaced_and_writes_nothing(cast: Cast):
    brought(cast, FIRST)
    row = in_hand(cast, FIRST)
    shown = queries.preview(cast.olga, row, cast.house.day(cast.now))
    assert shown.replaced == 7
    assert shown.found is not None
    assert len(shown.found.rows) == 2
    assert len(shown.problems) == 1
    browser = cast.client(cast.olga)
    address = f"/lagerhaus/plan/actuals/{row.pk}/"
    columns = {f"column-{k}": meaning for k, meaning in enumerate(["month", "cash", "cash", "", ""])}
    assert browser.post(address, columns).status_code == 422
    assert browser.post(address, {**columns, "column-2": "evil"}).status_code == 302
    row.refresh_from_db()
    assert row.mapping == {"monat": "month", "umsatz": "cash", "mitglieder": "", "auslastung": "", "anfragen": ""}
    assert browser.post(address, {"says": "bring"}).status_code == 302
    assert standing_figures(cast.house.pk)[date(2026, 3, 1)]["cash"] == 6000
    assert browser.get(address).status_code == 302
    assert cast.client(cast.hanna).get(address).status_code == 403


def test_a_file_that_is_no_table_is_refused_and_one_that_waits_goes_after_a_day(cast: Cast):
    browser = cast.client(cast.olga)
    for data in (b"", b"\x00\xff\xfe"):
        assert browser.post("/lagerhaus/plan/actuals/", {"file": SimpleUploadedFile("a.csv", data)}).status_code == 422
    assert browser.post("/lagerhaus/plan/actuals/", {"file": SimpleUploadedFile("a.csv", FIRST.encode())}).status_code == 302
    kept = brought(cast, FIRST)
    ActualFile.objects.filter(pk=kept.pk).update(made_at=cast.now - timedelta(days=9))
    waiting = ActualFile.objects.get(brought_at=None)
    assert actions.forget_files(at=waiting.made_at + timedelta(hours=23)) == 0
    assert actions.forget_files(at=waiting.made_at + timedelta(hours=25)) == 1
    assert list(ActualFile.objects.values_list("pk", flat=True)) == [kept.pk]


def test_the_metrics_are_what_was_told(cast: Cast):
    brought(cast, FIRST)
    months = [date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]

    def values(name: str) -> list[float]:
        found = METRICS[name].compute(cast.house, months)
        return [found[month].value for month in months if month in found]

    assert values("revenue") == [6000, 6400]
    assert values("occupancy") == [0.6, 0.64]
    assert values("leads") == [5]
    assert values("price_per_member") == [200, 200]


def test_months_that_were_told_follow_figures_that_come_later(cast: Cast):
    """A table of half a month is in when the month ends; the bookkeeper's comes a week later, and is taken back once more."""
    file = brought(cast, "Monat;Umsatz\n03/2026;3.000\n")
    keep_months(space=cast.house, at=cast.now, names=["revenue"])
    march = MetricMonth.objects.filter(space=cast.house, metric="revenue", month=date(2026, 3, 1))
    assert march.get().closed_at is not None
    later = brought(cast, "Monat;Umsatz\n03/2026;9.500\n")
    assert Job.objects.filter(name=REMAKE, payload__metric="revenue").exists()
    remake(space=cast.house, metric=METRICS["revenue"], at=cast.now)
    assert march.get().value == 9500
    for each in (later, file):
        actions.take_back(actor=cast.olga, file_id=each.pk, at=cast.now)
    remake(space=cast.house, metric=METRICS["revenue"], at=cast.now)
    assert not march.exists()


def test_a_name_is_no_formula_in_the_spreadsheet(cast: Cast):
    actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values={**DESK, "name": "=1+1"}, at=cast.now)
    book = Book(workbook(cast.house))
    assert "=1+1" in book.words.values()
    assert "1+1" not in book.formulas.values()


def test_costs_are_compared_once_all_kinds_of_them_came(cast: Cast):
    actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values=DESK, at=cast.now)
    for name, kind, amount in (("Miete", "rent", 1000), ("Hanna", "staff", 3000)):
        line = {"name": name, "kind": kind, "amount": amount, "vat": 0, "years": 0, "from_on": date(2026, 5, 1), "until_on": None}
        actions.keep_line(actor=cast.olga, kind="cost", pk=None, values=line, at=cast.now)
    with override("en"):
        shown = []
        for rent in ("", "1100"):
            file = brought(cast, f"Monat;Personal;Miete\n05/2026;3.100;{rent}\n")
            shown.append(queries.forecast(cast.olga, "").actuals.rows[0][3])
            actions.take_back(actor=cast.olga, file_id=file.pk, at=cast.now)
    assert [one.split(" (")[0] for one in shown] == ["–", "4,200 €"]


def test_the_plan_shows_the_forecast_below_its_budget(cast: Cast):
    with override("de"):
        assert appendix.live("budget", cast.house) == ()
        actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values=DESK, at=cast.now)
        shown = appendix.live("budget", cast.house)
    assert [one.title for one in shown] == [
        "Tarife", "Ertragsvorschau", "Liquidität", "Kontostand", "Mitglieder", "Umsatz und Kosten",
        "Liquidität im 1. Jahr, in €", "Liquidität im 2. Jahr, in €", "Liquidität im 3. Jahr, in €",
    ]  # fmt: skip
    assert len({one.table for one in shown[3:6]}) == 1, "one table of the months for all pictures"
    assert all(len(one.table.rows) == 36 for one in shown[3:6])


def test_a_bank_reads_what_has_to_be_financed_what_is_left_of_it_and_how_it_is_paid_back(cast: Cast):
    values = {"begins_on": date(2026, 5, 1), "cash": Decimal(3000), "taxes": Decimal(30)}
    actions.change_forecast(actor=cast.olga, values=values, at=cast.now)
    actions.keep_line(actor=cast.olga, kind="tariff", pk=None, values={**DESK, "churn": 0, "cost": 0, "vat": 0}, at=cast.now)
    for name, kind, amount, years in (("Miete", "rent", 1200, 0), ("Küche", "investment", 12_000, 10), ("Wir", "drawings", 200, 0)):
        line = {"name": name, "kind": kind, "amount": amount, "vat": 0, "years": years, "from_on": date(2026, 5, 1), "until_on": None}
        actions.keep_line(actor=cast.olga, kind="cost", pk=None, values=line, at=cast.now)
    loan = {"name": "Bank", "amount": 9000, "interest": 0, "from_on": date(2026, 5, 1), "months": 36, "free": 0}
    actions.keep_line(actor=cast.olga, kind="loan", pk=None, values=loan, at=cast.now)
    with override("en"):
        shown = {one.title: one for one in appendix.live("budget", cast.house)}

    def said(title: str) -> dict[str, tuple[str, ...]]:
        return {row[0]: row[1:] for row in shown[title].rows}

    profit, cash = said("Profit and loss"), said("Liquidity")
    # 24,000 come in, 14,400 go for rent; the kitchen wears off by 1,200 a year; 30 % of what is left goes in taxes.
    assert [profit[name][0] for name in ("Depreciation", "Result before taxes", "Taxes on profit", "Result after taxes")] == [
        "−1,200 €", "8,400 €", "−2,520 €", "5,880 €",
    ]  # fmt: skip
    # 11 rates of 250 in the first year, 2,400 to live on.
    assert cash["Cash at the end"][0] == "1,930 €"
    assert cash["Cash at the beginning"] == ("3,000 €", *cash["Cash at the end"][:2])
    # Most is needed at the end of the first month: the kitchen and what one lives on, less the first surplus.
    assert said("What has to be financed") == {
        "Investments": ("12,000 €",), "Less what was earned until then": ("−800 €",), "Private drawings": ("200 €",), "Needed": ("11,400 €",),
        "Own money": ("3,000 €",), "Loans": ("9,000 €",), "Reserve": ("600 €",),
    }  # fmt: skip
    assert shown["Loans and how they are paid back"].rows == (("Bank", "9,000 € at 0.0%, May 26", "250 €", "6,250 €", "3,250 €", "250 €"),)
    months = shown["Liquidity, year 1, in €"]
    assert (len(months.head), months.wide, months.rows[-1][-1]) == (13, True, "1,930")
