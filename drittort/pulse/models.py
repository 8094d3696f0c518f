"""Tables of pulse, feature by feature."""

from drittort.pulse.capital.models import CapitalMonth, MonthDrawing

__all__ = [
    "CapitalMonth",
    "MonthDrawing",
]
