"""Tables of plan, feature by feature."""

from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.worth.models import StayMonth

__all__ = [
    "ActualFigure",
    "ActualFile",
    "Forecast",
    "MetricMonth",
    "PlannedCost",
    "PlannedLoan",
    "PlannedTariff",
    "StayMonth",
]
