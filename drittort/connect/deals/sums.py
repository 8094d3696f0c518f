"""When deals may be told of in a sum: so that nobody can be seen in it, not even by who knows their own deals and subtracts them.

A sum is enough when, **whichever side is left out with all of its deals**, five deals of five sides remain, and so for whichever person with all sides for
which they acted: one person may do business in their own name and in that of their company. Sums that are published do not overlap,
so that none can be subtracted from another; and what is told apart inside a sum leaves a rest that is nothing, or enough by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
BOUNDS: Mapping[str, tuple[int, int | None]] = {
    "500": (0, 500),
    "2000": (500, 2_000),
    "10000": (2_000, 10_000),
    "50000": (10_000, 50_000),
    "over": (50_000, None),
}
"""From and to of a band, in whole euros; None: open above."""


@dataclass(frozen=True, slots=True)
class Told:
    """A deal as a sum sees it: its two sides under any names, its band and its source ("" where nothing was said), and who acted for which side."""

    sides: tuple[str, str]
    band: str = ""
    source: str = ""
    people: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """What may be told: how many deals of how many sides, from and to how many euros (None: not told, or open above), and how many of which source."""

    deals: int
    sides: int
    low: int | None
    high: int | None
    sources: dict[str, int]


def sides_of(deals: Sequence[Told]) -> set[str]:
    """Everybody who has a part in some deals."""
    return {side for deal in deals for side in deal.sides}


def people_in(deals: Sequence[Told]) -> set[str]:
    """Everybody who acted for a side; a side of which nobody is named stands for itself."""
    return {person for deal in deals for person in deal.people or deal.sides}


def knowers(deals: Sequence[Told]) -> list[set[str]]:
    """Who may subtract something, each with the sides of which they know: every side, and every person."""
    known: dict[str, set[str]] = defaultdict(set)
    for deal in deals:
        for side, person in zip(deal.sides, deal.people or deal.sides, strict=True):
            known[side].add(side)
            known[person].add(side)
    return list(known.values())


def are_five(deals: Sequence[Told]) -> bool:
    """Whether there are five deals of five sides and of five people."""
    return min(len(deals), len(sides_of(deals)), len(people_in(deals))) >= LEAST


def enough(deals: Sequence[Told]) -> bool:
    """Whether five deals of five sides remain, whichever side or person is left out."""
    return are_five(deals) and all(are_five([deal for deal in deals if not sides & {*deal.sides}]) for sides in knowers(deals))


def summed(deals: Sequence[Told]) -> Sum | None:
    """What may be told of some deals together; None where that is nothing."""
    if not enough(deals):
        return None
    priced = [BOUNDS[deal.band] for deal in deals if deal.band]
    low = high = None
    if enough([deal for deal in deals if deal.band]):
        low = sum(bounds[0] for bounds in priced)
        tops = [bounds[1] for bounds in priced]
        high = None if None in tops else sum(top for top in tops if top is not None)
    return Sum(len(deals), len(sides_of(deals)), low, high, by_source(deals))


def by_source(deals: Sequence[Told]) -> dict[str, int]:
    """How many of which source, of those sources that are enough by themselves, as far as the others together are enough, too, or nothing."""
    groups: dict[str, list[Told]] = defaultdict(list)
    for deal in deals:
        groups[deal.source].append(deal)
    shown = sorted((name for name, group in groups.items() if name and enough(group)), key=lambda name: (-len(groups[name]), name))
    while shown:
        rest = [deal for name, group in groups.items() if name not in shown for deal in group]
        if not rest or enough(rest):
            break
        shown.pop()
    return {name: len(groups[name]) for name in shown}
