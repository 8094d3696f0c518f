"""Tables of inspire, feature by feature."""

from drittort.inspire.afterwards.models import EventFeedback, EventMaterial, EventMeeting
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
from drittort.inspire.event_advice.models import AdvisedHost, EventAdvice, EventTurnout, TurnoutStrengths
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.inspire.guests.models import EventGuest
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.hosting.models import EventMessage, EventPart
from drittort.inspire.ideas.models import Idea, IdeaStep, IdeaSupport
from drittort.inspire.milestones.models import Celebration, Congratulation, Milestone
from drittort.inspire.pictures.models import Picture, PictureConsent, PictureWish
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion, StoryWish
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.inspire.year_book.models import YearBook

__all__ = [
    "AdvisedHost",
    "Ballot",
    "CalendarFeed",
    "Celebration",
    "CoHost",
    "Congratulation",
    "ConsentRound",
    "DecisionOption",
    "Draw",
    "Elector",
    "Event",
    "EventAdvice",
    "EventFeedback",
    "EventGuest",
    "EventMaterial",
    "EventMeeting",
    "EventMessage",
    "EventPart",
    "EventSeries",
    "EventTurnout",
    "HistoryEntry",
    "HouseDecision",
    "Idea",
    "IdeaStep",
    "IdeaSupport",
    "Lot",
    "Milestone",
    "Picture",
    "PictureConsent",
    "PictureWish",
    "Position",
    "Registration",
    "SecretBallot",
    "Story",
    "StoryQuote",
    "StorySide",
    "StoryVersion",
    "StoryWish",
    "TakenPaper",
    "Thanks",
    "ThanksTo",
    "TurnoutStrengths",
    "YearBook",
]
