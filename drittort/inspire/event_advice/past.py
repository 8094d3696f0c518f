"""The events of a house as the model of turnouts sees them. For the worker: pages read what it stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Q, Sum

from drittort.engine.turnout import Gatherings, Numbers, part_of_day
from drittort.inspire.event_advice import free_days
from drittort.inspire.event_advice.fields import field_in
from drittort.inspire.event_advice.models import EventTurnout
from drittort.inspire.events.models import Event, Registration
from drittort.members.skills.topics import fields
from drittort.spaces.models import Space

REACH = timedelta(days=731)
WAYS = {code: number for number, code in enumerate(Event.Way.values)}


@dataclass(frozen=True, slots=True)
class Came:
    """How many came to an event, and whether somebody stood at the door."""

    people: int
    is_noted: bool

    @property
    def is_known(self) -> bool:
        """Whether anything is known: where nobody has a seat and nobody stood at the door, people may have come all the same."""
        return self.is_noted or self.people > 0


def counted(events: Sequence[Event]) -> dict[int, Came]:
    """How many came to some events that are over: as counted before, else who was noted at the door, else who had a seat. Two queries."""
    before = {
        pk: Came(people or 0, noted)
        for pk, people, noted in EventTurnout.objects.filter(event__in=events, came__isnull=False).values_list("event", "came", "is_noted")
    }
    rows = Registration.objects.going().filter(event__in=[one.pk for one in events if one.pk not in before]).values("event")
    seen = {
        row["event"]: (row["seats"] or 0, row["noted"])
        for row in rows.annotate(seats=Sum("seats", filter=Q(walked_in=False)), noted=Count("pk", filter=Q(came_at__isnull=False)))
    }
    found = {}
    for one in events:
        seats, noted = seen.get(one.pk, (0, 0))
        noted += one.others_came
        found[one.pk] = before.get(one.pk) or Came(noted or seats, noted > 0)
    return found


def field_index() -> dict[str, int]:
    """The number by which the model knows a field of topics."""
    return {key: number for number, key in enumerate(sorted(fields()))}


class Circles:
    """Which events belong together: those of one series, and those of one name."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.series = {one.title.casefold(): one.series_id for one in events if one.series_id is not None}
        self.numbers: dict[Any, int] = {}

    def of(self, event: Event) -> int:
        """The number of an event's circle."""
        name = event.title.casefold()
        return self.numbers.setdefault(event.series_id or self.series.get(name) or name, len(self.numbers))


@dataclass(frozen=True, slots=True)
class Past:
    """What was on in a house: all that took place (`held`), those of which it is known how many came (`rows`) as the model sees them, and on which field each was."""

    space: Space
    held: tuple[Event, ...]
    rows: tuple[Event, ...]
    events: Gatherings
    turnout: Numbers
    came: Mapping[int, Came]
    fields: Mapping[int, str]
    circles: Circles

    def __len__(self) -> int:
        """Of how many it is known how many came."""
        return len(self.rows)


def past_of(space: Space, at: datetime) -> Past:
    """The events of the last two years that took place. Three queries."""
    all_of = tuple(Event.objects.standing().filter(space=space, ends_at__lte=at, starts_at__gt=at - REACH).order_by("starts_at", "pk"))
    came = counted(all_of)
    rows = tuple(one for one in all_of if came[one.pk].is_known)
    fields_held = {one.pk: field_in(one) for one in all_of}
    circles = Circles(all_of)
    turnout = np.array([float(came[one.pk].people) for one in rows])
    return Past(space, all_of, rows, seen(space, rows, circles, fields_held), turnout, came, fields_held, circles)


def seen(space: Space, rows: Sequence[Event], circles: Circles, held: Mapping[int, str]) -> Gatherings:
    """Events as the model sees them."""
    begins = [one.starts_at.astimezone(space.zone) for one in rows]
    return gatherings(
        begins, [circles.of(one) for one in rows], [one.host_id or -1 for one in rows], [WAYS[one.way] for one in rows],
        [field_index().get(held[one.pk], -1) for one in rows], [free_days.away(space.timezone, moment.date()) for moment in begins],
    )  # fmt: skip


def gatherings(
    begins: Sequence[datetime], circles: Sequence[int], hosts: Sequence[int], ways: Sequence[int], held: Sequence[int], away: Sequence[bool]
) -> Gatherings:
    """Events by what the model knows of each; hours are those on the clock of the house."""
    return Gatherings(
        np.array([moment.toordinal() + moment.hour / 24 for moment in begins], dtype=np.float64),
        np.array([moment.weekday() for moment in begins], dtype=np.int64),
        np.array([part_of_day(moment.hour) for moment in begins], dtype=np.int64),
        np.array(circles, dtype=np.int64),
        {
            "host": np.array(hosts, dtype=np.int64), "way": np.array(ways, dtype=np.int64), "field": np.array(held, dtype=np.int64),
            "away": np.array(away, dtype=np.int64),
        },
    )  # fmt: skip


def usual_hours(past: Past) -> dict[int, int]:
    """The hour at which events of each part of the day begin most often; what is usual anywhere where there was none."""
    hours: dict[int, Counter[int]] = {}
    for one in past.rows:
        hour = one.starts_at.astimezone(past.space.zone).hour
        hours.setdefault(part_of_day(hour), Counter())[hour] += 1
    return {0: 9, 1: 12, 2: 15, 3: 18, 4: 19} | {part: counts.most_common(1)[0][0] for part, counts in hours.items()}


def usual_minutes(past: Past) -> int:
    """How long an event of the house lasts in the middle, to quarters of an hour; an hour and a half where there was none."""
    lasted = [(one.ends_at - one.starts_at).total_seconds() / 60 for one in past.rows]
    return max(30, min(240, round(float(np.median(lasted)) / 15) * 15)) if lasted else 90
