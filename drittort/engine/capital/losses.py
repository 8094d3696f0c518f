"""What a community would lose with its best connected people, beside what it loses with any others."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from drittort.engine.capital.structure import Ties, ties_of
from drittort.engine.graph import Flags, Floats, Ints, Network

TAKEN = 10
DRAWS = 99
WORDS = 4_000_000
"""So many machine words one step of the search may hold; above it the ways are measured from fewer people, the same ones every time."""
NODES_AT_ONCE = 400_000


@dataclass(frozen=True, slots=True)
class Loss:
    """One figure: `before` with everybody, `without` the best connected, and without as many others: `chance` (mean), `low`, `high` (2.5 % and 97.5 %)."""

    before: float
    without: float
    chance: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Resilience:
    """`taken` people out of `people`; `efficiency` and `giant`, the share in the largest piece, each of those who remain; `draws` at random, ways measured
    from `sources` people."""

    taken: int
    people: int
    efficiency: Loss
    giant: Loss
    draws: int
    sources: int


def resilience(network: Network | Ties, *, take: int = TAKEN, draws: int = DRAWS, seed: int = 0) -> Resilience:
    """Return what is left without the `take` people of the most ties, and without as many drawn at random (Albert, Jeong & Barabási 2000).

    Among equals chance decides, with the seed. Figures are of those who remain: a smaller house is no weaker one. Raises ValueError unless somebody is taken and
    two remain.
    """
    ties = ties_of(network)
    if not 1 <= take <= ties.n - 2:
        raise ValueError("somebody must be taken, and two people must remain")
    rng = np.random.default_rng(seed)
    dealt = rng.permutation(ties.n)
    best = dealt[np.argsort(-ties.degree[dealt], kind="stable")[:take]]
    here = np.ones((2 + draws, ties.n), dtype=bool)
    here[1, best] = False
    for row in here[2:]:
        row[rng.choice(ties.n, take, replace=False)] = False
    sources = _sources(ties, len(here), rng)
    short, giant = closeness_of_those(ties, here, sources), largest_pieces(ties, here)
    return Resilience(take, ties.n, _loss(short), _loss(giant), draws, len(sources))


def _loss(values: Floats) -> Loss:
    low, high = np.quantile(values[2:], [0.025, 0.975]) if len(values) > 2 else (np.nan, np.nan)
    chance = float(values[2:].mean()) if len(values) > 2 else float("nan")
    return Loss(float(values[0]), float(values[1]), chance, float(low), float(high))


def _sources(ties: Ties, cases: int, rng: np.random.Generator) -> Ints:
    """Everybody with a tie, or as many whole words of them as the search may hold."""
    active = np.flatnonzero(ties.degree)
    most = 64 * max(1, WORDS // max(2 * len(ties.pairs) * cases, 1))
    return active if len(active) <= most else np.sort(rng.choice(active, most, replace=False))


def closeness_of_those(ties: Ties, here: Flags, sources: Ints) -> Floats:
    """Return the efficiency among those who are `here` (bool[cases, n]) for each case, float64[cases]: the mean of 1/d over pairs, 0 out of reach.

    Ways lead only over people who are there. With fewer `sources` than people with a tie it is estimated from them.
    """
    cases, n = here.shape
    blocks = -(-len(sources) // 64)
    indptr, indices = ties.adjacency.indptr, ties.adjacency.indices
    rows = np.flatnonzero(np.diff(indptr))
    starts = indptr[rows]
    near = np.zeros(cases)
    at_once = max(1, WORDS // max(len(indices) * blocks, 1))
    begin = np.zeros((n, blocks), dtype=np.uint64)
    place = np.arange(len(sources))
    np.bitwise_or.at(begin, (sources, place // 64), np.left_shift(np.uint64(1), (place % 64).astype(np.uint64)))
    for first in range(0, cases, at_once):
        there = here[first : first + at_once].T[:, :, None]
        front = np.where(there, begin[:, None, :], np.uint64(0))
        visited = front.copy()
        step = 0
        while True:
            step += 1
            new = np.zeros_like(front)
            if len(rows):
                new[rows] = np.bitwise_or.reduceat(front[indices], starts, axis=0)
            new = np.where(there, new & ~visited, np.uint64(0))
            met = np.bitwise_count(new).sum(axis=(0, 2), dtype=np.int64)
            if not met.any():
                break
            near[first : first + at_once] += met / step
            visited |= new
            front = new
    people = here.sum(axis=1)
    asked, active = here[:, sources].sum(axis=1), here[:, ties.degree > 0].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        all_ways = np.where(asked > 0, near * active / asked, 0.0)
    return np.asarray(all_ways / (people * (people - 1)), dtype=np.float64)


def largest_pieces(ties: Ties, here: Flags) -> Floats:
    """Return for each case the share of those who are `here` (bool[cases, n]) that lies in their largest piece, float64[cases]."""
    cases, n = here.shape
    share = np.zeros(cases)
    at_once = max(1, NODES_AT_ONCE // max(n, 1))
    one, other = ties.pairs[:, 0], ties.pairs[:, 1]
    for first in range(0, cases, at_once):
        part = here[first : first + at_once]
        case, tie = np.nonzero(part[:, one] & part[:, other])
        size = len(part) * n
        # All cases side by side are one graph whose pieces lie in one case each.
        graph = sp.coo_array((np.ones(len(tie), dtype=np.int8), (case * n + one[tie], case * n + other[tie])), shape=(size, size))
        count, label = csgraph.connected_components(graph, directed=False)
        pieces = np.bincount(label[part.ravel()], minlength=count)[label].reshape(part.shape)
        share[first : first + at_once] = np.where(part, pieces, 0).max(axis=1) / part.sum(axis=1)
    return share
