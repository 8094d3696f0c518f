"""Which chosen pairs are left to chance, so that the house can know whether introductions help. Whoever measures it registers how; nobody registered: none are.

A pair that is held back is treated as one that the engine did not choose: it stands in no draft, both may be chosen with others the next day, and nobody is told.
Whoever introduces the two by hand may do so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lot:
    """What was drawn for a chosen pair: its people (smaller id first), whether one of them is thin (has fewer than three ties), and whether it is held back."""

    pair: Pair
    thin: bool
    held: bool


class Holder(Protocol):
    """What measures: draws lots for chosen pairs, keeps them in the transaction of the round, and says which pairs rest."""

    def draw(self, space: Any, pairs: Sequence[tuple[Pair, bool]], shown: int, seed: int, at: datetime) -> list[Lot]:
        """Lots for the first of some pairs (with whether one is thin), until `shown` of them may be shown; none for those that had theirs."""

    def keep(self, space: Any, lots: Sequence[Lot], seed: int, at: datetime) -> None:
        """Write the lots down. Inside the transaction of the round."""

    def resting(self, space: Any, at: datetime) -> Collection[Pair]:
        """Pairs that are held back at a moment."""


_holders: list[Holder] = []


def holds(holder: Holder) -> None:
    """Register who draws."""
    _holders.append(holder)


def draw(space: Any, pairs: Sequence[tuple[Pair, bool]], shown: int, seed: int, at: datetime) -> list[Lot]:
    """The lots of a round."""
    return [lot for holder in _holders for lot in holder.draw(space, pairs, shown, seed, at)]


def keep(space: Any, lots: Sequence[Lot], seed: int, at: datetime) -> None:
    """Write the lots of a round down."""
    for holder in _holders:
        holder.keep(space, lots, seed, at)


def resting(space: Any, at: datetime) -> set[Pair]:
    """Pairs that are held back at a moment."""
    return {pair for holder in _holders for pair in holder.resting(space, at)}
