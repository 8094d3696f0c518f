"""Tables of plan, feature by feature."""

from drittort.plan.goals.models import Goal, GoalAlarm
from drittort.plan.metrics.models import MetricMonth

__all__ = ["Goal", "GoalAlarm", "MetricMonth"]
