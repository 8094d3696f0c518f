"""The problem of one round of groups: who may sit with whom, what that is worth, and how large a group may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.introductions import Bools, Floats, Ints

Words = NDArray[np.uint64]
Seated = tuple[int, ...]
"""Positions of one group in its task, ascending."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many people sit together: at least, at most, and how many if one may choose."""

    smallest: int
    largest: int
    wanted: int

    def groups(self, people: int) -> int:
        """Return into how many groups so many people go without a rest, nearest to the wanted size; 0 where they don't."""
        fewest, most = -(-people // self.largest), people // self.smallest
        if people <= 0 or fewest > most:
            return 0
        return min(max(round(people / self.wanted), fewest), most)

    def seated(self, people: int) -> int:
        """Return how many of so many people can sit at all, were there no other rule."""
        return next((m for m in range(people, 0, -1) if self.groups(m)), 0)


PAIRS, TRIOS, TABLES, CIRCLES = Size(2, 2, 2), Size(3, 4, 3), Size(4, 6, 5), Size(5, 8, 6)
"""A trio may have a fourth: a good three and one who waits is worse than four."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is left to decide after the locks: m people by position `who`, of them `host`.

    `worth` (m, m) symmetric: value less costs, 0 where `apart` (hard rules) and on the diagonal; `seat` (m,): what a seat is worth; `common`: bit words (m,) of which a group needs
    one bit in common each (languages; days and online); `liked` (largest + 2,): what a group of each size costs for its size, negative; `top`: the
    largest value of a pair.
    """

    who: Ints
    host: Bools
    worth: Floats
    apart: Bools
    seat: Floats
    common: tuple[Words, ...]
    size: Size
    liked: Floats
    top: float

    def only(self, people: Ints) -> "Task":
        """Return the same problem for some of the people, by position in this one."""
        square = np.ix_(people, people)
        return replace(
            self,
            who=self.who[people],
            host=self.host[people],
            worth=self.worth[square],
            apart=self.apart[square],
            seat=self.seat[people],
            common=tuple(words[people] for words in self.common),
        )

    def worth_of(self, groups: Sequence[Seated]) -> Floats:
        """Return value, costs and seats of each group."""
        out, many = np.empty(len(groups)), np.array([len(g) for g in groups], dtype=np.int64)
        for k in np.unique(many).tolist():
            at = np.flatnonzero(many == k)
            people = np.array([groups[g] for g in at.tolist()])
            inner = self.worth[people[:, :, None], people[:, None, :]].sum(axis=(1, 2)) / 2
            out[at] = inner / (k - 1) + self.seat[people].sum(axis=1) + self.liked[k]
        return out

    def seats_of(self, groups: Sequence[Seated]) -> sparse.csr_array:
        """Return who sits in which of the groups, ones of shape (people, groups)."""
        column = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
        row = np.concatenate([np.array(g, dtype=np.int64) for g in groups]) if groups else np.zeros(0, dtype=np.int64)
        return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(self.who), len(groups)))
