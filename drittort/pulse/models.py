"""Tables of pulse, feature by feature."""

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
    "ComparisonFile",
    "ComparisonRelease",
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
