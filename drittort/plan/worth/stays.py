"""Who stays how long: each person from the day on which it is looked whether they are connected (the landmark), so that nobody counts as connected for having stayed.

Whoever left before the landmark is in neither group: they had no time to become either (Anderson, Cain & Gelber 1983, J. Clinical Oncology 1, 710-719).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from drittort.core.sums import coarse, enough_people, in_fives
from drittort.engine.channels import HALF_LIFE, THETA
from drittort.engine.survival import cox, kaplan_meier, least_of_all, log_rank
from drittort.network.counted import counted, counted_since
from drittort.network.models import Contact
from drittort.network.ties.days import kept_since
from drittort.spaces.models import Space

LANDMARK = timedelta(days=90)
COUNTED_BY = timedelta(days=30)
MONTH_DAYS = 30.4375
MONTHS = 12
LEAST_EVENTS = 10
"""With fewer who left, a ratio would be an interval from nothing to everything."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One person from the landmark on: days until they left (or until the day of looking), whether they left, whether they were connected, and on how many weekdays they usually come."""

    days: int
    left: bool
    connected: bool
    weekdays: int
    came: date


def stays(space: Space, day: date, since: date | None = None) -> list[Stay]:
    """The people of a house who came in the last 24 months (or after `since`), were counted soon after they came, and were still here at their landmark before
    a day."""
    came = counted(space).filter(joined_on__gt=since or kept_since(day), joined_on__lt=day - LANDMARK)
    rows = came.values_list("pk", "joined_on", "left_on", "days")
    people = {pk: (joined, left, days) for pk, joined, left, days in rows if left is None or left > joined + LANDMARK}
    begun = counted_since(space, set(people))
    people = {pk: told for pk, told in people.items() if begun.get(pk, date.max) <= told[0] + COUNTED_BY}
    tied = connected(space, {pk: told[0] + LANDMARK for pk, told in people.items()})
    found = []
    for pk, (joined, left, days) in people.items():
        gone = left is not None and left <= day
        end = left if gone and left is not None else day
        found.append(Stay((end - joined - LANDMARK).days, gone, pk in tied, len(days), joined))
    return found


def may_follow(space: Space, last: date, day: date) -> bool:
    """Whether stays may be told again after a day on which they were told: only where in each group so many came to them that none can be made out, and of those
    who went out of the 24 months none or as many. Else one month could be subtracted from another, and tell of somebody whether they had a tie."""
    found = stays(space, day, min(kept_since(last), kept_since(day)))
    for connected_ones in (True, False):
        group = [one for one in found if one.connected == connected_ones]
        fresh = sum(one.came >= last - LANDMARK for one in group)
        gone = sum(one.came <= kept_since(day) for one in group)
        if not enough_people([1] * fresh) or (gone and not enough_people([1] * gone)):
            return False
    return True


def connected(space: Space, landmarks: dict[int, date]) -> set[int]:
    """Who of some people had a tie on their landmark. One query."""
    told: dict[tuple[int, int], dict[date, tuple[float, float]]] = defaultdict(dict)
    rows = Contact.objects.filter(space=space).values_list("first_id", "second_id", "on", "forth", "back")
    for first, second, on, forth, back in rows.iterator(chunk_size=5000):
        if first in landmarks or second in landmarks:
            so_far = told[first, second].get(on, (0.0, 0.0))
            told[first, second][on] = (so_far[0] + forth, so_far[1] + back)
    found: set[int] = set()
    for pair, days in told.items():
        for person in pair:
            landmark = landmarks.get(person)
            if landmark is not None and person not in found and strength(days, landmark) >= THETA * (1 - 1e-12):
                found.add(person)
    return found


def strength(days: dict[date, tuple[float, float]], landmark: date) -> float:
    """The stronger direction of a pair on a day: days weigh one at most, and half after 30 days."""
    sides = [
        sum(min(1.0, told[side]) * 2 ** (-(landmark - on).days / HALF_LIFE) for on, told in days.items() if on <= landmark)
        for side in (0, 1)
    ]
    return max(sides)


def published(found: list[Stay]) -> dict[str, Any] | None:
    """What may be told of the stays: both curves by month as far as groups are large enough, and the ratio of leaving; None where a group is too small.

    All of them agreed to be counted: how many they are stands in fives, and shares are `coarse`.
    """
    groups = {True: [s for s in found if s.connected], False: [s for s in found if not s.connected]}
    if not all(enough_people([1] * len(group)) for group in groups.values()):
        return None
    curves = {name: curve(groups[key]) for name, key in (("connected", True), ("others", False))}
    return {"connected": in_fives(len(groups[True])), "others": in_fives(len(groups[False])), "curves": curves, "hazard": hazard(found)}


def curve(group: list[Stay]) -> list[list[float] | None]:
    """Share that is still here after each month, with its interval; None from where fewer than six are watched on."""
    known = kaplan_meier(np.array([s.days for s in group], dtype=np.float64), np.array([s.left for s in group], dtype=bool))
    days = np.array([s.days for s in group])
    shown: list[list[float] | None] = []
    for month in range(MONTHS + 1):
        watched = int((days >= month * MONTH_DAYS).sum())
        if not enough_people([1] * watched):
            shown.append(None)
            continue
        share, low, high = known.at(month * MONTH_DAYS)
        shown.append([coarse(v, len(group)) for v in (share, least_of_all(watched) if month and share == 1 else low, high)])
    return shown


def hazard(found: list[Stay]) -> dict[str, Any]:
    """How often connected people leave compared with others, adjusted for how often they come; nothing with too few who left, or where one group never leaves."""
    days = np.array([s.days for s in found], dtype=np.float64)
    left, group = np.array([s.left for s in found], dtype=bool), np.array([s.connected for s in found], dtype=bool)
    if left.sum() < LEAST_EVENTS:
        return {}
    test = log_rank(days, left, group)
    weekdays = np.array([s.weekdays for s in found], dtype=np.float64)
    adjusted = bool(weekdays.std() > 0)
    model = cox(days, left, np.column_stack([group.astype(np.float64), weekdays]) if adjusted else group.astype(np.float64))
    told: dict[str, Any] = {"statistic": round(test.statistic, 3), "p": test.p, "left": in_fives(int(left.sum())), "adjusted": adjusted}
    if model is not None:
        told |= {"ratio": round(float(model.ratios[0]), 3), "low": round(float(model.low[0]), 3), "high": round(float(model.high[0]), 3)}
    return told
