"""Scores made comparable between networks: how rare is a value among the pairs without a tie?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranks:
    """The weighted distribution of one score in a reference sample: its distinct `values` (ascending) and the `middle` rank of each in (0, 1).

    Values between two seen ones are interpolated, so that the order of scores survives; the ends are open: half a pair beyond the last.
    """

    values: Floats
    middle: Floats
    total: float

    def of(self, scores: Floats) -> Floats:
        """Return the percentile rank of each score, ties averaged, in (0, 1)."""
        if len(self.values) == 0:
            return np.full(len(scores), 0.5)
        edge = 0.5 / (self.total + 1.0)
        ranks = np.interp(scores, self.values, self.middle, left=edge, right=1.0 - edge)
        return np.asarray(ranks, dtype=np.float64)


def ranks_of(scores: Floats, weights: Floats) -> Ranks:
    """Return the ranks within `scores` (r,), each standing for `weights` (r,) pairs."""
    values, inverse = np.unique(scores, return_inverse=True)
    mass: Floats = np.bincount(inverse, weights=weights, minlength=len(values)).astype(np.float64)
    total = float(mass.sum())
    middle = (np.cumsum(mass) - mass / 2) / total if total > 0 else mass
    return Ranks(values, middle, total)


def surprise(ranks: Floats, total: float) -> Floats:
    """Return -log of the share of pairs that score as high: 0 for the lowest, log(2 total) at most.

    Percentiles alone are flat where it counts: among 200,000 pairs the best hundred all have rank 1.
    """
    return np.asarray(-np.log(1.0 - ranks + 0.5 / (total + 1.0)), dtype=np.float64)
