"""Measures of the shape of a network, as arrays over people or ties."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import igraph as ig
import numpy as np
import scipy.sparse as sp
from scipy.sparse import csgraph

from drittort.engine.graph import Flags, Floats, Ints, Network

SOURCES_AT_ONCE = 64
LONGEST_SWEEP = 60
STEPS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True)
class Ties:
    """The undirected ties of a network: `pairs` int64[m, 2] with the lower position first, `strength` float64[m], w_ij + w_ji; `graph` the same as igraph."""

    n: int
    pairs: Ints
    strength: Floats
    adjacency: sp.csr_array
    graph: ig.Graph

    @property
    def degree(self) -> Ints:
        """Number of ties of each person, int64[n]."""
        degree: Ints = np.diff(self.adjacency.indptr).astype(np.int64)
        return degree


def ties_of(network: Network | Ties) -> Ties:
    """Return the ties of a network (A >= theta), built once and given to every measure."""
    if isinstance(network, Ties):
        return network
    n = len(network)
    upper = sp.coo_array(sp.triu(network.adjacency, k=1, format="coo"))
    pairs = np.column_stack([upper.row, upper.col]).astype(np.int64).reshape(-1, 2)
    mutual = sp.csr_array(network.strength + network.strength.T)
    strength = _values(mutual, pairs)
    return Ties(n, pairs, strength, network.adjacency, ig.Graph(n=n, edges=pairs))


def _values(matrix: sp.csr_array, pairs: Ints) -> Floats:
    """Return the stored entries of a csr matrix at the given positions, 0 where nothing is stored."""
    n = matrix.shape[0]
    matrix.sort_indices()
    keys = np.repeat(np.arange(n, dtype=np.int64), np.diff(matrix.indptr)) * n + matrix.indices
    wanted = pairs[:, 0] * n + pairs[:, 1]
    at = np.searchsorted(keys, wanted)
    at[at == len(keys)] = 0
    found = keys[at] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    return np.where(found, matrix.data[at] if len(keys) else 0.0, 0.0)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw from its own generator with this seed, and give Python's shared one back afterwards."""
    ig.set_random_number_generator(random.Random(seed))
    try:
        yield
    finally:
        ig.set_random_number_generator(random)


def components(network: Network | Ties) -> Ints:
    """Return the piece each person belongs to, int64[n], 0 the largest; equal sizes in the order of their first person."""
    ties = ties_of(network)
    if ties.n == 0:
        return np.zeros(0, dtype=np.int64)
    _, label = csgraph.connected_components(ties.adjacency, directed=False)
    return by_size(label.astype(np.int64))


def by_size(label: Ints) -> Ints:
    """Return the labels renumbered 0, 1, ... from the largest class to the smallest."""
    if len(label) == 0:
        return label
    _, first, inverse, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(size), dtype=np.int64)
    place[np.lexsort((first, -size))] = np.arange(len(size))
    return place[inverse]


def core_number(network: Network | Ties) -> Ints:
    """Return the largest k for which each person belongs to the k-core, int64[n] (Seidman 1983)."""
    return np.array(ties_of(network).graph.coreness(), dtype=np.int64)


def triangles(network: Network | Ties) -> Ints:
    """Return how many ties join two contacts of each person, int64[n]."""
    ties = ties_of(network)
    degree = ties.degree.astype(np.float64)
    local = np.array(ties.graph.transitivity_local_undirected(mode="zero"), dtype=np.float64)
    return np.rint(local * degree * (degree - 1) / 2).astype(np.int64)


def clustering(network: Network | Ties) -> Floats:
    """Return the share of each person's pairs of contacts that are tied, float64[n], nan below two contacts (Watts & Strogatz 1998)."""
    return np.array(ties_of(network).graph.transitivity_local_undirected(mode="nan"), dtype=np.float64)


def transitivity(network: Network | Ties) -> float:
    """Return three times the triangles over the paths of two ties, nan where there is no such path."""
    ties = ties_of(network)
    return float(ties.graph.transitivity_undirected(mode="nan")) if ties.n else float("nan")


def constraint(network: Network | Ties) -> Floats:
    """Return Burt's constraint, float64[n], nan for people without a tie (never 0: they are not free, they are alone).

    C_i = sum over contacts j of (p_ij + sum over q of p_iq p_qj)^2 with p_ij = (w_ij + w_ji) / sum_k (w_ik + w_ki), over ties.
    Burt 1992, Structural Holes.
    """
    ties = ties_of(network)
    if len(ties.pairs) == 0:
        return np.full(ties.n, np.nan)
    value = np.array(ties.graph.constraint(weights=ties.strength.tolist()), dtype=np.float64)
    return np.where(ties.degree > 0, value, np.nan)


def effective_size(network: Network | Ties) -> Floats:
    """Return n - 2t/n over each person's n contacts with t ties among them, float64[n], nan for people without a tie (Borgatti 1997)."""
    ties = ties_of(network)
    degree = ties.degree.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(degree > 0, degree - 2.0 * triangles(ties) / degree, np.nan)


def common_contacts(network: Network | Ties) -> Ints:
    """Return for each tie (in the order of `Ties.pairs`) how many contacts its two people share, int64[m]."""
    ties = ties_of(network)
    # Every triangle is met once, at its tie of the lowest rank by degree: the number of steps stays below m^1.5 whatever the hubs.
    order = np.argsort(np.argsort(ties.degree, kind="stable"), kind="stable").astype(np.int64)
    n, m = ties.n, len(ties.pairs)
    shared = np.zeros(m, dtype=np.int64)
    if m == 0:
        return shared
    a, b = order[ties.pairs[:, 0]], order[ties.pairs[:, 1]]
    low, high = np.minimum(a, b), np.maximum(a, b)
    sort = np.argsort(low * n + high)
    low, high = low[sort], high[sort]
    start = np.searchsorted(low, np.arange(n + 1))
    keys = low * n + high
    reach = start[low + 1] - np.arange(m) - 1  # ties of the same lower person that come after this one
    ends = np.cumsum(reach)
    counted = np.zeros(m, dtype=np.int64)
    first = 0
    while first < m:
        before = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, before + STEPS_AT_ONCE, side="right")), first + 1)
        steps = reach[first:last]
        one = np.repeat(np.arange(first, last), steps)
        offset = np.arange(len(one)) - np.repeat(np.cumsum(steps) - steps, steps)
        two = one + 1 + offset
        wanted = high[one] * n + high[two]
        at = np.minimum(np.searchsorted(keys, wanted), m - 1)
        closed = keys[at] == wanted
        for edge in (one, two, at):
            counted += np.bincount(edge[closed], minlength=m)
        first = last
    shared[sort] = counted
    return shared


@dataclass(frozen=True, slots=True)
class Bridges:
    """Ties whose two people share no contact: `pairs` int64[k, 2]; `cut` bool[k], true where nothing else holds the two sides together."""

    pairs: Ints
    cut: Flags


def bridges(network: Network | Ties) -> Bridges:
    """Return the local bridges of a network and which of them are bridges in the strict sense (Granovetter 1973)."""
    ties = ties_of(network)
    local = common_contacts(ties) == 0
    strict = np.zeros(len(ties.pairs), dtype=bool)
    strict[ties.graph.bridges()] = True
    return Bridges(ties.pairs[local], strict[local])


@dataclass(frozen=True, slots=True)
class Distances:
    """What was met from each source: sums over the other n - 1 people. `closeness` float64[s], sum of 1/d; `near` int64[s], people within three
    steps; `steps` int64[s], sum of d over the reachable; `reached` int64[s], how many those are."""

    sources: Ints
    closeness: Floats
    near: Ints
    steps: Ints
    reached: Ints


def distances(network: Network | Ties, sources: Ints) -> Distances:
    """Search in breadth from every source, 64 at once: each bit of a word is one source, one step is one OR along all ties."""
    ties = ties_of(network)
    found = [_sweep(ties.adjacency, sources[i : i + SOURCES_AT_ONCE]) for i in range(0, len(sources), SOURCES_AT_ONCE)]
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Distances(sources, np.zeros(0), none, none, none)
    closeness, near, steps, reached = (np.concatenate(part) for part in zip(*found, strict=True))
    return Distances(sources, closeness, near, steps, reached)


def _sweep(adjacency: sp.csr_array, sources: Ints) -> tuple[Floats, Ints, Ints, Ints]:
    n, s = adjacency.shape[0], len(sources)
    closeness, near, steps, reached = np.zeros(s), np.zeros(s, dtype=np.int64), np.zeros(s, dtype=np.int64), np.zeros(s, dtype=np.int64)
    indptr, indices = adjacency.indptr, adjacency.indices
    rows = np.flatnonzero(np.diff(indptr))
    visited = np.zeros(n, dtype=np.uint64)
    np.bitwise_or.at(visited, sources, np.left_shift(np.uint64(1), np.arange(s, dtype=np.uint64)))
    front = visited.copy()
    for step in range(1, LONGEST_SWEEP + 1):
        new = np.zeros(n, dtype=np.uint64)
        if len(rows):
            new[rows] = np.bitwise_or.reduceat(front[indices], indptr[rows])
        new &= ~visited
        met = new[new != 0]
        if len(met) == 0:
            return closeness, near, steps, reached
        visited |= new
        front = new
        count = np.unpackbits(met.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little").sum(axis=0, dtype=np.int64)[:s]
        closeness += count / step
        near += count if step <= 3 else 0
        steps += count * step
        reached += count
    # A long thin chain: one search per source costs less than a step for every link.
    d = csgraph.dijkstra(adjacency, directed=False, indices=sources, unweighted=True)
    d[np.arange(s), sources] = np.inf
    finite = np.isfinite(d)
    return (1.0 / d).sum(axis=1), (d <= 3).sum(axis=1), np.where(finite, d, 0).sum(axis=1).astype(np.int64), finite.sum(axis=1)


def efficiency(network: Network | Ties) -> float:
    """Return the mean of 1/d over all pairs, 0 for pairs out of reach; nan below two people (Latora & Marchiori 2001). Exact: O(n m)."""
    ties = ties_of(network)
    if ties.n < 2:
        return float("nan")
    sources = np.flatnonzero(ties.degree)
    return float(distances(ties, sources).closeness.sum() / (ties.n * (ties.n - 1)))


def betweenness(network: Network | Ties, sources: Ints | None = None) -> Floats:
    """Return for each person the sum over pairs of the share of shortest paths through them, float64[n] (Freeman 1977; Brandes 2001).

    With `sources` only paths that start there are counted (each pair then as often as it has an end in `sources`, halved).
    """
    graph = ties_of(network).graph
    if sources is None:
        return np.array(graph.betweenness(directed=False), dtype=np.float64)
    return np.array(graph.betweenness(directed=False, sources=sources.tolist()), dtype=np.float64)


def gini(values: Floats | Ints) -> float:
    """Return the Gini coefficient of values that are not below zero, 0 when all are equal; nan for none or a sum of 0."""
    x = np.sort(np.asarray(values, dtype=np.float64))
    total = x.sum()
    if len(x) == 0 or total <= 0:
        return float("nan")
    rank = np.arange(1, len(x) + 1)
    return float(((2 * rank - len(x) - 1) * x).sum() / (len(x) * total))


def rewired(ties: Ties, sweeps: int, rng: np.random.Generator) -> Ints:
    """Return ties with the same degrees, drawn by double edge swaps: `sweeps` times every tie is offered a partner to swap an end with.

    pairs, int64[m, 2], lower position first. Swaps that would make a loop or a double tie, or that touch the same new pair twice, are refused.
    """
    n, m = ties.n, len(ties.pairs)
    pairs = ties.pairs.copy()
    for _ in range(sweeps):
        order = rng.permutation(m)[: m - m % 2].reshape(-1, 2)
        one, two = pairs[order[:, 0]], pairs[order[:, 1]].copy()
        turn = rng.random(len(order)) < 0.5
        two[turn] = two[turn][:, ::-1]
        first = np.column_stack([one[:, 0], two[:, 1]])
        second = np.column_stack([two[:, 0], one[:, 1]])
        first.sort(axis=1)
        second.sort(axis=1)
        keys = np.column_stack([first[:, 0] * n + first[:, 1], second[:, 0] * n + second[:, 1]])
        good = (first[:, 0] != first[:, 1]) & (second[:, 0] != second[:, 1])
        present = np.sort(pairs[:, 0] * n + pairs[:, 1])
        good &= (present[np.minimum(np.searchsorted(present, keys), m - 1)] != keys).all(axis=1)
        wanted = np.sort(keys, axis=None)
        good &= (np.searchsorted(wanted, keys, side="right") - np.searchsorted(wanted, keys) == 1).all(axis=1)
        pairs[order[good, 0]], pairs[order[good, 1]] = first[good], second[good]
    return pairs
