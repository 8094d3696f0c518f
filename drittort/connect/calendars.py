"""Calendar files (RFC 5545) that come along with letters."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from drittort.core.mail.outbox import Attachment


def uid(name: str, number: int) -> str:
    """What a calendar knows one event by, for ever: another file with the same one changes it."""
    return f"{name}-{number}@{urlsplit(settings.ADDRESS).hostname}"


def published(events: Iterable[Event]) -> bytes:
    """A file with some events, to be taken into one's own calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//Drittort//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()  # type: ignore[no-any-return]


def enclosed(file: bytes) -> Attachment:
    """The file as it is enclosed in a letter."""
    return Attachment("drittort.ics", "text/calendar; method=PUBLISH; charset=utf-8", file)
