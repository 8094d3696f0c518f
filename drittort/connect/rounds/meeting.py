"""What helps more than two people to meet: a time and place that suits all, and why they sit together. Codes and dates; words come with the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from drittort.members.models import Employment, Member

NOON = (12, 30)
NEW_DAYS = 90


def slot(people: Sequence[Member], after: datetime) -> list[dict[str, Any]]:
    """One moment, at noon on the first day after the answers on which all are here, else online: {"at", "location", "online"} as with two."""
    space = people[0].space
    said = [set(m.days) for m in people if m.days]
    shared = set.intersection(*said) if said else set(range(5))
    places = {m.location_id for m in people}
    today = space.day(after)
    for ahead in range(1, 15):
        day = today + timedelta(days=ahead)
        if day.weekday() in (shared or set(range(5))):
            moment = datetime(day.year, day.month, day.day, *NOON, tzinfo=space.zone)
            return [{"at": moment.isoformat(), "location": places.pop() if len(places) == 1 and shared else None, "online": not shared}]
    return []


def visible_reasons(people: Sequence[Member], day: date) -> list[dict[str, Any]]:
    """Why some people sit together, from what each of them shows to members: used where a manager put them together."""
    work = dict(Employment.objects.filter(member__in=[m.pk for m in people], until_on=None).values_list("member_id", "company__industry"))
    industries = [work[m.pk][:2] for m in people if work.get(m.pk)]
    out: list[dict[str, Any]] = []
    if len(people) == 2 and len(industries) == 2:
        code = "same_industry" if industries[0] == industries[1] else "different_industries"
        out.append({"code": code, "first": industries[0], "second": industries[1]})
    elif len(set(industries)) > 2:
        out.append({"code": "industries", "count": len(set(industries))})
    new = [m for m in people if (day - m.joined_on).days <= NEW_DAYS]
    if new:
        out.append({"code": "new_here", "member": new[0].pk})
    said = [set(m.days) for m in people]
    shared = sorted(set.intersection(*said))
    if shared:
        out.append({"code": "common_day", "day": shared[0]})
    return out
