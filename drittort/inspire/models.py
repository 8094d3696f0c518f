"""Tables of inspire, feature by feature."""

from drittort.inspire.afterwards.models import EventFeedback, EventMeeting, EventPhoto, EventPhotoFace
from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events.models import CoHost, Event, EventSeries, Registration
from drittort.inspire.guests.models import EventGuest

__all__ = [
    "CalendarFeed",
    "CoHost",
    "Event",
    "EventFeedback",
    "EventGuest",
    "EventMeeting",
    "EventPhoto",
    "EventPhotoFace",
    "EventSeries",
    "Registration",
]
