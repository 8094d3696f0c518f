"""Tables of plan, feature by feature."""

from drittort.plan.automations.models import Rule, RuleAct, RuleStop, RuleTrial, RuleTrialAct, RuleVersion
from drittort.plan.metrics.models import MetricMonth

__all__ = ["MetricMonth", "Rule", "RuleAct", "RuleStop", "RuleTrial", "RuleTrialAct", "RuleVersion"]
