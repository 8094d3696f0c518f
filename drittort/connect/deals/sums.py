"""What may be told of deals in a sum, by the house's rule for sums (core.sums). Sums that are published do not overlap, so that none can be subtracted from
another; and what is told apart inside a sum leaves a rest that is nothing, or enough by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drittort.core import sums

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

    @property
    def whose(self) -> sums.Sides:
        """Its sides, each with who acted for it."""
        return list(zip(self.sides, self.people or self.sides, strict=True))


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


def enough(deals: Sequence[Told]) -> bool:
    """Whether their number may be told."""
    return sums.enough([deal.whose for deal in deals])


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
