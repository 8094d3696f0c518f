"""What really came, as it counts."""

from __future__ import annotations

from datetime import date

from drittort.plan.forecast.models import ActualFigure


def standing_figures(space_id: int, since: date | None = None) -> dict[date, dict[str, float]]:
    """The actual figures of a house by month and name, as they count. One query."""
    rows = ActualFigure.objects.standing().filter(space_id=space_id)
    if since is not None:
        rows = rows.filter(month__gte=since)
    found: dict[date, dict[str, float]] = {}
    for month, name, value in rows.values_list("month", "name", "value"):
        found.setdefault(month, {})[name] = float(value)
    return {month: found[month] for month in sorted(found)}
