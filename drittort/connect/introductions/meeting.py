"""What helps two people to meet: two questions to begin with, and three times and places that suit both. Codes and dates; words come with the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.members.models import Member

HOURS = ((9, 30), (12, 30), (16, 0))


def questions(first: Member, second: Member, reasons: list[Any]) -> list[str]:
    """Two codes of questions: the first from why the two were chosen, the second for everybody, varied by pair."""
    codes = {str(reason.get("code", "")) for reason in reasons if isinstance(reason, dict)}
    about = (
        "help"
        if any("help" in c or "need" in c or "offer" in c for c in codes)
        else "theme"
        if any("theme" in c or "concept" in c for c in codes)
        else "bridge"
    )
    common = ("proud", "morning", "learned", "place")
    return [about, common[(first.pk + second.pk) % len(common)]]


def slots(first: Member, second: Member, at: datetime) -> list[dict[str, Any]]:
    """Three moments within the next two weeks: on days on which both are usually here, else online; never today or tomorrow.

    Each is {"at": ISO moment in UTC, "location": id or None (online)}.
    """
    zone, space = first.space.zone, first.space
    shared = sorted(set(first.days) & set(second.days))
    place = first.location_id if first.location_id == second.location_id else (first.location_id or second.location_id)
    online = not shared
    days = shared or [0, 1, 2, 3, 4]
    found: list[dict[str, Any]] = []
    today = space.day(at)
    for ahead in range(2, 16):
        day = today + timedelta(days=ahead)
        if day.weekday() in days and len(found) < 3:
            hour, minute = HOURS[len(found)]
            moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
            found.append({"at": moment.isoformat(), "location": None if online else place, "online": online})
    while found and len(found) < 3:
        # Few shared days: offer the same day at another hour rather than fewer choices.
        last = datetime.fromisoformat(found[-1]["at"])
        hour, minute = HOURS[len(found)]
        found.append({**found[-1], "at": last.replace(hour=hour, minute=minute).isoformat()})
    return found


def still_ahead(proposed: list[dict[str, Any]], first: Member, second: Member, at: datetime) -> list[dict[str, Any]]:
    """The proposed moments that still lie ahead, made up to three with new ones where time has passed."""
    ahead = [slot for slot in proposed if datetime.fromisoformat(slot["at"]) > at]
    if len(ahead) == len(proposed):
        return ahead
    known = {slot["at"] for slot in ahead}
    chosen = (ahead + [slot for slot in slots(first, second, at) if slot["at"] not in known])[:3]
    return sorted(chosen, key=lambda slot: datetime.fromisoformat(slot["at"]))
