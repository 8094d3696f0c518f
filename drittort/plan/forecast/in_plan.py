"""The forecast as the plan of a house shows it below what it says of its budget: tariffs, what a bank asks for, and three pictures with their months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from drittort.core.later import Later
from drittort.core.numbers import euros, number, percent
from drittort.plan import appendix
from drittort.plan.appendix import Picture, Table
from drittort.plan.forecast import queries, statements
from drittort.plan.forecast.actuals import standing_figures
from drittort.plan.forecast.planned import EXPECTED, plan_of, rows_of
from drittort.spaces.models import Space

if TYPE_CHECKING:
    from drittort.engine import forecast as engine
else:
    engine = Later("drittort.engine.forecast")


def budget(space: Space) -> list[Table | Picture]:
    """The forecast as expected, beside what came. Five questions; nothing where there is no forecast yet."""
    rows = rows_of(space.pk)
    if rows is None or not rows.tariffs:
        return []
    plan = plan_of(rows)
    course = engine.project(plan)
    came = standing_figures(space.pk, rows.forecast.begins_on)
    tariffs = Table(
        _("Tariffs"), (_("Name"), _("Price a month, net"), _("Members at the start"), _("Leave each month")),
        tuple((t.name, euros(float(t.price)), number(t.members), percent(float(t.churn) / 100, 1)) for t in rows.tariffs), numbers=(1, 2, 3),
    )  # fmt: skip
    return [
        tariffs,
        *statements.all_of(rows, plan, course),
        *queries.pictures(rows, course, rows.forecast.chance.get(EXPECTED, {}), came),
        *statements.liquidity_by_month(rows, course),
    ]


appendix.register("budget", budget)
