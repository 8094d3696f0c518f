"""Tables of plan, feature by feature."""

from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict

__all__ = [
    "MetricMonth",
    "MonthReview",
    "PlanMeasure",
    "Program",
    "ProgramOverlap",
    "ProgramPart",
    "ProgramPause",
    "ProgramVerdict",
    "ProgramWeek",
]
