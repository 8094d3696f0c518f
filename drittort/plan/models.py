"""Tables of plan, feature by feature."""

from drittort.plan.writing.models import PlanPaper, PlanPart, PlanVersion

__all__ = ["PlanPaper", "PlanPart", "PlanVersion"]
