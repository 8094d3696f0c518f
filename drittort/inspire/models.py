"""Tables of inspire, feature by feature."""

from drittort.inspire.calendar.models import CalendarFeed
from drittort.inspire.events.models import Event, EventSeries, Registration

__all__ = ["CalendarFeed", "Event", "EventSeries", "Registration"]
