"""The figures of money that the plan keeps: as they were told by the actual figures of the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from drittort.core.addresses import address
from drittort.core.metrics import COUNT, MONEY, SHARE, UP, Figure, metric
from drittort.plan.forecast.actuals import standing_figures

Value = Callable[[Mapping[str, float]], float | None]


def told(value: Value) -> Callable[[Any, Sequence[date]], Mapping[date, Figure]]:
    """A metric that is read from the actual figures of each month. One query."""

    def compute(space: Any, months: Sequence[date]) -> Mapping[date, Figure]:
        if not months:
            return {}
        came = standing_figures(space.pk, min(months))
        found = {month: value(came.get(month, {})) for month in months}
        return {month: Figure(one) for month, one in found.items() if one is not None}

    return compute


def per_member(values: Mapping[str, float]) -> float | None:
    """What a member pays on average: revenue by members at the end of the month."""
    return values["revenue"] / values["members"] if values.get("members") and "revenue" in values else None


def occupied(values: Mapping[str, float]) -> float | None:
    """Occupancy as a share."""
    return values["occupancy"] / 100 if "occupancy" in values else None


NAMES = ("revenue", "occupancy", "leads", "price_per_member")
"""What is read from the actual figures, and so made anew whenever these change."""


def rows(space: Any, month: date) -> str:
    """The page where what came stands beside the plan."""
    return address("plan:forecast", space.slug)


SOURCE = _("The actual figures that the house brought in.")
AS_TOLD = _("As right as the table that was brought in. A figure that is brought in again or taken back changes.")

metric(
    "revenue", _("Revenue"), told(lambda values: values.get("revenue")), unit=MONEY, better=UP, program="house", definition=_("What the house earned in a month, net of VAT."),
    formula=_("The figure of the month."), source=SOURCE, limits=AS_TOLD, rows=rows, open=True,
)  # fmt: skip
metric(
    "occupancy", _("Occupancy"), told(occupied), unit=SHARE, counted=False, better=UP, program="house", definition=_("Which share of the places was let in a month."),
    formula=_("The figure of the month, in percent of all places."), source=SOURCE, limits=AS_TOLD, rows=rows, open=True,
)  # fmt: skip
metric(
    "leads", _("Enquiries"), told(lambda values: values.get("leads")), unit=COUNT, better=UP, program="house",
    definition=_("How many people asked for a place in a month."), formula=_("The figure of the month."), source=SOURCE, limits=AS_TOLD, rows=rows, open=True,
)  # fmt: skip
metric(
    "price_per_member", _("Revenue per member"), told(per_member), unit=MONEY, better=UP, program="house",
    definition=_("What a member brings in a month, on average."), formula=_("Revenue divided by the members at the end of the month."), source=SOURCE,
    limits=_("A mean: day passes and rooms that others rent count as if members had paid them."), rows=rows, open=True,
)  # fmt: skip
