"""How well event advice foretells who comes, in months that it never saw, against simple rules (needs --data)."""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import headline
from benchmarks.sets import rows
from drittort.engine.turnout import LEAST, USUAL, Expected, Gatherings, Strengths, TurnoutModel, learn, on_schedule, part_of_day, widened

LEAD = 7
"""Days before the Monday of its week until which an event's forecast knows the past; the same for every rule."""
MONTHS = 3
LAST_OF = 5
SEED = 1

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Published:
    """The events of a set: what the model sees of each, how many said that they come, the group and the month."""

    events: Gatherings
    turnout: Numbers
    group: NDArray[np.int64]
    month: NDArray[np.int64]
    monday: NDArray[np.int64]


def read(folder: Path) -> Published:
    """Read events and groups. A turnout is the number of people who said yes: nobody stood at the door."""
    category = {r["group"]: r["category"] for r in rows(folder / "groups.csv")}
    kinds = {name: number for number, name in enumerate(sorted(set(category.values())))}
    told = [r for r in rows(folder / "events.csv.gz") if r["status"] == "past"]
    at = [datetime.fromisoformat(r["time"]) for r in told]
    day = np.array([moment.toordinal() for moment in at])
    hour = np.array([moment.hour for moment in at])
    weekday = np.array([moment.weekday() for moment in at])
    group = np.array([int(r["group"]) for r in told])
    traits = {"kind": np.array([kinds.get(category.get(r["group"], ""), -1) for r in told])}
    events = Gatherings(
        (day + hour / 24).astype(np.float64), weekday, np.array([part_of_day(h) for h in hour.tolist()]), group, traits,
    )  # fmt: skip
    month = np.array([moment.year * 12 + moment.month - 1 for moment in at])
    return Published(events, np.array([float(r["yes_rsvp_count"]) for r in told]), group, month, day - weekday)


def some(data: Published, mask: NDArray[np.bool_]) -> Published:
    """Some of the events."""
    return Published(data.events.some(mask), data.turnout[mask], data.group[mask], data.month[mask], data.monday[mask])


def simple(past: Published, coming: Published) -> dict[str, Numbers]:
    """What simple rules say, with the same knowledge."""
    whole = float(past.turnout.mean())
    by_group: dict[int, list[float]] = defaultdict(list)
    for row in np.argsort(past.events.day, kind="stable"):
        by_group[int(past.group[row])].append(float(past.turnout[row]))
    known = [by_group.get(int(group), []) for group in coming.group]
    return {
        "mean of the house": np.full(len(coming.turnout), whole),
        "schedule (weekday, part)": on_schedule(past.events, past.turnout, coming.events),
        "mean of the group": np.array([np.mean(each) if each else whole for each in known]),
        "last of the group": np.array([each[-1] if each else whole for each in known]),
        "median of its last five": np.array([np.median(each[-LAST_OF:]) if each else whole for each in known]),
    }


@dataclass
class Told:
    """What was foretold for the events of some months, beside what came."""

    came: Numbers
    group: NDArray[np.int64]
    slot: NDArray[np.int64]
    house: NDArray[np.int64]
    known: NDArray[np.int64]
    expected: Expected
    rules: dict[str, Numbers]


def walk(data: Published, months: range, strengths: Strengths | None, house: int = 0) -> Told | None:
    """Go through some months week by week and foretell each event from what was known a week before. None where there is nothing to foretell."""
    begins = date(months.start // 12, months.start % 12 + 1, 1).toordinal()
    before = data.events.day < begins - LEAD
    if before.sum() < LEAST:
        return None
    held = np.isin(data.month, list(months))
    if strengths is None:
        strengths = learn(data.events.some(before), data.turnout[before])
    widen = widened(data.events.some(before), data.turnout[before], strengths)
    parts: list[tuple[Published, Expected, dict[str, Numbers]]] = []
    for monday in np.unique(data.monday[held]):
        past, coming = some(data, data.events.day < monday - LEAD), some(data, held & (data.monday == monday))
        model = TurnoutModel(past.events, past.turnout, strengths, widen=widen)
        parts.append((coming, model.predict(coming.events), simple(past, coming)))
    if not parts:
        return None
    found = [each[0] for each in parts]

    def joined(get: Any) -> Any:
        return np.concatenate([get(each) for each in parts])

    return Told(
        joined(lambda each: each[0].turnout), joined(lambda each: each[0].group), joined(lambda each: each[0].events.weekday * 5 + each[0].events.part),
        np.full(sum(len(each.turnout) for each in found), house), joined(lambda each: each[1].known),
        Expected(*(joined(lambda each, name=name: getattr(each[1], name)) for name in ("median", "low", "high", "known"))),
        {name: joined(lambda each, name=name: each[2][name]) for name in parts[0][2]},
    )  # fmt: skip


def together(parts: list[Told]) -> Told:
    """Several houses in one table."""
    return Told(
        *(np.concatenate([getattr(each, name) for each in parts]) for name in ("came", "group", "slot", "house", "known")),
        Expected(*(np.concatenate([getattr(each.expected, name) for each in parts]) for name in ("median", "low", "high", "known"))),
        {name: np.concatenate([each.rules[name] for each in parts]) for name in parts[0].rules},
    )


def interval(better: Numbers, group: NDArray[np.int64]) -> tuple[float, float]:
    """95 % interval of a mean, drawn by groups: events of one group are not independent."""
    random = np.random.default_rng(SEED)
    names, codes = np.unique(group, return_inverse=True)
    sums, sizes = np.bincount(codes, better), np.bincount(codes)
    drawn = random.integers(len(names), size=(2000, len(names)))
    low, high = np.quantile(sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1), (0.025, 0.975))
    return float(low), float(high)


def ordered(told: Told) -> tuple[int, float]:
    """Of pairs of events of one group in two slots with unlike turnouts: how many there are, and how often more came where more were expected."""
    pairs = right = 0.0
    for group in np.unique(told.group):
        here = np.flatnonzero(told.group == group)
        for place, one in enumerate(here):
            others = here[place + 1 :]
            others = others[(told.slot[others] != told.slot[one]) & (told.came[others] != told.came[one])]
            agree = np.sign(told.expected.median[one] - told.expected.median[others]) * np.sign(told.came[one] - told.came[others])
            pairs += len(others)
            right += float((agree > 0).sum() + 0.5 * (agree == 0).sum())
    return int(pairs), right / pairs if pairs else 0.0


def table(title: str, told: Told) -> None:
    """Print one part of the results."""
    error = np.abs(told.expected.median - told.came)
    inside = (told.came >= np.round(told.expected.low)) & (told.came <= np.round(told.expected.high))
    print(f"{title}: {len(told.came):,} events of {len(np.unique(told.group))} groups, {told.came.mean():.1f} people on average")
    print(f"  {'':28}{'mean error':>11}   the advice is better by")
    print(f"  {'advice':28}{error.mean():11.2f}")
    for name, said in told.rules.items():
        gain = np.abs(said - told.came) - error
        low, high = interval(gain, told.group)
        print(
            f"  {name:28}{np.abs(said - told.came).mean():11.2f}   {gain.mean():5.2f} ({low:.2f} to {high:.2f}), {gain.mean() / np.abs(said - told.came).mean():.0%}"
        )
    print(f"  within the 80 % range: {inside.mean():.1%}; its middle width {np.median(told.expected.high - told.expected.low):.1f} people")
    new = told.known == 0
    if new.any():
        print(
            f"  of groups never seen before ({new.sum()} events): {error[new].mean():.2f}, schedule {np.abs(told.rules['schedule (weekday, part)'] - told.came)[new].mean():.2f}"
        )
    pairs, share = ordered(told)
    print(f"  of {pairs:,} pairs of one group in two slots, the one that was advised drew more in {share:.1%}\n")


def main() -> None:
    """Print the held months (or those for choosing a model) for the whole set as one house, and for many small houses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the published sets, or of this one")
    parser.add_argument(
        "--months",
        choices=("held", "choosing"),
        default="held",
        help="the last three months, or the three before, on which the model was chosen",
    )
    parser.add_argument("--groups", type=int, default=8, help="groups in a small house")
    parser.add_argument("--learn", action="store_true", help="print the usual strengths, learnt from the months before both")
    options = parser.parse_args()
    folder = options.data / "nashville_meetup"
    data = read(folder if folder.exists() else options.data)
    last = int(data.month.max()) + 1
    months = range(last - MONTHS, last) if options.months == "held" else range(last - 2 * MONTHS, last - MONTHS)
    groups = np.random.default_rng(SEED).permutation(np.unique(data.group))
    houses = [set(groups[start : start + options.groups].tolist()) for start in range(0, len(groups), options.groups)]
    print(headline())
    if options.learn:
        earlier = some(data, data.month < last - 2 * MONTHS)
        print(usual(earlier, houses))
        return
    named = [f"{month // 12}-{month % 12 + 1:02d}" for month in (months.start, months.stop - 1)]
    print(f"Months {named[0]} to {named[1]}; each event is foretold from what was known {LEAD} days before the Monday of its week.\n")
    begun = time.perf_counter()
    whole = walk(data, months, USUAL)
    assert whole is not None
    table("The whole set as one house", whole)
    print(f"  ({time.perf_counter() - begun:.1f} s)\n")
    begun, parts = time.perf_counter(), []
    for number, house in enumerate(houses):
        told = walk(some(data, np.isin(data.group, list(house))), months, None, number)
        if told is not None:
            parts.append(told)
    table(f"{len(parts)} small houses of {options.groups} groups, each learning from its own events alone", together(parts))
    print(f"  ({time.perf_counter() - begun:.1f} s)")


def usual(data: Published, houses: list[set[int]]) -> Strengths:
    """The strengths that are usual among small houses: the middle of what each learns by itself."""
    found = []
    for house in houses[::3]:
        mask = np.isin(data.group, list(house))
        if mask.sum() >= 3 * LEAST:
            found.append(learn(data.events.some(mask), data.turnout[mask], held=1.5))
    plain = {
        name: float(np.median([getattr(each, name) for each in found])) for name in ("steady", "drift", "lasts", "own", "noise", "month")
    }
    shared = {name: float(np.median([each.of(name) for each in found])) for name in found[0].shared}
    return Strengths(**plain, shared=shared)


if __name__ == "__main__":
    main()
