"""The calendar file that comes along: the first proposed moment, tentative, to be moved by the two."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Event

from drittort.connect.calendars import published, uid
from drittort.connect.introductions.models import Introduction
from drittort.members.models import Member
from drittort.spaces.models import Location


def invitation(introduction: Introduction, member: Member, other: Member, at: datetime) -> bytes:
    """An iCalendar file with the first of the proposed moments that still lies ahead."""
    events = []
    ahead = [slot for slot in introduction.slots if datetime.fromisoformat(slot["at"]) > at]
    for slot in ahead[:1]:
        start = datetime.fromisoformat(slot["at"]).astimezone(introduction.space.zone)
        event = Event()
        event.add("uid", uid("introduction", introduction.pk))
        event.add("dtstamp", introduction.introduced_at or at)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=30))
        event.add("status", "TENTATIVE")
        event.add("summary", _("%(name)s and you") % {"name": other.name})
        event.add("description", _("A first meeting. The time is only a suggestion: move it as it suits you both."))
        place = Location.objects.filter(pk=slot.get("location")).first()
        if place is not None:
            event.add("location", ", ".join(filter(None, (introduction.space.name, place.name, place.address))))
        events.append(event)
    return published(events)
