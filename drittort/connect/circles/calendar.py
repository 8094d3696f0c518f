"""The meetings of a circle as a calendar file. Each keeps its name in the calendar for ever; a moved one has a higher number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icalendar import Event

from drittort.connect.calendars import published, uid
from drittort.connect.circles import rules, words
from drittort.connect.circles.models import Circle, CircleMeeting


def file_of(circle: Circle, meetings: Iterable[CircleMeeting], at: datetime) -> bytes:
    """Some meetings as one file. What is said in the circle does not stand in it: calendars are read by many."""
    events = []
    for meeting in meetings:
        start = meeting.starts_at.astimezone(circle.space.zone)
        event = Event()
        event.add("uid", uid("circle-meeting", meeting.pk))
        event.add("sequence", meeting.sequence)
        event.add("dtstamp", at)
        event.add("dtstart", start)
        event.add("dtend", start + rules.length(circle.season))
        event.add("status", "CONFIRMED")
        event.add("summary", words.title_of_meeting(circle.season, meeting.number))
        place = words.place(circle.season)
        if place:
            event.add("location", place)
        events.append(event)
    return published(events)
