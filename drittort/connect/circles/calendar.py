"""The meetings of a circle as a calendar file. Each keeps its name in the calendar for ever; a moved one has a higher number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from drittort.connect.circles import rules, words
from drittort.connect.circles.models import Circle, CircleMeeting
from drittort.core.calendars import Entry, uid


def entries_of(circle: Circle, meetings: Iterable[CircleMeeting], at: datetime, *, off: bool = False) -> list[Entry]:
    """Some meetings for calendars, or (`off`) to take them out again. What is said in the circle does not stand there: calendars are read by many."""
    found = []
    for meeting in meetings:
        start = meeting.starts_at.astimezone(circle.space.zone)
        found.append(
            Entry(
                uid=uid("circle-meeting", meeting.pk),
                sequence=meeting.sequence + off,
                cancelled=off,
                stamp=at,
                starts_at=start,
                ends_at=start + rules.length(circle.season),
                summary=words.title_of_meeting(circle.season, meeting.number),
                location=words.place(circle.season),
            )
        )
    return found
