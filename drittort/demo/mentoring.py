"""Office hours of the demo house, with what is booked and what was. Nothing is mailed: it is the past."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from drittort.connect.office_hours.models import Booking, OfficeHour, OfficeSlot
from drittort.connect.office_hours.times import Times, moments
from drittort.demo.texts import read
from drittort.members.models import Member
from drittort.spaces.models import Space

NOTICE, MOST, BEGUN = 24, 2, timedelta(weeks=6)


def people_of(space: Space) -> dict[str, Member]:
    """Who is in the house, by name and by the part that visitors play."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    return {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}


def load_office_hours(space: Space, at: datetime) -> None:
    """Write office hours with their times, the past six weeks among them. Whoever is not in the house (a smaller world) holds none."""
    people = people_of(space)
    for row in read("mentoring")["office_hour"]:
        host = people.get(row["by"])
        if host is not None:
            load_office_hour(space, host, row, people, at)


def load_office_hour(space: Space, host: Member, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """One office hour."""
    hour = OfficeHour.objects.create(
        space=space, member=host, theme=row["theme"], title=row["title"], text=row["text"], language=row.get("language", "de"), place=row["place"],
        link=row.get("link", ""), minutes=row["minutes"], notice_hours=NOTICE, most=MOST, opened_at=at - BEGUN,
    )  # fmt: skip
    begun, until = space.day(at - BEGUN), space.day(at) + timedelta(weeks=row["weeks"])
    times = Times(
        max(begun, host.joined_on), until, frozenset(row["days"]), time.fromisoformat(row["first"]), time.fromisoformat(row["last"])
    )
    slots = OfficeSlot.objects.bulk_create(
        OfficeSlot(office_hour=hour, starts_at=starts, ends_at=ends, book_until=starts - timedelta(hours=NOTICE))
        for starts, ends in moments(times, row["minutes"], space.zone)
    )
    ahead = [slot for slot in slots if slot.book_until > at]
    bookings = [
        Booking(slot=ahead[one["place"]], member=people[one["by"]], text=one["text"], booked_at=at - timedelta(days=2))
        for one in row["booked"]
        if one["by"] in people and people[one["by"]] != host and one["place"] < len(ahead)
    ]
    for one in row["past"]:
        guest, since = people.get(one["by"]), at - timedelta(weeks=one["weeks"] + 1)
        slot = next((slot for slot in slots if since < slot.starts_at < at - timedelta(days=1)), None)
        if guest is None or guest == host or slot is None or any(other.slot == slot for other in bookings):
            continue
        bookings.append(
            Booking(
                slot=slot, member=guest, text="", booked_at=slot.starts_at - timedelta(days=3), guest_met=True, host_met=True, helped=one["helped"],
                met_on=space.day(slot.starts_at), thanks=one.get("thanks", ""), thanked_at=slot.ends_at + timedelta(hours=3) if one.get("thanks") else None,
            )
        )  # fmt: skip
    Booking.objects.bulk_create(bookings)
