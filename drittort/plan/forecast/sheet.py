"""The forecast as a spreadsheet that reckons by itself: the assumptions stand in cells, everything else are formulas over them. One cell chooses the scenario.

The formulas say what `drittort.engine.forecast.project` says; a test reckons them and holds the two together. Each cell also carries its result, for whoever
opens the file in something that does not reckon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from drittort.core.later import Later
from drittort.plan.forecast.models import MONTHS, PlannedCost
from drittort.plan.forecast.planned import EXPECTED, SCENARIOS, Rows, month_at, month_number, plan_of, rows_of, scenario_of

if TYPE_CHECKING:
    import numpy as np

    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")
    np = Later("numpy")

FIRST = 2
"""The column of the first month; before it stand the label and the start."""
NO_LIMIT = 1_000_000_000
KINDS = {(False, False): 0, (True, False): 1, (False, True): 2}
"""What a cost is, by whether it is paid once and whether owners take it out."""


@dataclass(slots=True)
class Sheet:
    """A sheet while it is written: its name as formulas call it, and the next free row."""

    to: Any
    name: str
    row: int = 0

    def at(self, row: int, column: int) -> str:
        """A cell by its address from anywhere, nailed down."""
        return f"'{self.name}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def month(self, row: int, month: int) -> str:
        """The cell of a month in a row."""
        return f"'{self.name}'!{xl_rowcol_to_cell(row, FIRST + month)}"

    def down(self, first: int, last: int, column: int, *, nailed: bool = True) -> str:
        """Cells below each other."""
        letter = xl_col_to_name(column, col_abs=nailed)
        return f"'{self.name}'!{letter}${first + 1}:{letter}${last + 1}"


@dataclass(slots=True)
class Written:
    """Where the assumptions stand."""

    one: dict[str, str]
    tariffs: tuple[int, int]
    costs: tuple[int, int]
    loans: tuple[int, int]


def workbook(space: Any) -> bytes | None:
    """The file, in the active language; None where there is no forecast yet."""
    rows = rows_of(space.pk)
    if rows is None or not rows.tariffs:
        return None
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    made = Making(book, rows)
    made.write()
    book.close()
    return target.getvalue()


class Making:
    """One workbook being written."""

    def __init__(self, book: Any, rows: Rows) -> None:
        self.rows, self.plan = rows, plan_of(rows)
        self.course = engine.project(self.plan)
        self.head = book.add_format({"bold": True})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.plain = book.add_format({"num_format": "#,##0.00"})
        self.input = book.add_format({"bg_color": "#FFF4D6", "num_format": "#,##0.00"})
        self.word = book.add_format({"bg_color": "#FFF4D6"})
        self.month = book.add_format({"bold": True, "num_format": "mmm yy", "align": "right"})
        self.sum = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
        self.book = book

    def sheet(self, name: str) -> Sheet:
        """A new sheet."""
        to = self.book.add_worksheet(name)
        to.set_column(0, 0, 38)
        to.set_column(1, FIRST + MONTHS, 12)
        return Sheet(to, name)

    def write(self) -> None:
        """All sheets, in the order in which one depends on the other."""
        self.told = self.assumptions()
        self.people()
        self.costs()
        self.loans()
        self.result()

    def assumptions(self) -> Written:
        """What somebody may change: cells with a ground of their own."""
        sheet = self.sheet(_("Assumptions"))
        self.given = sheet
        to, plan, one = sheet.to, self.plan, {}
        to.write_string(0, 0, _("Change the cells with a coloured ground; everything else reckons with them."), self.head)
        names = list(SCENARIOS)
        singles: Sequence[tuple[str, str, float]] = (
            ("scenario", _("Scenario: 1 careful, 2 expected, 3 brave"), names.index(EXPECTED) + 1),
            ("cash", _("Cash before the first month, €"), plan.cash),
            ("places", _("Places in the house"), plan.capacity if plan.capacity is not None else NO_LIMIT),
            ("leads", _("Enquiries a month"), plan.leads),
            ("conversion", _("Of these become members (share)"), plan.conversion),
            ("more_leads", _("More enquiries each year (share)"), plan.more_leads),
            ("dearer", _("Prices rise each year by (share)"), plan.dearer),
            ("costlier", _("Costs rise each year by (share)"), plan.costlier),
            ("small", _("Small business: 1 yes, 0 no"), int(plan.small_business)),
            ("taxes", _("Taxes on profit (share)"), plan.taxes),
        )
        for row, (name, label, value) in enumerate(singles, start=2):
            to.write_string(row, 0, label)
            to.write_number(row, 1, value, self.input)
            one[name] = sheet.at(row, 1)
        row = len(singles) + 3
        for column, label in enumerate((_("Scenario"), _("Enquiries, factor"), _("Leave, factor"), _("Costs, factor"))):
            to.write_string(row, column, label, self.head)
        for k, name in enumerate(names, start=1):
            factors = scenario_of(self.rows.forecast, name)
            to.write_string(row + k, 0, str(SCENARIOS[name]))
            for column, value in enumerate((factors.leads, factors.churn, factors.costs), start=1):
                to.write_number(row + k, column, value, self.input)
        to.write_string(row + 4, 0, _("Chosen"))
        for column, name in enumerate(("f_leads", "f_churn", "f_costs"), start=1):
            to.write_formula(row + 4, column, f"=INDEX({sheet.down(row + 1, row + 3, column)},{one['scenario']})", self.plain, 1.0)
            one[name] = sheet.at(row + 4, column)
        row += 6
        tariffs = self.block(
            sheet, row, _("Tariffs"),
            (_("Price, net"), _("VAT (share)"), _("Cost of a member"), _("Members at the start"), _("Leave each month (share)"), _("Of new members (share)"), _("Places")),
            [(t.name, (p.price, p.vat, p.cost, p.members, p.churn, p.share, p.places)) for t, p in zip(self.rows.tariffs, plan.tariffs, strict=True)],
        )  # fmt: skip
        begins = self.rows.forecast.begins_on
        costs = self.block(
            sheet, sheet.row + 1, _("Costs and investments"), (_("Amount, net"), _("VAT (share)"), _("From month (0 is the first)"), _("Until month"), _("0 each month, 1 once, 2 private drawings"), _("Years over which it wears off")),
            [(f"{c.name} ({PlannedCost.Kind(c.kind).label})", (p.amount, p.vat, p.first, p.last, KINDS[p.once, p.drawn], p.years)) for c, p in zip(self.rows.costs, plan.costs, strict=True)],
        )  # fmt: skip
        loans = self.block(
            sheet, sheet.row + 1, _("Loans"), (_("Amount"), _("Interest a year (share)"), _("Months"), _("Paid out in month"), _("Free of repayment")),
            [(each.name, (p.amount, p.interest, p.months, month_number(begins, each.from_on), p.free)) for each, p in zip(self.rows.loans, plan.loans, strict=True)],
        )  # fmt: skip
        return Written(one, tariffs, costs, loans)

    def block(
        self, sheet: Sheet, row: int, title: str, head: Sequence[str], lines: Sequence[tuple[str, Sequence[float]]]
    ) -> tuple[int, int]:
        """A table of assumptions; returns its first and last row. An empty one has one line of noughts, so that formulas have something to read."""
        for column, label in enumerate((title, *head)):
            sheet.to.write_string(row, column, label, self.head)
        for k, (name, values) in enumerate(lines or [("–", (0,) * len(head))], start=1):
            sheet.to.write_string(row + k, 0, name, self.word)
            for column, value in enumerate(values, start=1):
                sheet.to.write_number(row + k, column, value, self.input)
        sheet.row = row + max(len(lines), 1) + 1
        return row + 1, row + max(len(lines), 1)

    def months_of(self, sheet: Sheet) -> None:
        """The head of a sheet of months: dates, and below them their numbers."""
        sheet.to.write_string(0, 0, sheet.name, self.head)
        sheet.to.write_string(1, 0, _("Month number"))
        for k in range(MONTHS):
            sheet.to.write_datetime(0, FIRST + k, month_at(self.rows.forecast.begins_on, k), self.month)
            sheet.to.write_number(1, FIRST + k, k)
        sheet.to.freeze_panes(2, 1)
        sheet.row = 2

    def line(self, sheet: Sheet, label: str, formula: Callable[[int], str], values: Any, kind: Any = None) -> int:
        """A row of formulas, one a month, with their results; returns its number."""
        row = sheet.row
        sheet.to.write_string(row, 0, label, self.head if kind is self.sum else None)
        told = np.broadcast_to(np.asarray(values, dtype=np.float64), (MONTHS,))
        for k in range(MONTHS):
            sheet.to.write_formula(row, FIRST + k, f"={formula(k)}", kind or self.plain, float(told[k]))
        sheet.row += 1
        return row

    def rise(self, name: str, row: int, month: int, sheet: Sheet) -> str:
        """The factor of something that rises after every twelve months."""
        return f"(1+{self.told.one[name]})^INT({sheet.month(row, month)}/12)"

    def people(self) -> None:
        """Who leaves, who joins as far as there are places, who is there."""
        sheet = self.sheet(_("Members"))
        self.who = sheet
        self.months_of(sheet)
        one, given, course = self.told.one, self.given, self.course
        first, last = self.told.tariffs
        count = len(self.rows.tariffs)
        leads = self.plan.leads * engine.years(self.plan.more_leads, MONTHS)
        asks = self.line(sheet, _("Enquiries"), lambda k: f"{one['leads']}*{one['f_leads']}*{self.rise('more_leads', 1, k, sheet)}", leads)
        left, there = sheet.row, sheet.row + 2 * count
        for t, tariff in enumerate(self.rows.tariffs):
            churn = f"MIN(1,{given.at(first + t, 5)}*{one['f_churn']})"
            sheet.to.write_formula(there + t, 1, f"={given.at(first + t, 4)}", self.plain, tariff.members)

            def gone(k: int, t: int = t, churn: str = churn) -> str:
                return f"{sheet.month(there + t, k - 1)}*{churn}"

            self.line(sheet, _("%(name)s: leave") % {"name": tariff.name}, gone, course.left[:, t])
        joined = sheet.row
        places = given.down(first, last, 7)
        for t, tariff in enumerate(self.rows.tariffs):

            def came(k: int, t: int = t) -> str:
                wanted = f"{sheet.month(asks, k)}*{one['conversion']}*{given.at(first + t, 6)}"
                column = FIRST + k
                stayed = (
                    f"SUMPRODUCT({sheet.down(there, there + count - 1, column - 1, nailed=False)},{places})"
                    f"-SUMPRODUCT({sheet.down(left, left + count - 1, column, nailed=False)},{places})"
                )
                before = "".join(f"-{sheet.month(joined + s, k)}*{given.at(first + s, 7)}" for s in range(t))
                free = f"MAX(0,{one['places']}-({stayed}){before})"
                place = given.at(first + t, 7)
                return f"IF({place}<=0,{wanted},MIN({wanted},{free}/MAX({place},0.000001)))"

            self.line(sheet, _("%(name)s: join") % {"name": tariff.name}, came, course.joined[:, t])
        for t, tariff in enumerate(self.rows.tariffs):

            def stayed(k: int, t: int = t) -> str:
                return f"{sheet.month(there + t, k - 1)}-{sheet.month(left + t, k)}+{sheet.month(joined + t, k)}"

            self.line(sheet, _("%(name)s: members") % {"name": tariff.name}, stayed, course.members[:, t])
        self.there = (there, there + count - 1)
        self.line(
            sheet,
            _("Members in all"),
            lambda k: f"SUM({sheet.down(*self.there, FIRST + k, nailed=False)})",
            course.members.sum(axis=1),
            self.sum,
        )
        self.line(
            sheet, _("Places taken"), lambda k: f"SUMPRODUCT({sheet.down(*self.there, FIRST + k, nailed=False)},{places})", course.places
        )  # fmt: skip

    def costs(self) -> None:
        """Each cost in each month, net; below these investments, how they wear off, and what owners take out."""
        sheet = self.sheet(_("Costs"))
        self.spent = sheet
        self.months_of(sheet)
        one, given = self.told.one, self.given
        first, last = self.told.costs
        rise = engine.years(self.plan.costlier, MONTHS)
        span = np.arange(MONTHS)
        self.monthly = sheet.row, sheet.row + last - first
        for c in range(first, last + 1):
            cost = self.plan.costs[c - first] if self.plan.costs else engine.Cost(0)
            on = (span >= cost.first) & (span <= cost.last) & (not cost.once) & (not cost.drawn)

            def due(k: int, c: int = c) -> str:
                month = sheet.month(1, k)
                lasts = f"AND({given.at(c, 5)}=0,{month}>={given.at(c, 3)},{month}<={given.at(c, 4)})"
                return f"IF({lasts},{given.at(c, 1)}*{one['f_costs']}*{self.rise('costlier', 1, k, sheet)},0)"

            self.line(sheet, self.name_of(c - first), due, cost.amount * on * rise)
        self.once = sheet.row, sheet.row + last - first
        for c in range(first, last + 1):
            cost = self.plan.costs[c - first] if self.plan.costs else engine.Cost(0)

            def spent(k: int, c: int = c) -> str:
                return f"IF(AND({given.at(c, 5)}=1,{sheet.month(1, k)}={given.at(c, 3)}),{given.at(c, 1)},0)"

            self.line(
                sheet, _("%(name)s: invested") % {"name": self.name_of(c - first)}, spent, cost.amount * ((span == cost.first) & cost.once)
            )
        self.worn = sheet.row, sheet.row + last - first
        for c in range(first, last + 1):
            cost = self.plan.costs[c - first] if self.plan.costs else engine.Cost(0)
            worth = cost.amount * (1 + cost.vat * self.plan.small_business)

            def worn(k: int, c: int = c) -> str:
                month, years = sheet.month(1, k), given.at(c, 6)
                lasts = f"AND({given.at(c, 5)}=1,{month}>={given.at(c, 3)},{month}<{given.at(c, 3)}+12*{years})"
                return f"IF({lasts},{given.at(c, 1)}*(1+{one['small']}*{given.at(c, 2)})/MAX(12*{years},1),0)"

            told = engine.worn(cost, worth, MONTHS) if cost.once else np.zeros(MONTHS)
            self.line(sheet, _("%(name)s: wears off") % {"name": self.name_of(c - first)}, worn, told)
        self.drawn = sheet.row, sheet.row + last - first
        for c in range(first, last + 1):
            cost = self.plan.costs[c - first] if self.plan.costs else engine.Cost(0)
            on = (span >= cost.first) & (span <= cost.last) & cost.drawn

            def taken(k: int, c: int = c) -> str:
                month = sheet.month(1, k)
                return f"IF(AND({given.at(c, 5)}=2,{month}>={given.at(c, 3)},{month}<={given.at(c, 4)}),{given.at(c, 1)},0)"

            self.line(sheet, _("%(name)s: taken out") % {"name": self.name_of(c - first)}, taken, cost.amount * on)

    def name_of(self, place: int) -> str:
        """What a cost is called."""
        return self.rows.costs[place].name if self.rows.costs else "–"

    def loans(self) -> None:
        """What each loan pays out, bears and takes back, in closed form."""
        sheet = self.sheet(_("Loans"))
        self.lent = sheet
        self.months_of(sheet)
        given = self.given
        first, last = self.told.loans
        parts: tuple[list[int], list[int], list[int]] = ([], [], [])
        for each in range(first, last + 1):
            loan = self.plan.loans[each - first] if self.plan.loans else engine.Loan(0, 0, 1)
            name = self.rows.loans[each - first].name if self.rows.loans else "–"
            amount, rate, months, begins, free = (given.at(each, column) for column in range(1, 6))
            values = engine.repayment(loan, MONTHS)

            def owed(k: int, amount: str = amount, rate: str = rate, months: str = months, begins: str = begins, free: str = free) -> str:
                # What is owed after the rates before this month, by the closed form of an annuity.
                rates, done = f"MAX({months}-{free},1)", f"MAX({sheet.month(1, k)}-{begins}-1-{free},0)"
                grows = f"((1+{rate}/12)^{rates}-(1+{rate}/12)^{done})/MAX((1+{rate}/12)^{rates}-1,0.000000001)"
                return f"{amount}*IF({rate}=0,1-{done}/{rates},{grows})"

            def paid(k: int, amount: str = amount, begins: str = begins) -> str:
                return f"IF({sheet.month(1, k)}={begins},{amount},0)"

            def interest(k: int, rate: str = rate, months: str = months, begins: str = begins, owed: Callable[[int], str] = owed) -> str:
                since = f"{sheet.month(1, k)}-{begins}"
                return f"IF(AND({since}>=1,{since}<={months}),{owed(k)}*{rate}/12,0)"

            def repaid(
                k: int, amount: str = amount, rate: str = rate, months: str = months, begins: str = begins, free: str = free, owed: Callable[[int], str] = owed
            ) -> str:  # fmt: skip
                since, rates = f"{sheet.month(1, k)}-{begins}", f"MAX({months}-{free},1)"
                annuity = f"IF({rate}=0,{amount}/{rates},{amount}*{rate}/12/MAX(1-(1+{rate}/12)^(-{rates}),0.000000001))"
                return f"IF(AND({since}>{free},{since}<={months}),{annuity}-{owed(k)}*{rate}/12,0)"

            parts[0].append(self.line(sheet, _("%(name)s: paid out") % {"name": name}, paid, values[0]))
            parts[1].append(self.line(sheet, _("%(name)s: interest") % {"name": name}, interest, values[1]))
            parts[2].append(self.line(sheet, _("%(name)s: repayment") % {"name": name}, repaid, values[2]))
        self.paid, self.interest, self.repaid = parts

    def result(self) -> None:
        """What is left of it, and the cash."""
        sheet = self.sheet(_("Result and cash"))
        self.months_of(sheet)
        one, given, who, spent, lent, course = self.told.one, self.given, self.who, self.spent, self.lent, self.course
        tariffs = self.told.tariffs
        vat_of_costs, small = given.down(*self.told.costs, 2), one["small"]

        def by_members(k: int, *columns: int) -> str:
            parts = ",".join(given.down(*tariffs, column) for column in columns)
            return f"SUMPRODUCT({who.down(*self.there, FIRST + k, nailed=False)},{parts})"

        def of(rows: Sequence[int], k: int) -> str:
            return "+".join(lent.month(row, k) for row in rows)

        def costs(rows: tuple[int, int], k: int) -> str:
            block = spent.down(*rows, FIRST + k, nailed=False)
            return f"(SUM({block})+{small}*SUMPRODUCT({block},{vat_of_costs}))"

        def costlier(k: int) -> str:
            return f"{one['f_costs']}*{self.rise('costlier', 1, k, sheet)}"

        total = sum(course.costs.values(), np.zeros(MONTHS))
        revenue = self.line(sheet, _("Revenue, net"), lambda k: f"{by_members(k, 1)}*{self.rise('dearer', 1, k, sheet)}", course.revenue)
        own = self.line(
            sheet, _("Costs that come with members"), lambda k: f"({by_members(k, 3)}+{small}*{by_members(k, 3, 2)})*{costlier(k)}", course.own_costs
        )  # fmt: skip
        running = self.line(sheet, _("Costs of the months"), lambda k: costs(self.monthly, k), total)
        worn = self.line(sheet, _("Depreciation"), lambda k: f"SUM({spent.down(*self.worn, FIRST + k, nailed=False)})", course.depreciation)
        interest = self.line(sheet, _("Interest on loans"), lambda k: of(self.interest, k), course.interest)
        result = self.line(
            sheet, _("Result before taxes"),
            lambda k: "-".join(sheet.month(row, k) for row in (revenue, own, running, worn, interest)), course.result, self.sum,
        )  # fmt: skip
        taxes = self.taxes(sheet, result)
        self.line(
            sheet, _("Result after taxes"), lambda k: f"{sheet.month(result, k)}-{sheet.month(taxes, k)}", course.result - course.taxes, self.sum
        )  # fmt: skip
        owed_values = course.vat_in - course.vat_out - course.vat_invested
        owed = self.line(
            sheet, _("VAT of the month"),
            lambda k: (
                f"(1-{small})*({by_members(k, 1, 2)}*{self.rise('dearer', 1, k, sheet)}-{by_members(k, 3, 2)}*{costlier(k)}"
                f"-SUMPRODUCT({spent.down(*self.monthly, FIRST + k, nailed=False)},{vat_of_costs})-SUMPRODUCT({spent.down(*self.once, FIRST + k, nailed=False)},{vat_of_costs}))"
            ),
            owed_values,
        )  # fmt: skip
        settled = self.line(
            sheet,
            _("VAT of the month before, settled"),
            lambda k: sheet.month(owed, k - 1) if k else "0",
            np.concatenate([[0.0], owed_values[:-1]]),
        )
        invested = self.line(sheet, _("Investments"), lambda k: costs(self.once, k), course.invested)
        paid = self.line(sheet, _("Loans paid out"), lambda k: of(self.paid, k), course.lent)
        repaid = self.line(sheet, _("Repayment of loans"), lambda k: of(self.repaid, k), course.repaid)
        drawn = self.line(
            sheet, str(PlannedCost.Kind.DRAWINGS.label), lambda k: f"SUM({spent.down(*self.drawn, FIRST + k, nailed=False)})", course.drawn
        )  # fmt: skip
        cash = sheet.row
        sheet.to.write_formula(cash, 1, f"={one['cash']}", self.plain, self.plan.cash)
        self.line(
            sheet, _("Cash at the end of the month"),
            lambda k: (
                f"{sheet.month(cash, k - 1)}+{sheet.month(result, k)}+{sheet.month(worn, k)}+{sheet.month(owed, k)}-{sheet.month(settled, k)}"
                f"-{sheet.month(invested, k)}+{sheet.month(paid, k)}-{sheet.month(repaid, k)}-{sheet.month(drawn, k)}-{sheet.month(taxes, k)}"
            ),
            course.cash, self.sum,
        )  # fmt: skip
        chart = self.book.add_chart({"type": "line"})
        last = FIRST + MONTHS - 1
        chart.add_series(
            {"name": _("Cash"), "categories": [sheet.name, 0, FIRST, 0, last], "values": [sheet.name, cash, FIRST, cash, last]}
        )
        chart.add_series(
            {"name": _("Result"), "categories": [sheet.name, 0, FIRST, 0, last], "values": [sheet.name, result, FIRST, result, last]}
        )
        chart.set_size({"width": 900, "height": 320})
        sheet.to.insert_chart(cash + 2, 0, chart)

    def taxes(self, sheet: Sheet, result: int) -> int:
        """The tax of each year in its last month, after the losses of those before; returns its row."""
        ends = range(11, MONTHS, 12)
        years = [float(self.course.result[: end + 1][-12:].sum()) for end in ends]
        base, row, carried = np.zeros(MONTHS), sheet.row, 0.0
        for end, year in zip(ends, years, strict=True):
            base[end] = year + carried
            carried = min(base[end], 0.0)

        def taxable(k: int) -> str:
            if k not in ends:
                return "0"
            year = "+".join(sheet.month(result, month) for month in range(k - 11, k + 1))
            return f"{year}+MIN(0,{sheet.month(row, k - 12)})" if k > 11 else year

        self.line(sheet, _("Result of the year, with the losses of those before"), taxable, base)
        return self.line(
            sheet, _("Taxes on profit"), lambda k: f"{self.told.one['taxes']}*MAX(0,{sheet.month(row, k)})" if k in ends else "0", self.course.taxes
        )  # fmt: skip
