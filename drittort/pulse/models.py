"""Tables of pulse, feature by feature."""

from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.pulse.proof.models import DrawnPair, Look

__all__ = [
    "CapitalMonth",
    "DrawnPair",
    "Look",
    "MonthDrawing",
]
