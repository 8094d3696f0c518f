"""The forecast of a house as its plan shows it below what it says of the budget: as expected, with tariffs, years and pictures, and what really came."""

from __future__ import annotations

from django.utils.translation import get_language

from drittort.engine import forecast as engine
from drittort.plan import appendix
from drittort.plan.appendix import Live, Picture, Table
from drittort.plan.forecast import queries
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.planned import EXPECTED, in_scenario, rows_of
from drittort.spaces.models import Space


def budget(space: Space) -> list[Live]:
    """Tables and pictures of the expected course; nothing where nobody has planned a tariff yet."""
    found = [table(one) for one in queries.tables(space, get_language() or space.language)]
    rows = rows_of(space.pk)
    if not found or rows is None:
        return []
    tariffs, years, months, *came = found
    course, actual = engine.project(in_scenario(rows, EXPECTED)), standing_figures(space.pk, rows.forecast.begins_on)
    pictures = queries.pictures(rows, course, rows.forecast.chance.get(EXPECTED, {}), actual)
    return [tariffs, years, *(Picture(one.title, one.sentence, one.plot, months) for one in pictures), *came]


def table(one: queries.Table) -> Table:
    """A table of the forecast; its figures stand flush right."""
    return Table(one.title, one.head, one.rows, one.sentence, tuple(range(1, len(one.head))))


appendix.register("budget", budget)
