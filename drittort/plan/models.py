"""Tables of plan, feature by feature."""

from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff

__all__ = [
    "ActualFigure",
    "ActualFile",
    "Forecast",
    "PlannedCost",
    "PlannedLoan",
    "PlannedTariff",
]
