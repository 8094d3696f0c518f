"""Communities: Leiden on modularity, run from many seeds, with what holds in most of them."""

from dataclasses import dataclass

import igraph as ig
import numpy as np

from drittort.engine.capital.structure import Ties, by_size, seeded, ties_of
from drittort.engine.graph import Floats, Ints, Network

RUNS = 20
TOGETHER = 0.8
MANY_PEOPLE = 5_000


@dataclass(frozen=True, slots=True)
class Communities:
    """`membership` int64[n], 0 the largest (people without a tie are alone in theirs); `modularity` of it, nan without a tie; `count` of communities with
    two people or more; `runs` seeds were tried; `stability` the share of pairs inside a community who were together in 80 % of the runs (nan: no pair, or
    one run); `steady` float64[n] the same share for each person's own pairs, nan where they have none."""

    membership: Ints
    modularity: float
    count: int
    runs: int
    iterations: int
    stability: float
    steady: Floats


def communities(network: Network | Ties, seed: int = 0, *, runs: int | None = None) -> Communities:
    """Return the communities of a network: the best of `runs` seeded Leiden runs on modularity weighted by strength (Traag, Waltman & van Eck 2019).

    20 runs, to the end; above 5,000 people with a tie one run of two iterations. The same seed gives the same communities.
    """
    ties = ties_of(network)
    active = np.flatnonzero(ties.degree)
    many = len(active) > MANY_PEOPLE
    runs = (1 if many else RUNS) if runs is None else runs
    if runs < 1:
        raise ValueError("at least one run is needed")
    iterations = 2 if many else -1
    if len(active) == 0:
        return Communities(np.arange(ties.n), float("nan"), 0, 0, 0, float("nan"), np.full(ties.n, np.nan))
    # People without a tie cannot belong anywhere, but would cost Leiden time.
    place = np.zeros(ties.n, dtype=np.int64)
    place[active] = np.arange(len(active))
    graph = ig.Graph(n=len(active), edges=place[ties.pairs])
    strength = ties.strength.tolist()
    found = np.tile(np.arange(ties.n), (runs, 1))
    quality = np.empty(runs)
    with seeded(seed):
        for run in range(runs):
            partition = graph.community_leiden(objective_function="modularity", weights=strength, n_iterations=iterations)
            found[run] += ties.n
            found[run, active] = partition.membership
            quality[run] = modularity(ties, by_size(found[run]))
    membership = by_size(found[int(np.argmax(quality))])
    size = np.bincount(membership)
    stability, steady = (float("nan"), np.full(ties.n, np.nan)) if runs == 1 else _stability(membership, found)
    return Communities(membership, float(quality.max()), int((size > 1).sum()), runs, iterations, stability, steady)


def modularity(network: Network | Ties, membership: Ints) -> float:
    """Return the modularity of a division, weighted by strength, nan without a tie (Newman & Girvan 2004)."""
    ties = ties_of(network)
    total = ties.strength.sum()
    if not total > 0:
        return float("nan")
    inside = ties.strength[membership[ties.pairs[:, 0]] == membership[ties.pairs[:, 1]]].sum() / total
    pull = np.bincount(ties.pairs.ravel(), weights=np.repeat(ties.strength, 2), minlength=ties.n)
    share = np.bincount(membership, weights=pull) / (2 * total)
    return float(inside - (share**2).sum())


def _stability(membership: Ints, found: Ints) -> tuple[float, Floats]:
    """Return the share of pairs inside the communities who are together in most runs, over all and for each person."""
    needed = int(np.ceil(TOGETHER * len(found) - 1e-9))
    kept = np.zeros(len(membership))
    possible = np.bincount(membership)[membership] - 1
    order = np.argsort(membership, kind="stable")
    for people in np.split(order, np.flatnonzero(np.diff(membership[order])) + 1):
        if len(people) < 2:
            continue
        # People with the same history in every run stand for each other: usually a handful of histories a community.
        history, of, count = np.unique(found[:, people], axis=1, return_inverse=True, return_counts=True)
        together = np.zeros(history.shape[1])
        for i in range(history.shape[1]):
            agree = (history == history[:, i : i + 1]).sum(axis=0) >= needed
            together[i] = count[agree].sum() - 1
        kept[people] = together[of.reshape(-1)]
    pairs = possible.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        return (float(kept.sum() / pairs) if pairs else float("nan")), np.where(possible > 0, kept / possible, np.nan)


def chance_modularity(ties: Ties, drawn: list[Ints], seed: int) -> Floats:
    """Return the modularity that Leiden finds in each drawn set of ties, the strengths dealt out at random, float64[k].

    As thorough as with the real ties as long as that is cheap: best of 20 runs up to 250 ties, of fewer above.
    """
    rng = np.random.default_rng(seed)
    active = np.flatnonzero(ties.degree)
    place = np.zeros(ties.n, dtype=np.int64)
    place[active] = np.arange(len(active))
    runs = min(RUNS, max(1, 5_000 // max(len(ties.pairs), 1)))
    values = np.full(len(drawn), -1.0)
    with seeded(seed):
        for i, pairs in enumerate(drawn):
            strength = rng.permutation(ties.strength).tolist()
            graph = ig.Graph(n=len(active), edges=place[pairs])
            for _ in range(runs):
                partition = graph.community_leiden(objective_function="modularity", weights=strength, n_iterations=-1)
                values[i] = max(values[i], graph.modularity(partition.membership, weights=strength))
    return values
