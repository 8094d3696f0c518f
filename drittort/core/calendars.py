"""Calendar files (RFC 5545, RFC 5546): one entry, told anew with the same name and a higher number when it moves, and taken out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from drittort.core.mail.outbox import Attachment, house_address

PUBLISH, REQUEST, CANCEL = "PUBLISH", "REQUEST", "CANCEL"
NAME = "drittort.ics"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `uid` stays the same for its whole life and `sequence` rises with every change. The moments stand in the zone in which people read them.

    `attendee` is the name and address of the one reader; nobody else's address is ever in the file. `organizer` is what the house is called.
    `cancelled` is for entries that nobody was invited to by name: a file that is published takes them out, many at once.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    stamp: datetime
    sequence: int = 0
    tentative: bool = False
    cancelled: bool = False
    description: str = ""
    location: str = ""
    url: str = ""
    organizer: str = ""
    attendee: tuple[str, str] | None = None


def uid(kind: str, number: int) -> str:
    """The name of an entry for all calendars of the world."""
    return f"{kind}-{number}@{urlsplit(settings.ADDRESS).hostname}"


def calendar_file(*entries: Entry, method: str = PUBLISH) -> bytes:
    """The file with some entries, and the time zones in which they stand."""
    calendar = Calendar()
    calendar.add("prodid", "-//Drittort//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    events = [_event(entry, method) for entry in entries]
    calendar.subcomponents = [*events]
    calendar.subcomponents = [*(_zone(name) for name in sorted(calendar.get_missing_tzids())), *events]
    file: bytes = calendar.to_ical()
    return file


@cache
def _zone(name: str) -> Timezone:
    """A time zone with its changes of the clock: working them out takes longer than all the rest of a file."""
    return Timezone.from_tzid(name)


def _event(entry: Entry, method: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("status", "CANCELLED" if method == CANCEL or entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("summary", entry.summary)
    for name in ("description", "location", "url"):
        if getattr(entry, name):
            event.add(name, getattr(entry, name))
    if entry.attendee is not None:
        # The house invites, so that neither learns the other's address from a file.
        organizer = vCalAddress(f"mailto:{house_address()}")
        organizer.params["cn"] = vText(entry.organizer)
        event.add("organizer", organizer)
        reader = vCalAddress(f"mailto:{entry.attendee[1]}")
        reader.params.update(
            {"cn": vText(entry.attendee[0]), "partstat": vText("ACCEPTED"), "role": vText("REQ-PARTICIPANT"), "rsvp": vText("FALSE")}
        )
        event.add("attendee", reader)
    return event


def attachment(*entries: Entry, method: str = PUBLISH) -> Attachment:
    """The file as it comes along with a mail, which mail programs then offer to put into the calendar."""
    return Attachment(NAME, f"text/calendar; method={method}; charset=utf-8", calendar_file(*entries, method=method))
