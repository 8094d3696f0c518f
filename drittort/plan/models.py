"""Tables of plan, feature by feature."""

from drittort.plan.automations.models import Rule as Rule
from drittort.plan.automations.models import RuleAct as RuleAct
from drittort.plan.automations.models import RuleStop as RuleStop
from drittort.plan.automations.models import RuleTrial as RuleTrial
from drittort.plan.automations.models import RuleTrialAct as RuleTrialAct
from drittort.plan.automations.models import RuleVersion as RuleVersion
