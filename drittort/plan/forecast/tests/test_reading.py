"""Tables of actual figures as people hand them in: months and numbers of every shape, and what is wrong with a line."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from drittort.plan.forecast.reading import columns_of, month_of, number_of, propose, read

TODAY = date(2026, 5, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03",
        "03/2026",
        "3.2026",
        "03.2026",
        "31.03.2026",
        "2026-03-31",
        "März 2026",
        "Mrz. 26",
        "march 2026",
        "Mar 26",
        "mar-26",
        "2026/03",
    ],
)
def test_a_month_is_read_as_people_write_it(text: str):
    assert month_of(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["", "Summe", "13/2026", "2026", "foo 26", "32.03.2026"])
def test_what_is_no_month_is_none(text: str):
    assert month_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,56 €", "1234.56"), ("1,234.56", "1234.56"), ("1 234,5", "1234.5"), ("12.480", "12480"), ("12,480", "12480"), ("0.123", "0.123"), ("12,5 %", "12.5"),
        ("1.234.567", "1234567"), ("-300", "-300"), ("300-", "-300"), ("(1.200,00)", "-1200.00"), ("−5", "-5"), ("EUR 80", "80"), ("1'000.50", "1000.50"), ("74", "74"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, value: str):
    assert number_of(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "n/a", "12 Stück", "1,2,3.4.5", "--3"])
def test_what_is_no_number_is_none(text: str):
    assert number_of(text) is None


def test_columns_are_understood_by_their_names():
    assert propose(["Monat", "Umsatz netto", "Neue Mitglieder", "Mitglieder", "Auslastung", "Kontostand", "Notiz"]) == {
        "Monat": "month", "Umsatz netto": "revenue", "Mitglieder": "members", "Neue Mitglieder": "joined", "Auslastung": "occupancy", "Kontostand": "cash", "Notiz": "",
    }  # fmt: skip


def test_good_lines_count_and_each_bad_one_is_told_with_its_line():
    text = "Monat;Umsatz;Mitglieder;Bank\n01/2026;1.000,00;10;-5,00\nSumme;9;9;9\n02/2026;viel;11;\n02/2026;1;1;1\n07/2026;5;5;5\n03/2026;-4;12;3\n"
    columns, _rows, _lines, _problems = columns_of(text)
    found = read(text, propose(columns), TODAY)
    assert found.months == {
        date(2026, 1, 1): {"revenue": 1000, "members": 10, "cash": -5},
        date(2026, 2, 1): {"members": 11},
        date(2026, 3, 1): {"members": 12, "cash": 3},
    }
    assert [problem.line for problem in found.problems] == [3, 4, 5, 6, 7]


def test_without_a_month_there_is_nothing_and_a_hundred_percent_is_all():
    assert read("a;b\n1;2\n", {"a": "", "b": "revenue"}, TODAY).months == {}
    found = read("Monat;Auslastung\n01/2026;104\n02/2026;88\n", {"monat": "month", "auslastung": "occupancy"}, TODAY)
    assert found.months == {date(2026, 2, 1): {"occupancy": 88}}
    assert found.problems[0].line == 2
