"""What the pages of the forecast show: figures, pictures and tables, with what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.later import Later
from drittort.core.numbers import euros, number, percent
from drittort.members.models import Member
from drittort.plan.appendix import Picture, Table
from drittort.plan.forecast import reading, rules, statements
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.models import MONTHS, ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.forecast.planned import (
    DIFFERS,
    EXPECTED,
    SCENARIOS,
    Rows,
    in_scenario,
    month_at,
    month_number,
    plan_of,
    rows_of,
    scenario_of,
)
from drittort.plan.forecast.words import month, short_month
from drittort.web.charts import Line, Plot, plot, ticks

if TYPE_CHECKING:
    import numpy as np

    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")
    np = Later("numpy")

FILES_SHOWN = 12
SHOWN_PROBLEMS = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """A scenario to choose."""

    word: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A figure with its sentence."""

    label: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page of a forecast; `figures` is empty where there is none yet."""

    scenarios: tuple[Choice, ...] = ()
    differs: str = ""
    span: str = ""
    figures: tuple[Said, ...] = ()
    pictures: tuple[Picture, ...] = ()
    statements: tuple[Table, ...] = ()
    months: tuple[Table, ...] = ()
    actuals: Table | None = None
    rests: tuple[str, ...] = ()
    may_write: bool = False


def forecast(member: Member, chosen: str) -> Page:
    """The forecast in one scenario, beside what really came. Five queries."""
    may_write = bool(rules.may_write(member))
    rows = rows_of(member.space_id)
    if rows is None or not rows.tariffs:
        return Page(may_write=may_write)
    name = chosen if chosen in SCENARIOS else EXPECTED
    plan = in_scenario(rows, name)
    course = engine.project(plan)
    came = standing_figures(member.space_id, rows.forecast.begins_on)
    chance = rows.forecast.chance.get(name, {})
    begins = rows.forecast.begins_on
    return Page(
        scenarios=tuple(Choice(word, str(label), word == name) for word, label in SCENARIOS.items()),
        differs=str(DIFFERS[name]),
        span=_("%(first)s to %(last)s") % {"first": month(begins), "last": month(month_at(begins, MONTHS - 1))},
        figures=said(rows, plan, course, chance),
        pictures=pictures(rows, course, chance, came),
        statements=statements.all_of(rows, plan, course),
        months=(months(rows, course), *statements.liquidity_by_month(rows, course)),
        actuals=beside(rows, course, came),
        rests=rests(rows, name),
        may_write=may_write,
    )


def said(rows: Rows, plan: engine.Plan, course: engine.Course, chance: Mapping[str, Any]) -> tuple[Said, ...]:
    """The figures that one asks for first."""
    begins = rows.forecast.begins_on
    people = course.members.sum(axis=-1)
    first = sum(t.members for t in rows.tariffs)
    last = ngettext("from %(first)s member at the start", "from %(first)s members at the start", first) % {"first": number(first)}
    found = [Said(_("Members after three years"), number(people[-1]), last + (f"; {band_words(chance)}" if chance else ""))]
    even = engine.break_even(course.result)
    if even is None:
        found.append(Said(_("Break-even"), "–", _("Within the three years the house never bears itself for three months in a row.")))
    else:
        need = engine.enough_members(plan, course, even)
        words = _("From then on it bears itself for three months in a row at least.")
        if need is not None:
            people = int(np.ceil(need - 1e-9))
            words += " " + ngettext("That takes about %(n)s member.", "That takes about %(n)s members.", people) % {"n": number(people)}
        found.append(Said(_("Break-even"), month(month_at(begins, even)), words))
    low = int(course.cash.argmin())
    words = _("in %(month)s") % {"month": month(month_at(begins, low))}
    if course.cash[low] < 0:
        words += ". " + _("So much is missing: a loan, more equity or a later start has to cover it.")
    found.append(Said(_("Lowest cash"), euros(course.cash[low]), words))
    if not chance:
        found.append(Said(_("The cash lasts"), "…", _("What chance makes of it is being reckoned, and stands here in a moment.")))
    else:
        times = round(chance["solvent"] * 100)
        if 0 < chance["solvent"] < 1:
            # Always and never are said only where it is so in every course.
            times = min(max(times, 1), 99)
        found.append(
            Said(
                _("The cash lasts"),
                _("%(n)s of 100 times") % {"n": number(times)},
                _("In so many of %(runs)s courses drawn by chance it never falls below nought. In nine of ten the lowest point lies between %(low)s and %(high)s.")
                % {"runs": number(chance["runs"]), "low": euros(chance["lowest"][0]), "high": euros(chance["lowest"][2])},
            )
        )  # fmt: skip
    return tuple(found)


def band_words(chance: Mapping[str, Any]) -> str:
    """Between which numbers of members nine of ten courses end."""
    members = chance["members"]
    return _("by chance between %(low)s and %(high)s in nine of ten cases") % {
        "low": number(members[0][-1]),
        "high": number(members[2][-1]),
    }


def pictures(rows: Rows, course: engine.Course, chance: Mapping[str, Any], came: Mapping[date, Mapping[str, float]]) -> tuple[Picture, ...]:
    """Cash, members, and what comes in beside what goes out."""
    begins = rows.forecast.begins_on
    people = course.members.sum(axis=-1)
    out, told = course.revenue - course.result, months(rows, course)
    low = int(course.cash.argmin())
    found = [
        Picture(
            _("Cash"),
            _("Cash goes from %(first)s to %(last)s; it is lowest in %(month)s with %(low)s.")
            % {"first": euros(float(rows.forecast.cash)), "last": euros(course.cash[-1]), "month": month(month_at(begins, low)), "low": euros(course.cash[low])}
            + span_words(chance),
            drawn(begins, [(_("Planned"), course.cash, chance.get("cash"))], _actual(came, begins, "cash"), money=True),
            told,
        ),
        Picture(
            _("Members"),
            _("Members go from %(first)s to %(last)s.") % {"first": number(people[0]), "last": number(people[-1])} + span_words(chance),
            drawn(begins, [(_("Planned"), people, chance.get("members"))], _actual(came, begins, "members")),
            told,
        ),
        Picture(
            _("Revenue and costs"),
            _("Revenue goes from %(first)s to %(last)s a month, costs from %(out)s to %(end)s.")
            % {"first": euros(course.revenue[0]), "last": euros(course.revenue[-1]), "out": euros(out[0]), "end": euros(out[-1])},
            drawn(
                begins, [(_("Revenue, planned"), course.revenue, None), (_("Costs, planned"), out, None)], _actual(came, begins, "revenue"), money=True,
                came_as=_("Revenue, actual"),
            ),
            told,
        ),
    ]  # fmt: skip
    return tuple(found)


def span_words(chance: Mapping[str, Any]) -> str:
    """What the band around a line is."""
    return " " + _("The band holds nine of ten courses drawn by chance.") if chance else ""


def _actual(came: Mapping[date, Mapping[str, float]], begins: date, name: str) -> list[tuple[float, float]]:
    """What came of a figure, as points over the months of the forecast."""
    found = [(month_number(begins, day), values[name]) for day, values in came.items() if name in values]
    return [(float(at), value) for at, value in found if 0 <= at < MONTHS]


def drawn(
    begins: date,
    lines: Sequence[tuple[str, Any, Any]],
    actual: Sequence[tuple[float, float]],
    *,
    money: bool = False,
    came_as: str = "",
) -> Plot:
    """Planned lines, each perhaps in a band, and what really came, over the months of the forecast."""
    shown = [
        Line(
            name,
            [(float(k), float(v)) for k, v in enumerate(values)],
            [(float(k), band[0][k], band[2][k]) for k in range(MONTHS)] if band else (),
        )
        for name, values, band in lines
    ]
    if actual:
        shown.append(Line(came_as or _("Actual"), actual))
    values = [value for line in shown for _at, value in line.points] + [
        edge for line in shown for _at, *edges in line.band for edge in edges
    ]
    marks = ticks(min(0.0, *values), max(0.0, *values))
    thousands = money and max(abs(marks[0]), abs(marks[-1])) >= 10_000
    up = [
        (value, _("%(n)s T€") % {"n": number(value / 1000, 1 if (value / 1000) % 1 else 0)} if thousands else number(value))
        for value in marks
    ]
    across = [(float(k), short_month(month_at(begins, k))) for k in (0, 11, 23, MONTHS - 1)]
    return plot(shown, across, up)


def months(rows: Rows, course: engine.Course) -> Table:
    """Every month."""
    begins = rows.forecast.begins_on
    head = (_("Month"), _("Members"), _("Occupancy"), _("Revenue"), pgettext("money", "Costs"), _("Result"), _("Cash"))
    limit = rows.forecast.places
    people, out = course.members.sum(axis=-1), course.revenue - course.result
    return Table(
        _("Month by month"),
        head,
        tuple(
            (
                short_month(month_at(begins, k)), number(people[k]), percent(course.places[k] / limit) if limit else "–", euros(course.revenue[k]),
                euros(out[k]), euros(course.result[k]), euros(course.cash[k]),
            )
            for k in range(MONTHS)
        ),
        _("Net of VAT; the cash is with it."), tuple(range(1, len(head))),
    )  # fmt: skip


def beside(rows: Rows, course: engine.Course, came: Mapping[date, Mapping[str, float]]) -> Table | None:
    """What was planned and what came, month by month, the newest first; None before anything came."""
    begins = rows.forecast.begins_on
    people = course.members.sum(axis=-1)
    found = []
    for day, values in came.items():
        k = month_number(begins, day)
        if not 0 <= k < MONTHS:
            continue
        kinds = [name for name, planned in course.costs.items() if planned[k] > 0 or name in values]
        spent = [values[name] for name in kinds] if kinds and all(name in values for name in kinds) else []
        found.append(
            (
                short_month(day),
                pair(values.get("members"), people[k], number),
                pair(values.get("revenue"), course.revenue[k], euros),
                pair(
                    sum(spent) if spent else None,
                    float(course.revenue[k] - course.result[k] - course.interest[k] - course.depreciation[k]),
                    euros,
                ),
                pair(values.get("cash"), course.cash[k], euros),
            )
        )
    if not found:
        return None
    head = (_("Month"), _("Members"), _("Revenue"), pgettext("money", "Costs"), _("Cash"))
    words = _(
        "First what came, then in brackets what was planned. Costs are without depreciation and interest, and stand here once all kinds of them came."
    )
    return Table(_("What came, beside the plan"), head, tuple(reversed(found)), words, tuple(range(1, len(head))))


def pair(came: float | None, planned: float, shown: Any) -> str:
    """What came, and in brackets what was planned."""
    return f"{shown(came) if came is not None else '–'} ({shown(float(planned))})"


def rests(rows: Rows, name: str) -> tuple[str, ...]:
    """What a forecast assumes, in sentences."""
    one, plan, factors = rows.forecast, plan_of(rows), scenario_of(rows.forecast, name)
    found = [
        _("%(leads)s enquiries a month, of which %(share)s become members.")
        % {"leads": number(plan.leads * factors.leads, 1), "share": percent(plan.conversion, 1)}
    ]
    taken = sum(float(t.share) for t in rows.tariffs)
    if abs(taken - 100) > 0.05:
        found.append(
            _("The shares of the tariffs among new members add up to %(n)s: please look at them.") % {"n": percent(taken / 100, 1)}
        )
    if factors.churn != 1:
        found.append(
            _("%(n)s times as many people leave as expected.")
            % {"n": number(factors.churn, 2 if round(factors.churn * 10) != factors.churn * 10 else 1)}
        )
    if factors.costs != 1:
        found.append(_("Costs are %(n)s of what is expected.") % {"n": percent(factors.costs)})
    if one.places:
        places = ngettext("The house has %(n)s place; when it is taken, nobody else can join.", "The house has %(n)s places; when they are taken, nobody else can join.", one.places)  # fmt: skip
        found.append(places % {"n": number(one.places)})
    found.append(_("Chance: who enquires (Poisson) and who leaves (each for themselves). Whether an assumption is wrong, the band can’t know; for that there are the scenarios."))  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class LineShown:
    """A tariff, a cost or a loan in words."""

    id: int
    kind: str
    name: str
    text: str
    url: str


def lines(member: Member) -> tuple[tuple[str, str, str, tuple[LineShown, ...]], ...]:
    """The lines of a forecast in three groups: kind, title, address of a new one, lines."""
    rows = rows_of(member.space_id)
    slug = member.space.slug

    def shown(kind: str, row: Any, text: str) -> LineShown:
        return LineShown(row.pk, kind, row.name, text, address("plan:forecast_line", slug, kind, row.pk))

    groups = [
        (rules.TARIFF, _("Tariffs"), [shown(rules.TARIFF, t, tariff_words(t)) for t in rows.tariffs] if rows else []),
        (rules.COST, _("Costs and investments"), [shown(rules.COST, c, cost_words(c)) for c in rows.costs] if rows else []),
        (rules.LOAN, _("Loans"), [shown(rules.LOAN, each, loan_words(each)) for each in rows.loans] if rows else []),
    ]
    return tuple((kind, title, address("plan:forecast_new_line", slug, kind), tuple(found)) for kind, title, found in groups)


def tariff_words(row: PlannedTariff) -> str:
    """A tariff in one line."""
    words = ngettext(
        "%(price)s a month, %(members)s member at the start, %(churn)s leave each month, %(share)s of the new ones",
        "%(price)s a month, %(members)s members at the start, %(churn)s leave each month, %(share)s of the new ones",
        row.members,
    )
    return words % {
        "price": euros(float(row.price)), "members": number(row.members), "churn": percent(float(row.churn) / 100, 1), "share": percent(float(row.share) / 100),
    }  # fmt: skip


def cost_words(row: PlannedCost) -> str:
    """A cost in one line."""
    told = {"kind": row.get_kind_display(), "amount": euros(float(row.amount)), "from": month(row.from_on)}
    if row.kind == PlannedCost.Kind.INVESTMENT:
        spent = _("%(kind)s: %(amount)s in %(from)s") % told
        if not row.years:
            return spent + _(", keeps its worth")
        return spent + ngettext(", wears off in %(n)s year", ", wears off in %(n)s years", row.years) % {"n": row.years}
    if row.until_on:
        return _("%(kind)s: %(amount)s a month, %(from)s to %(until)s") % {**told, "until": month(row.until_on)}
    return _("%(kind)s: %(amount)s a month from %(from)s on") % told


def loan_words(row: PlannedLoan) -> str:
    """A loan in one line."""
    words = ngettext(
        "%(amount)s at %(interest)s from %(from)s on, over %(months)s month",
        "%(amount)s at %(interest)s from %(from)s on, over %(months)s months",
        row.months,
    )
    return words % {
        "amount": euros(float(row.amount)), "interest": percent(float(row.interest) / 100, 1), "from": month(row.from_on), "months": number(row.months),
    }  # fmt: skip


def assumptions(member: Member) -> dict[str, Any]:
    """The values of the forms of a forecast: those that stand, or those of the model."""
    one = Forecast.objects.filter(space_id=member.space_id).first() or Forecast(space_id=member.space_id)
    return {field.name: getattr(one, field.name) for field in Forecast._meta.concrete_fields}


def line_of(member: Member, kind: str, pk: int) -> Any:
    """A line by its number. Raises NotFound."""
    found = rules.lines_of(member, kind).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class FileShown:
    """A table that was handed in."""

    id: int
    name: str
    when: str
    words: str
    url: str
    can_undo: bool


def files(member: Member) -> tuple[FileShown, ...]:
    """The last tables of actual figures. One query."""
    found = []
    for row in rules.files_of(member).order_by("-made_at")[:FILES_SHOWN]:
        if row.undone_at:
            words = _("taken back")
        elif row.brought_at:
            words = ngettext("%(n)s figure brought in", "%(n)s figures brought in", row.figures) % {"n": number(row.figures)}
        else:
            words = _("waits; look at it and bring it in")
        url = "" if row.brought_at else address("plan:actual_file", member.space.slug, row.pk)
        when = date_format(member.space.day(row.made_at), "DATE_FORMAT")
        found.append(FileShown(row.pk, row.name, when, words, url, row.brought_at is not None and row.undone_at is None))
    return tuple(found)


def file_of(member: Member, pk: int) -> ActualFile:
    """A table that waits. Raises NotFound."""
    row = rules.files_of(member).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, with examples and what it means."""

    number: int
    name: str
    examples: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How a table was understood, and what would come of it."""

    columns: tuple[Column, ...]
    meanings: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]
    more: int
    found: Table | None
    replaced: int


def meanings() -> tuple[tuple[str, str], ...]:
    """What a column may mean."""
    return (("", _("leave it out")), (reading.MONTH, _("Month")), *((value, str(label)) for value, label in ActualFigure.Name.choices))


def preview(member: Member, row: ActualFile, today: date) -> Preview:
    """A table by its mapping: a dry run. One query."""
    names, cells, _lines, _problems = reading.columns_of(row.text)
    columns = tuple(
        Column(k, name, ", ".join([cell[name] for cell in cells if cell[name]][:3])[:80], row.mapping.get(name, ""))
        for k, name in enumerate(names)
    )
    found = reading.read(row.text, row.mapping, today)
    used = [name for name in ActualFigure.Name.values if any(name in values for values in found.months.values())]
    there = standing_figures(member.space_id)
    replaced = sum(1 for day, values in found.months.items() for name in values if name in there.get(day, {}))
    table = None
    if found.months:
        head = (_("Month"), *(str(ActualFigure.Name(name).label) for name in used))
        table = Table(
            _("What would come of it"), head,
            tuple((short_month(day), *(number(float(values[name])) if name in values else "–" for name in used)) for day, values in found.months.items()), numbers=tuple(range(1, len(head))),
        )  # fmt: skip
    notes = tuple(str(note) for note in found.problems)
    return Preview(columns, meanings(), notes[:SHOWN_PROBLEMS], max(len(notes) - SHOWN_PROBLEMS, 0), table, replaced)
