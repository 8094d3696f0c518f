"""Training from what has been seen: hide the latest contacts, or some of the ties, and look which open pairs they were."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.ties.history import Floats, History, Ints

ALL_PAIRS = 300_000
"""Up to this many open pairs all are looked at; beyond, a sample of them with weights."""
SAMPLE = 40_000
"""Open pairs in a sample, half of them with a common contact."""
POSITIVES = 4_000
"""Pairs that tied, kept of one fold (with weights)."""


@dataclass(frozen=True, slots=True)
class OpenPairs:
    """Pairs of people with contacts who have none with each other; each stands for `weight` such pairs."""

    i: Ints
    j: Ints
    weight: Floats


def open_pairs(history: History, rng: np.random.Generator) -> OpenPairs:
    """Return all open pairs of a small network, a weighted sample of a large one.

    The sample has two strata: pairs with a common contact, nearly all that ever tie, and pairs without.
    """
    n = history.n
    keys = np.unique(history.keys())
    active = np.unique(np.concatenate([history.low, history.high]))
    count = len(active) * (len(active) - 1) // 2
    if count <= ALL_PAIRS:
        a, b = np.triu_indices(len(active), 1)
        i, j = active[a], active[b]
        free = ~_among(i * n + j, keys)
        return OpenPairs(i[free], j[free], np.ones(int(free.sum())))
    low, high = keys // n, keys % n
    ties = sparse.csr_array((np.ones(len(keys)), (low, high)), shape=(n, n))
    ties = sparse.csr_array(ties + ties.T)
    near = _near_keys(ties, keys, rng)
    picked, weight_near = near
    far = np.empty(0, dtype=np.int64)
    while len(far) < SAMPLE // 2:
        a, b = rng.choice(active, SAMPLE), rng.choice(active, SAMPLE)
        key = np.minimum(a, b) * n + np.maximum(a, b)
        key = np.unique(key[(a != b) & ~_among(key, keys)])
        common = np.asarray(ties[key // n].multiply(ties[key % n]).sum(axis=1)).ravel()
        far = np.union1d(far, key[common == 0])
        if len(key) and (common == 0).mean() < 0.01:
            break
    far = rng.permutation(far)[: SAMPLE // 2]
    rest = max(count - len(keys) - weight_near * len(picked), 0.0)
    both = np.concatenate([picked, far])
    weight = np.concatenate([np.full(len(picked), weight_near), np.full(len(far), rest / max(len(far), 1))])
    return OpenPairs(both // n, both % n, weight)


def _near_keys(ties: sparse.csr_array, keys: Ints, rng: np.random.Generator) -> tuple[Ints, float]:
    """Return a sample of the open pairs with a common contact, and how many each stands for."""
    n = ties.shape[0]
    people = rng.permutation(n)
    found: list[Ints] = []
    got, seen = 0, 0
    # Whole people, not single paths: each pair with a common contact must be as likely as any other.
    for at in range(0, n, 500):
        block = people[at : at + 500]
        rows = sparse.coo_array(ties[block] @ ties)
        a, b = block[rows.row], rows.col.astype(np.int64)
        key = np.minimum(a, b) * n + np.maximum(a, b)
        key = key[(a != b) & ~_among(key, keys)]
        found.append(key)
        got += len(key)
        seen += len(block)
        if got > 4 * SAMPLE:
            break
    every = np.concatenate(found) if found else np.empty(0, dtype=np.int64)
    whole = len(every) / 2 * n / max(seen, 1)
    picked = np.unique(every)
    picked = rng.permutation(picked)[: SAMPLE // 2]
    return picked, whole / max(len(picked), 1)


def _among(keys: Ints, sorted_keys: Ints) -> NDArray[np.bool_]:
    if len(sorted_keys) == 0:
        return np.zeros(len(keys), dtype=bool)
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return np.asarray(sorted_keys[place] == keys)


@dataclass(frozen=True, slots=True)
class Fold:
    """A part of the history and the pairs (keys) that tie in what was hidden."""

    seen: History
    hidden: Ints
    end: float


def by_time(history: History, shares: tuple[float, ...]) -> list[Fold]:
    """Return folds that hide the latest contacts: all after each share of the contacts."""
    folds = []
    for share in shares:
        cut = float(np.quantile(history.at, share))
        early = history.at <= cut
        if early.all() or not early.any():
            continue
        seen = history.only(early)
        hidden = np.setdiff1d(history.keys()[~early], seen.keys())
        folds.append(Fold(seen, hidden, cut))
    return folds


def by_tie(history: History, share: float, repeats: int, rng: np.random.Generator, end: float) -> list[Fold]:
    """Return folds that hide a random share of the ties, each tie about equally often."""
    pairs = np.unique(history.keys())
    size = max(1, round(share * len(pairs)))
    order: Ints = np.empty(0, dtype=np.int64)
    folds = []
    for _ in range(repeats):
        if len(order) < size:
            order = np.concatenate([order, rng.permutation(len(pairs))])
        out, order = np.sort(pairs[np.unique(order[:size])]), order[size:]
        folds.append(Fold(history.only(~_among(history.keys(), out)), out, end))
    return folds


def labelled(fold: Fold, rng: np.random.Generator) -> tuple[OpenPairs, NDArray[np.bool_]]:
    """Return the open pairs of a fold and whether each tied; pairs of people who then had no contact at all are not judged."""
    n = fold.seen.n
    pairs = open_pairs(fold.seen, rng)
    active = np.zeros(n, dtype=bool)
    active[fold.seen.low] = active[fold.seen.high] = True
    hidden = np.sort(fold.hidden[active[fold.hidden // n] & active[fold.hidden % n]])
    key = pairs.i * n + pairs.j
    free = ~_among(key, hidden)
    worth = 1.0
    if len(hidden) > POSITIVES:
        worth = len(hidden) / POSITIVES
        hidden = np.sort(rng.choice(hidden, POSITIVES, replace=False))
    key = np.concatenate([key[free], hidden])
    weight = np.concatenate([pairs.weight[free], np.full(len(hidden), worth)])
    return OpenPairs(key // n, key % n, weight), np.arange(len(key)) >= int(free.sum())
