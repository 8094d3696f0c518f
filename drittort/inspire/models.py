"""Tables of inspire, feature by feature."""

from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.decisions.models import (
    Ballot,
    ConsentRound,
    DecisionOption,
    Draw,
    Elector,
    HouseDecision,
    Lot,
    Position,
    SecretBallot,
    TakenPaper,
)
from drittort.inspire.events.models import Event, EventSeries, Registration
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport

__all__ = [
    "Ballot",
    "CalendarFeed",
    "ConsentRound",
    "DecisionOption",
    "Draw",
    "Elector",
    "Event",
    "EventSeries",
    "HouseDecision",
    "Idea",
    "IdeaStep",
    "IdeaSupport",
    "Lot",
    "Position",
    "Registration",
    "SecretBallot",
    "TakenPaper",
]
