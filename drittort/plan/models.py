"""Tables of plan, feature by feature."""

from drittort.plan.advice.models import PlanAdvice
from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek
from drittort.plan.review.models import MonthReview, PlanMeasure, ProgramVerdict

__all__ = [
    "Goal",
    "GoalAlarm",
    "MetricMonth",
    "MonthReview",
    "PlanAdvice",
    "PlanMeasure",
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
]
