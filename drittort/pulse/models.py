"""Tables of pulse, feature by feature."""

from drittort.pulse.capital.models import CapitalMonth, MonthDrawing
from drittort.pulse.proof.models import DrawnPair, Look
from drittort.pulse.science.models import ComparisonFile, ComparisonRelease, ScienceExport
from drittort.pulse.surveys.models import (
    SurveyBallot,
    SurveyChange,
    SurveyFigure,
    SurveyPlan,
    SurveyTally,
    SurveyText,
    SurveyToken,
    SurveyWave,
)

__all__ = [
    "CapitalMonth",
    "ComparisonFile",
    "ComparisonRelease",
    "DrawnPair",
    "Look",
    "MonthDrawing",
    "ScienceExport",
    "SurveyBallot",
    "SurveyChange",
    "SurveyFigure",
    "SurveyPlan",
    "SurveyTally",
    "SurveyText",
    "SurveyToken",
    "SurveyWave",
]
