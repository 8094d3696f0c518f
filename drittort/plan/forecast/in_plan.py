"""The forecast as the plan of a house shows it below what it says of its budget: tariffs, three years in sums, and three pictures with their months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from drittort.core.later import Later
from drittort.plan import appendix
from drittort.plan.appendix import Picture, Table
from drittort.plan.forecast import queries
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.planned import EXPECTED, plan_of, rows_of
from drittort.plan.forecast.words import euros, number, percent
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")

COLUMNS = ((0, 6), (0, 1, 2), (0, 3, 4, 5))
"""Which columns of the table of months stand with which picture: cash; members and occupancy; revenue, costs and result."""


def budget(space: Space) -> list[Table | Picture]:
    """The forecast as expected, beside what came. Five questions; nothing where there is no forecast yet."""
    rows = rows_of(space.pk)
    if rows is None or not rows.tariffs:
        return []
    course = engine.project(plan_of(rows))
    came = standing_figures(space.pk, rows.forecast.begins_on)
    tariffs = Table(
        _("Tariffs"), (_("Name"), _("Price a month, net"), _("Members at the start"), _("Leave each month")),
        tuple((t.name, euros(float(t.price)), number(t.members), percent(float(t.churn) / 100, 1)) for t in rows.tariffs), numbers=(1, 2, 3),
    )  # fmt: skip
    years, months = queries.years(rows, course), queries.months(rows, course)
    pictures = queries.pictures(rows, course, rows.forecast.chance.get(EXPECTED, {}), came)
    return [
        tariffs,
        Table(years.title, years.head, years.rows, years.sentence, numbers=tuple(range(1, len(years.head)))),
        *(Picture(one.title, one.sentence, one.plot, some(months, columns)) for one, columns in zip(pictures, COLUMNS, strict=True)),
    ]


def some(table: queries.Table, columns: Sequence[int]) -> Table:
    """Some columns of a table."""
    return Table(
        table.title,
        tuple(table.head[k] for k in columns),
        tuple(tuple(row[k] for k in columns) for row in table.rows),
        numbers=tuple(range(1, len(columns))),
    )


appendix.register("budget", budget)
