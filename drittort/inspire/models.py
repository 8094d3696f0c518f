"""Tables of inspire, feature by feature."""

from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events.models import Event, EventSeries, Registration
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.milestones.models import Celebration, Congratulation, Milestone
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.stories.models import Story, StoryQuote, StorySide, StoryVersion, StoryWish
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.inspire.year_book.models import YearBook

__all__ = [
    "CalendarFeed",
    "Celebration",
    "Congratulation",
    "Event",
    "EventSeries",
    "HistoryEntry",
    "Milestone",
    "Picture",
    "PictureConsent",
    "Registration",
    "Story",
    "StoryQuote",
    "StorySide",
    "StoryVersion",
    "StoryWish",
    "Thanks",
    "ThanksTo",
    "YearBook",
]
