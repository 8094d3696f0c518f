"""Tables of plan, feature by feature."""

from drittort.plan.advice.models import PlanAdvice
from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.forecast.models import ActualFigure, ActualFile, Forecast, PlannedCost, PlannedLoan, PlannedTariff
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict
from drittort.plan.worth.models import StayMonth
from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion

__all__ = [
    "ActualFigure",
    "ActualFile",
    "Forecast",
    "Goal",
    "GoalAlarm",
    "MetricMonth",
    "MonthReview",
    "PlanAdvice",
    "PlanMeasure",
    "PlanPaper",
    "PlanPart",
    "PlanVersion",
    "PlannedCost",
    "PlannedLoan",
    "PlannedTariff",
    "Program",
    "ProgramOverlap",
    "ProgramPart",
    "ProgramPause",
    "ProgramVerdict",
    "ProgramWeek",
    "Rule",
    "RuleAct",
    "RuleStop",
    "RuleTrial",
    "RuleTrialAct",
    "RuleVersion",
    "StayMonth",
]
