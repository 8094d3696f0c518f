"""Tables of plan, feature by feature."""

from drittort.plan.metrics.models import MetricMonth
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion

__all__ = [
    "MetricMonth",
    "PlanPaper",
    "PlanPart",
    "PlanVersion",
]
