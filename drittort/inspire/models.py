"""Tables of inspire, feature by feature."""

from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto, EventPhotoFace
from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.hosting.models import EventMessage, EventPart

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
