"""What whoever lends money asks for: profit and loss by year, what comes in and goes out month by month, what has to be financed, and how loans are paid back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drittort.core.later import Later
from drittort.core.numbers import euros, number, percent
from drittort.plan.appendix import Table
from drittort.plan.forecast.models import MONTHS, PlannedCost
from drittort.plan.forecast.planned import Rows, month_at
from drittort.plan.forecast.words import month, short_month

if TYPE_CHECKING:
    import numpy as np

    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")
    np = Later("numpy")

YEAR = 12
SPANS = tuple(slice(start, start + YEAR) for start in range(0, MONTHS, YEAR))


@dataclass(slots=True)
class Lines:
    """The rows of a table while they are put together; those that are nought all along are left out, sums never."""

    shown: Callable[[float], str] = euros
    rows: list[tuple[str, ...]] = field(default_factory=list)
    sums: list[int] = field(default_factory=list)

    def add(self, label: str, values: Iterable[float], *, is_sum: bool = False) -> None:
        """One row."""
        values = [float(value) for value in values]
        if is_sum:
            self.sums.append(len(self.rows))
        elif not any(abs(value) >= 0.5 for value in values):
            return
        self.rows.append((label, *(self.shown(value) for value in values)))

    def table(self, title: str, head: Sequence[str], sentence: str, **more: Any) -> Table:
        """All of them, with every column but the first flush right."""
        return Table(title, tuple(head), tuple(self.rows), sentence, tuple(range(1, len(head))), tuple(self.sums), **more)


def spans(rows: Rows) -> tuple[str, ...]:
    """The three years, as columns call them."""
    begins = rows.forecast.begins_on
    return tuple(
        _("%(first)s to %(last)s")
        % {"first": short_month(month_at(begins, span.start)), "last": short_month(month_at(begins, span.stop - 1))}
        for span in SPANS
    )


def profit(rows: Rows, course: engine.Course) -> Table:
    """Profit and loss of the three years."""

    def years(values: Any) -> list[float]:
        return [float(values[span].sum()) for span in SPANS]

    kinds = [kind for kind in PlannedCost.Kind.values if kind in course.costs]
    gross = course.revenue - course.own_costs
    running = gross - sum((course.costs[kind] for kind in kinds), np.zeros(MONTHS)) - course.depreciation
    found = Lines()
    found.rows.append((_("Members at the end"), *(number(float(course.members[span.stop - 1].sum())) for span in SPANS)))
    found.add(_("Revenue, net"), years(course.revenue), is_sum=True)
    found.add(_("Costs that come with members"), years(-course.own_costs))
    found.add(_("Gross profit"), years(gross), is_sum=True)
    for kind in kinds:
        found.add(str(PlannedCost.Kind(kind).label), years(-course.costs[kind]))
    found.add(_("Depreciation"), years(-course.depreciation))
    found.add(_("Operating result"), years(running), is_sum=True)
    found.add(_("Interest on loans"), years(-course.interest))
    found.add(_("Result before taxes"), years(course.result), is_sum=True)
    found.add(_("Taxes on profit"), years(-course.taxes))
    found.add(_("Result after taxes"), years(course.result - course.taxes), is_sum=True)
    return found.table(_("Profit and loss"), (pgettext("budget", "Item"), *spans(rows)), profit_words(rows))


def profit_words(rows: Rows) -> str:
    """What the table of profit and loss rests on."""
    one, words = (
        rows.forecast,
        [_("Net of VAT.") if not rows.forecast.small_business else _("A small business by § 19 UStG: VAT is part of its costs.")],
    )
    if any(cost.kind == PlannedCost.Kind.INVESTMENT for cost in rows.costs):
        words.append(_("Investments wear off evenly over their years."))
    if one.taxes:
        told = {"share": percent(float(one.taxes) / 100, 1)}
        words.append(_("Taxes: %(share)s of what a year brings after the losses of those before, reckoned in its last month.") % told)
    else:
        words.append(_("No taxes on profit are planned."))
    return " ".join(words)


def flows(course: engine.Course) -> list[tuple[str, Any]]:
    """What comes in and goes out in each month, with VAT; the sum moves the cash."""
    costs = course.own_costs + sum(course.costs.values(), np.zeros(MONTHS)) + course.vat_out
    return [
        (_("From members, with VAT"), course.revenue + course.vat_in),
        (_("Loans paid out"), course.lent),
        (_("Costs, with VAT"), -costs),
        (_("Investments, with VAT"), -course.invested - course.vat_invested),
        (_("VAT of the month before, settled"), -course.settled),
        (_("Interest on loans"), -course.interest),
        (_("Repayment of loans"), -course.repaid),
        (str(PlannedCost.Kind.DRAWINGS.label), -course.drawn),
        (_("Taxes on profit"), -course.taxes),
    ]


def liquidity(rows: Rows, course: engine.Course) -> Table:
    """What comes in and goes out in the three years."""
    before = [float(rows.forecast.cash), *(float(course.cash[span.stop - 1]) for span in SPANS[:-1])]
    found = Lines()
    found.add(_("Cash at the beginning"), before, is_sum=True)
    for label, values in flows(course):
        found.add(label, [float(values[span].sum()) for span in SPANS])
    found.add(_("Cash at the end"), [float(course.cash[span.stop - 1]) for span in SPANS], is_sum=True)
    return found.table(_("Liquidity"), (pgettext("budget", "Item"), *spans(rows)), _("With VAT, as money comes in and goes out."))


def liquidity_by_month(rows: Rows, course: engine.Course) -> tuple[Table, ...]:
    """The same for each month: a table a year, months side by side."""
    begins, moved = rows.forecast.begins_on, flows(course)
    before = np.concatenate([[float(rows.forecast.cash)], course.cash[:-1]])
    tables = []
    for year, span in enumerate(SPANS, start=1):
        found = Lines(number)
        found.add(_("Cash at the beginning"), before[span], is_sum=True)
        for label, values in moved:
            found.add(label, values[span])
        found.add(_("Cash at the end"), course.cash[span], is_sum=True)
        months = [short_month(month_at(begins, k)) for k in range(span.start, span.stop)]
        title = _("Liquidity, year %(n)s, in €") % {"n": year}
        tables.append(found.table(title, (pgettext("budget", "Item"), *months), "", wide=True))
    return tuple(tables)


def capital(rows: Rows, course: engine.Course) -> Table | None:
    """What has to be financed until most is needed, and by what; both sides part by the reserve. None where nothing ever is."""
    own = float(rows.forecast.cash)
    needed = own + np.cumsum(course.lent) - course.cash
    most = int(needed.argmax())
    if needed[most] <= 0:
        return None

    def until(values: Any) -> list[float]:
        return [float(values[: most + 1].sum())]

    earned = until(course.result + course.depreciation + course.interest)[0]
    found = Lines()
    found.add(_("Investments"), until(course.invested))
    found.add(_("Losses until then") if earned < 0 else _("Less what was earned until then"), [-earned])
    found.add(_("VAT laid out"), until(course.vat_out + course.vat_invested + course.settled - course.vat_in))
    found.add(_("Interest on loans"), until(course.interest))
    found.add(_("Repayment of loans"), until(course.repaid))
    found.add(str(PlannedCost.Kind.DRAWINGS.label), until(course.drawn))
    found.add(_("Taxes on profit"), until(course.taxes))
    found.add(_("Needed"), [float(needed[most])], is_sum=True)
    found.add(_("Own money"), [own])
    found.add(_("Loans"), until(course.lent))
    rest = float(course.cash[most])
    found.add(_("Reserve") if rest >= 0 else _("Still missing"), [abs(rest)], is_sum=True)
    told = {"month": month(month_at(rows.forecast.begins_on, most))}
    return found.table(
        _("What has to be financed"),
        (pgettext("budget", "Item"), _("Amount")),
        _("Summed up to the end of the month in which most is needed: %(month)s. Earned and lost are without depreciation and interest.")
        % told,
    )


def loans(rows: Rows, plan: engine.Plan) -> Table | None:
    """How each loan is paid back; None without any."""
    if not rows.loans:
        return None
    ends = [short_month(month_at(rows.forecast.begins_on, span.stop - 1)) for span in SPANS]
    head = (_("From whom"), pgettext("money", "Loan"), _("Rate a month"), *(_("Owed in %(month)s") % {"month": end} for end in ends))
    lines = []
    for row, loan in zip(rows.loans, plan.loans, strict=True):
        owed = engine.owed(loan, MONTHS)
        told = {"amount": euros(loan.amount), "interest": percent(loan.interest, 1), "from": short_month(row.from_on)}
        rate = euros(engine.rate(loan)) + (_(" after %(n)s months") % {"n": loan.free} if loan.free else "")
        lent = _("%(amount)s at %(interest)s, %(from)s") % told
        lines.append((row.name, lent, rate, *(euros(float(owed[span.stop - 1])) for span in SPANS)))
    return Table(
        _("Loans and how they are paid back"), head, tuple(lines), _("Equal rates, interest included."), tuple(range(2, len(head)))
    )


def all_of(rows: Rows, plan: engine.Plan, course: engine.Course) -> tuple[Table, ...]:
    """Those that stand below each other, in the order in which one asks for them."""
    found = (capital(rows, course), profit(rows, course), liquidity(rows, course), loans(rows, plan))
    return tuple(table for table in found if table is not None)
