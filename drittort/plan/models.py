"""Tables of plan, feature by feature."""

from drittort.plan.advice.models import PlanAdvice
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek

__all__ = ["MetricMonth", "PlanAdvice", "Program", "ProgramOverlap", "ProgramPart", "ProgramPause", "ProgramWeek"]
