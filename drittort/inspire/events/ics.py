"""Events as calendars read them (RFC 5545): one by one, as a whole, and as the invitations that calendar programs take up by themselves (RFC 5546).

An event keeps its UID for ever, and its SEQUENCE grows with each change that people are told of: so a change moves what is there and makes no second one.
Hours are those on the clock of the house, with the rules of its time zone along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, vCalAddress, vRecur, vUri
from icalendar import Event as Component

from drittort.core.addresses import address
from drittort.core.mail.outbox import Attachment, house_address
from drittort.inspire.events import words
from drittort.inspire.events.models import Event, EventSeries
from drittort.inspire.events.repeating import begins, days, ends
from drittort.spaces.models import Space

REQUEST, CANCEL = "REQUEST", "CANCEL"
AGAIN = timedelta(hours=4)
"""How often a subscribed calendar may ask."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event for one reader: whether they may read the link, whether they come for sure, and its page for whoever is no member."""

    event: Event
    knows_link: bool = False
    tentative: bool = False
    url: str = ""


def uid_of(event_id: int) -> str:
    """The name of an event among calendars."""
    return f"event-{event_id}@{urlsplit(settings.ADDRESS).hostname}"


def page(event: Event) -> str:
    """The whole address of its page."""
    return f"{settings.ADDRESS}{address('inspire:event', event.space.slug, event.pk)}"


def component(entry: Entry, *, stamp: datetime | None = None) -> Component:
    """One event. What it says follows from the event alone, so that the same event is the same bytes; `stamp` is the moment of an invitation."""
    event, zone = entry.event, entry.event.space.zone
    made = Component()
    made.add("uid", uid_of(event.pk))
    made.add("dtstamp", stamp or event.changed_at)
    made.add("created", event.made_at)
    made.add("last-modified", event.changed_at)
    made.add("sequence", event.sequence)
    made.add("dtstart", event.starts_at.astimezone(zone))
    made.add("dtend", event.ends_at.astimezone(zone))
    made.add("summary", event.title)
    link = event.link if entry.knows_link else ""
    there = entry.url or page(event)
    made.add("description", "\n\n".join(filter(None, (event.text, event.cancelled_with, link, there))))
    place = ", ".join(filter(None, (words.where(event), event.location.address if event.location is not None else "")))
    made.add("location", place)
    made.add("url", vUri(there))
    made.add("status", "CANCELLED" if event.cancelled_at is not None else "TENTATIVE" if entry.tentative else "CONFIRMED")
    return made


def calendar() -> Calendar:
    """An empty file."""
    made = Calendar()
    made.add("prodid", "-//Drittort//DE")
    made.add("version", "2.0")
    return made


def whole(made: Calendar) -> bytes:
    """The file, with the rules of every time zone in it."""
    made.add_missing_timezones()
    return made.to_ical()  # type: ignore[no-any-return]


def file_of(entry: Entry) -> bytes:
    """One event as a file."""
    made = calendar()
    made.add("method", "PUBLISH")
    made.add_component(component(entry))
    return whole(made)


def series_file(series: EventSeries, entries: Sequence[Entry]) -> bytes:
    """A series as one rule. What goes its own way or was called off stands beside it by its day (RECURRENCE-ID), what was taken away is left out (EXDATE).

    `entries` are the events of the series from its present rule on, as far as they were made.
    """
    zone, rows = series.space.zone, {entry.event.series_on: entry for entry in entries}
    given = list(days(series.rule, series.begins_on, series.until_on or series.made_until))

    def at_the_hour(day: date) -> datetime:
        return begins(day, series.begins_at, zone).astimezone(zone)

    made, master = calendar(), Component()
    made.add("method", "PUBLISH")
    rule = vRecur.from_ical(series.rule)
    if series.until_on is not None:
        rule["UNTIL"] = [begins(given[-1] if given else series.until_on, series.begins_at, zone)]
    master.add("uid", f"series-{series.pk}@{urlsplit(settings.ADDRESS).hostname}")
    master.add("dtstamp", series.changed_at)
    master.add("sequence", series.sequence)
    master.add("dtstart", at_the_hour(series.begins_on))
    master.add("dtend", ends(series.begins_on, series.begins_at, series.minutes, zone).astimezone(zone))
    master.add("rrule", rule)
    master.add("summary", series.title)
    master.add("description", series.text)
    for day in given:
        if day not in rows and series.made_until is not None and day <= series.made_until:
            master.add("exdate", at_the_hour(day))
    made.add_component(master)
    for own_day, entry in rows.items():
        if own_day is not None and (entry.event.apart_at is not None or entry.event.cancelled_at is not None):
            own = component(entry)
            own["uid"] = master["uid"]
            own.add("recurrence-id", at_the_hour(own_day))
            made.add_component(own)
    return whole(made)


def feed_of(space: Space, name: str, entries: Iterable[Entry]) -> bytes:
    """Many events as a calendar to subscribe to."""
    made = calendar()
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", space.timezone)
    made.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    for entry in entries:
        made.add_component(component(entry))
    return whole(made)


def invitation(
    event: Event, name: str, email: str, method: str, *, knows_link: bool, at: datetime, url: str = "", answers_to: str = ""
) -> Attachment:
    """What comes along with a letter: the event goes into the reader's calendar, is moved there, or (CANCEL) goes out of it.

    Nobody is asked for an answer; who gives one in the calendar all the same is heard at `answers_to`, where answers by mail come in.
    """
    made = calendar()
    made.add("method", method)
    entry = component(Entry(event, knows_link, url=url), stamp=at)
    if method == CANCEL:
        del entry["status"]
        entry.add("status", "CANCELLED")
    organizer = vCalAddress(f"mailto:{answers_to or house_address()}")
    organizer.params["CN"] = event.space.name
    entry.add("organizer", organizer)
    if email:
        attendee = vCalAddress(f"mailto:{email}")
        attendee.params.update({"CN": name, "PARTSTAT": "ACCEPTED" if method == REQUEST else "DECLINED", "RSVP": "FALSE"})
        entry.add("attendee", attendee)
    made.add_component(entry)
    return Attachment("drittort.ics", f"text/calendar; method={method}; charset=utf-8", whole(made))
