"""Tables of inspire, feature by feature."""

from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto, EventPhotoFace
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
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.hosting.models import EventMessage, EventPart
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport

__all__ = [
    "Ballot",
    "CalendarFeed",
    "CoHost",
    "ConsentRound",
    "DecisionOption",
    "Draw",
    "Elector",
    "Event",
    "EventFeedback",
    "EventGuest",
    "EventMeeting",
    "EventMessage",
    "EventPart",
    "EventPhoto",
    "EventPhotoFace",
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
