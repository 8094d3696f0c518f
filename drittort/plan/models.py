"""Tables of plan, feature by feature."""

from drittort.plan.metrics.models import MetricMonth

__all__ = ["MetricMonth"]
