"""Tables of plan, feature by feature."""

from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.metrics.models import MetricMonth
from drittort.plan.programs.models import Program, ProgramOverlap, ProgramPart, ProgramPause, ProgramWeek

__all__ = [
    "MetricMonth",
    "Program",
    "ProgramOverlap",
    "ProgramPart",
    "ProgramPause",
    "ProgramWeek",
    "Rule",
    "RuleAct",
    "RuleStop",
    "RuleTrial",
    "RuleTrialAct",
    "RuleVersion",
]
