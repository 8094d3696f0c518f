"""What is published of a month, computed in the worker from the house as it stood on its last day. Groups of five and more, and nobody's name."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np

from drittort.core.sums import at_least, coarse, in_fives
from drittort.engine.capital import Loss, Ties, day_of_tie, mixing, resilience, tie_starts, ties_of
from drittort.engine.graph import Floats
from drittort.engine.survival import kaplan_meier, least_of_all
from drittort.members.models import Company, Consent
from drittort.network.counted import counted, counted_since
from drittort.network.map.layout import MOST_TIES, Group, band_step, groups_of, ties_between
from drittort.network.report.figures import LEAST_GROUP, SEED, House
from drittort.network.ties.days import day_number
from drittort.network.ties.strength import Days
from drittort.network.told import Month
from drittort.spaces.models import Space

MOST_TAKEN = 10
PART_TAKEN = 5
"""The ten best connected, and of a small house no more than a fifth of those who have a tie."""
SHUFFLES = 199
DRAWS, FEWER_DRAWS, FEW_ENOUGH = 99, 49, 1_000
"""How many times as many people are drawn at random; fewer times above so many people with a tie, for there chance differs less."""
WEEKS = 12
TOLD_IN = (3, 9)
"""A half-year is told of in March or September, a quarter after it was over: then everybody has been here, or could have been, for as many weeks as are told."""
TIES_WAITED_FOR = (1, 3)
SEEN_FROM = timedelta(days=14)
"""The beginning of somebody who agreed to be counted later than so was not seen."""


def of_month(month: Month) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """What is published of a month, its groups with what lies between them, and who is drawn on its map; all as plain values that JSON can hold."""
    ties = ties_of(month.house.network)
    names = dict(Company.objects.filter(space=month.space).values_list("pk", "name"))
    groups = groups_of(month.house.people, names)
    return content_of(month, ties), between_of(ties, groups), drawing_of(month, ties, groups)


def content_of(month: Month, ties: Ties) -> dict[str, Any]:
    """The published figures of a month.

    `groupings`: for company, industry and location what chance gives for the E-I index (mean, 2.5 % and 97.5 %), and what it rests on; `taken`, `efficiency`, `giant`:
    see `resilience`; `newcomers`: of the half-year that is told of in this month, and in no other, the curves of their first and third tie. How many people and ties stands in fives, and
    whatever is reckoned from them has no more digits than are written of it.
    """
    active = int((ties.degree > 0).sum())
    taken = min(MOST_TAKEN, in_fives(active) // PART_TAKEN)
    without = resilience(ties, take=taken, draws=DRAWS if active <= FEW_ENOUGH else FEWER_DRAWS, seed=SEED)
    return {
        "people": in_fives(ties.n),
        "active": in_fives(active),
        "groupings": groupings(month.house, ties),
        "taken": taken,
        "draws": without.draws,
        "efficiency": rounded(without.efficiency),
        "giant": rounded(without.giant),
        "newcomers": newcomers(month.space, month.last, month.days),
    }


def between_of(ties: Ties, groups: list[Group]) -> dict[str, Any]:
    """Groups and what lies between them, apart from the figures, for they are many: `groups`: [kind, key, people]; `people`: of all groups together, both in fives;
    `bands`: [group, group, step], a group with itself for the ties inside."""
    table = ties_between(groups, ties)
    return {
        "groups": [[g.kind, g.key, in_fives(len(g.people))] for g in groups],
        "people": in_fives(sum(len(g.people) for g in groups)),
        "bands": [[i, j, band_step(int(table[i, j]))] for i in range(len(groups)) for j in range(i, len(groups)) if table[i, j]],
    }


def rounded(loss: Loss) -> dict[str, float]:
    """A loss as plain values."""
    return {name: round(value, 2) for name, value in asdict(loss).items()}


def groupings(house: House, ties: Ties) -> dict[str, dict[str, Any]]:
    """For each grouping with ties between people of whom it is known: how many ties and people it rests on, and what chance gives for the E-I index."""
    found = {}
    for name, labels in house.labels().items():
        mixed = mixing(ties, labels, seed=SEED, permutations=SHUFFLES)
        if mixed.internal + mixed.external and mixed.labels > 1:
            chance = {} if np.isnan(mixed.expected) else {"chance": [round(value, 2) for value in (mixed.expected, mixed.low, mixed.high)]}
            found[name] = {"ties": in_fives(mixed.internal + mixed.external), "people": in_fives(mixed.people), **chance}
    return found


def newcomers(space: Space, last: date, days: Days) -> list[dict[str, Any]]:
    """How those who came in a half-year got to their first and third tie: told once, a quarter after it was over, and in no other month; so nothing can be subtracted.

    They came after contacts began to be recorded and agreed to be counted within two weeks; for others the beginning was not seen. Who left is watched until then. Told week by
    week, as long as five of them have been here for so long, in steps in which nobody reads how many they are; a half-year of fewer than five people is not told.
    """
    if not len(days.day) or last.month not in TOLD_IN:
        return []
    rows = counted(space).filter(joined_on__lte=last).order_by("pk").values_list("pk", "joined_on", "left_on")
    people = [(pk, joined, left) for pk, joined, left in rows]
    since = counted_since(space, {pk for pk, _joined, _left in people})
    contacts = days.interactions([pk for pk, _joined, _left in people], last)
    end, first = day_number(last), int(days.day.min())
    seen = np.array([day_number(joined) >= first and since[pk] <= joined + SEEN_FROM for pk, joined, _left in people], dtype=bool)
    came = np.array([day_number(joined) for _pk, joined, _left in people], dtype=np.float64)
    until = np.array([min(end, day_number(left)) if left else end for _pk, _joined, left in people], dtype=np.float64)
    half = np.array([2 * joined.year + (joined.month > 6) for _pk, joined, _left in people], dtype=np.int64)
    pairs, when = tie_starts(contacts, now=float(end))
    reached = {which: day_of_tie(pairs, when, which, len(people)) for which in TIES_WAITED_FOR}
    one = 2 * last.year + (last.month > 6) - 1
    chosen = seen & (half == one)
    here = np.sort(until[chosen] - came[chosen])
    if len(here) < LEAST_GROUP:
        return []
    weeks = min(WEEKS, int(here[-LEAST_GROUP] // 7))
    curves = {str(which): curve(on[chosen], came[chosen], until[chosen], weeks) for which, on in reached.items()}
    return [{"half": f"{one // 2}-{one % 2 + 1}", "people": at_least(len(here)), "curves": curves}]


def curve(on: Floats, came: Floats, until: Floats, weeks: int) -> list[list[float]]:
    """The share still without the tie after 0, 1, ... weeks, each with its 95 % interval, all of them `coarse`. A tie older than the coming counts from the first day."""
    got = on <= until
    waited = np.maximum(np.where(got, on, until) - came, 0.0)
    estimate = kaplan_meier(waited, got)
    points = []
    for week in range(weeks + 1):
        share, low, high = estimate.at(7.0 * week)
        low = least_of_all(int((waited >= 7.0 * week).sum())) if week and share == 1 else low
        points.append([coarse(value, len(came)) for value in (share, low, high)])
    return points


def drawing_of(month: Month, ties: Ties, groups: list[Group]) -> dict[str, Any]:
    """Who may be drawn on the map of a month, and the strongest ties among them: `people` [id, group], `ties` [id, id].

    For a person the consent to be drawn must have stood on the last day: it is not retroactive, as little as that to be counted.
    """
    house = month.house
    given = Consent.objects.filter(member__space=month.space, kind=Consent.Kind.MAP, revoked_at=None).values_list("member_id", "given_at")
    may = {pk for pk, at in given if month.space.day(at) <= month.last}
    people = [[house.people[place].id, k] for k, group in enumerate(groups) for place in group.people if house.people[place].id in may]
    shown = {pk for pk, _group in people}
    ids = [person.id for person in house.people]
    both = [i for i, (a, b) in enumerate(ties.pairs.tolist()) if ids[a] in shown and ids[b] in shown]
    both.sort(key=lambda i: (-ties.strength[i], i))
    return {"people": people, "ties": [[ids[a], ids[b]] for a, b in ties.pairs[both[:MOST_TIES]].tolist()]}
