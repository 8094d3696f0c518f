"""Tables of plan, feature by feature."""

from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion

__all__ = [
    "MetricMonth",
    "PlanPaper",
    "PlanPart",
    "PlanVersion",
    "Program",
    "ProgramOverlap",
    "ProgramPart",
    "ProgramPause",
    "ProgramWeek",
]
