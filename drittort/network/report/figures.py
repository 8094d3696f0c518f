"""The report of a house on a day: the engine's capital report over the counted people, with tables of groups and the months before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from drittort.core.numbers import Written, as_written, hundredth
from drittort.core.sums import LEAST, at_least, in_fives
from drittort.engine.capital import CapitalReport, capital_report, ties_of
from drittort.engine.capital.groups import encoded
from drittort.engine.capital.report import LEAST_ACTIVE
from drittort.engine.graph import Interactions, Network, build_network
from drittort.members.models import Company, Member
from drittort.network import told
from drittort.network.counted import Person, people_on
from drittort.network.models import MonthFigure
from drittort.network.queries import published
from drittort.network.report.words import BY_NAME
from drittort.network.ties.days import day_number
from drittort.network.ties.strength import Days, days_of_house
from drittort.spaces.industries import section
from drittort.spaces.models import Location, Space

LEAST_GROUP = 5
SEED = 0
GROUPINGS = ("company", "industry", "location")
IN_FIVES = ("people", "active", "ties")
"""Measures that are told in fives: who is counted agreed to it, and by the ties one could reckon how many they are."""
OF_THEM = ("isolates", "thin", "core_people")
"""Some of the people, who may be all of them: of about 55 no more than 55."""


@dataclass(frozen=True, slots=True)
class House:
    """The counted people of a day, their contacts and their network, in one order."""

    people: list[Person]
    contacts: Interactions
    network: Network

    def labels(self) -> dict[str, list[str | None]]:
        """For each grouping one label a person; None where it is not known."""
        return {
            "company": [str(p.company) if p.company else None for p in self.people],
            "industry": [section(p.industry) or None for p in self.people],
            "location": [str(p.location) if p.location else None for p in self.people],
        }


def house_on(space: Space, as_of: date, days: Days | None = None) -> House:
    """Everybody who is counted and belongs to the house on a day, with their network."""
    people = people_on(space, as_of)
    rows = days if days is not None else days_of_house(space.pk, as_of)
    contacts = rows.interactions([p.id for p in people], as_of)
    return House(people, contacts, build_network(contacts, now=float(day_number(as_of))))


def capital_of(house: House, received: dict[int, int] | None = None, *, chance: bool = True) -> CapitalReport:
    """The engine's report on a house, groupings included; without `chance` values only."""
    return capital_report(
        house.network,
        groups=house.labels(),
        contacts=house.contacts,
        since=[float(day_number(p.joined_on)) for p in house.people],
        received=None if received is None else [received.get(p.id, 0) for p in house.people],
        seed=SEED,
        chance=chance,
    )


def compute_report(space: Space, as_of: date) -> dict[str, Any]:
    """The report of a house on a day, as plain values that JSON can hold. Reads only.

    `capital`: the engine's report (see `CapitalReport.as_json`); `people` counted (see `told_people`), `members` all who belong to the house; `groups`: for company,
    industry and location the groups of five and more with their ties inside and outside; `history`: for each measure the published months as
    [first day of the month, value, people]. Whatever counts people or ties is told in fives.
    Below 20 people with a tie the engine gives counts only, and there is neither table nor trend.
    """
    house = house_on(space, as_of)
    found = capital_of(house, told.received(space.pk, as_of))
    members = Member.objects.filter(space=space).here().count()
    # Told in fives they may be more than there are, and then all would have agreed.
    people = min(told_people(space, as_of, len(house.people)), at_least(members))
    active = int(found.get("active").value or 0)
    enough = active >= LEAST_ACTIVE
    return {
        "as_of": as_of.isoformat(),
        "people": people,
        "members": members,
        "active": in_fives(active) if enough else min(in_fives(active), at_least(LEAST_ACTIVE - 1)),
        "enough": enough,
        "least": LEAST_ACTIVE,
        "capital": in_fives_throughout(_plain(found.as_json()), len(house.people), people),
        "groups": group_tables(space, house) if enough else {},
        "history": history(space, as_of) if enough else {},
    }


def told_people(space: Space, as_of: date, people: int) -> int:
    """How many people are counted, as it is told on a day: as at the end of the last month that was published, before the first as today; in fives.

    The report is made every night. From one night to the next nobody may see that somebody agreed. Where they are fewer than five by now, nothing is told.
    """
    if not in_fives(people):
        return 0
    months = MonthFigure.objects.filter(space=space, month__lt=as_of.replace(day=1)).order_by("-month")
    published_then = months.values_list("people", flat=True).first()
    return in_fives(people) if published_then is None else published_then


def in_fives_throughout(capital: dict[str, Any], people: int, told_as: int) -> dict[str, Any]:
    """A report of so many people as it may be kept and told: what counts people or ties stands in fives, what it rests on as well, and nothing finer than it is written."""
    entries = capital["measures"]
    giant = entries["giant_share"]["value"]
    grouped = {f"{attribute}.{key}": entry for attribute, group in capital["groups"].items() for key, entry in group.items()}
    for name, entry in {**entries, **grouped}.items():
        written = BY_NAME[name].written if name in BY_NAME else hundredth
        entry["value"] = coarsely(entry["value"], written)
        entry["interval"] = entry["interval"] and [coarsely(end, written) for end in entry["interval"]]
        entry["chance"] = entry["chance"] and {
            part: one if part == "p" else coarsely(one, written) for part, one in entry["chance"].items()
        }
    for key in IN_FIVES:
        entries[key]["value"] = told_as if key == "people" else in_fives(int(entries[key]["value"]))
    for key in OF_THEM:
        if entries[key]["value"] is not None:
            entries[key]["value"] = min(entries[key]["value"], told_as)
    rates = of_told(entries["ties"]["value"], told_as, giant, people)
    for key, value in rates.items():
        entries[key]["value"] = value
    for entry in [*entries.values(), *grouped.values()]:
        if entry["of"] == "pairs" and entry["n"] == people * (people - 1) // 2:
            entry["n"] = told_as * (told_as - 1) // 2
        else:
            entry["n"] = told_as if entry["of"] == "people" and entry["n"] == people else in_fives(entry["n"])
    return capital


def coarsely(value: float | None, written: Written) -> float | None:
    """A number of the report with no more digits than are written of it."""
    return None if value is None else as_written(value, written)


def of_told(ties: float, told_as: int, giant: float | None, people: int) -> dict[str, float]:
    """Mean ties, density and the share of the largest piece, made of what is told anyway: of the exact numbers, two of them together would tell how many people there are.

    `ties` and `told_as` as they are told, `giant` the exact share of `people`; empty where there are too few people for any.
    """
    if giant is None or told_as < LEAST:
        return {}
    outside = round((1 - giant) * people)
    return {
        "mean_ties": round(2 * ties / told_as, 1),
        "density": round(min(1.0, 2 * ties / (told_as * (told_as - 1))), 3),
        "giant_share": round(max(0.0, 1 - outside / told_as), 2),
    }


def _plain(value: Any) -> Any:
    """Plain values without nan and infinity, which JSON in a database does not know."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


ABOUT = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
FEW_TIES = 10


def roughly(ties: int) -> list[int | None]:
    """A number of ties as a step from one number to another (None: open above). In a group of five, "none" or "all ten" would tell of single people."""
    low = 0
    for high in ABOUT:
        if ties <= high:
            return [low, high]
        low = high + 1
    return [low, None]


def tenth(part: int, whole: int) -> int | None:
    """A share in whole tens of per cent; None where there are too few ties to hide single ones."""
    return 10 * round(10 * part / whole) if whole >= FEW_TIES else None


def group_tables(space: Space, house: House) -> dict[str, list[dict[str, Any]]]:
    """For each grouping its groups of at least five people, the largest first, with the number of ties inside and to all others."""
    names: dict[str, dict[str, str]] = {
        "company": {str(pk): name for pk, name in Company.objects.filter(space=space).values_list("pk", "name")},
        "location": {str(pk): name for pk, name in Location.objects.filter(space=space).values_list("pk", "name")},
    }
    ties = ties_of(house.network)
    tables: dict[str, list[dict[str, Any]]] = {}
    for grouping, labels in house.labels().items():
        code, found = encoded(labels, ties.n)
        if len(found) < 2:
            continue
        size = np.bincount(code[code >= 0], minlength=len(found))
        ends = code[ties.pairs]
        same = (ends[:, 0] == ends[:, 1]) & (ends[:, 0] >= 0)
        inside = np.bincount(ends[same, 0], minlength=len(found))
        outer = ends[~same].ravel()
        outside = np.bincount(outer[outer >= 0], minlength=len(found))
        rows = [
            {
                "key": key,
                "name": names.get(grouping, {}).get(key, key),
                "people": in_fives(int(size[g])),
                "inside": roughly(int(inside[g])),
                "outside": roughly(int(outside[g])),
                "share": tenth(int(outside[g]), int(inside[g] + outside[g])),
            }
            for g, key in enumerate(found)
            if size[g] >= LEAST_GROUP
        ]
        if rows:
            tables[grouping] = sorted(rows, key=lambda row: (-row["people"], row["name"]))
    return tables


def history(space: Space, as_of: date) -> dict[str, list[list[Any]]]:
    """The published months up to a day, for each measure the last twelve in order."""
    months = published(space.pk, as_of - timedelta(days=400), as_of.replace(day=1) - timedelta(days=1))
    return {measure: [[each.month.isoformat(), each.value, each.people] for each in points[-12:]] for measure, points in months.items()}
