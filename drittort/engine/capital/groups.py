"""Ties inside and between groups (companies, industries, departments), against chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from drittort.engine.capital.structure import Ties, ties_of
from drittort.engine.graph import Floats, Ints, Network

PERMUTATIONS = 999
FEWER_PERMUTATIONS = 199
MOST_LOOKS = 200_000_000
"""Above this many ties times permutations the smaller number is drawn, so that a report stays bounded."""

CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Mixing:
    """One attribute over the people who have a value for it. `internal` and `external` count ties, the strengths sum w_ij + w_ji; `expected`,
    `low`, `high` describe the E-I index under `permutations` shuffles of the labels (mean, 2.5 % and 97.5 %), `p` two-sided; nan where all shuffles agree."""

    people: int
    labels: int
    internal: int
    external: int
    internal_strength: float
    external_strength: float
    expected: float
    low: float
    high: float
    p: float
    permutations: int

    @property
    def ei_index(self) -> float:
        """(E - I) / (E + I), from -1 (all ties inside) to 1 (all between); nan without a tie (Krackhardt & Stern 1988)."""
        ties = self.internal + self.external
        return (self.external - self.internal) / ties if ties else float("nan")


def mixing(network: Network | Ties, labels: Sequence[str | None], *, seed: int = 0, permutations: int | None = None) -> Mixing:
    """Return how the ties lie to a grouping of the n people (None or "": no value; such people and their ties are left out).

    Raises ValueError when the labels do not fit the people.
    """
    ties = ties_of(network)
    code, names = encoded(labels, ties.n)
    known = np.flatnonzero(code >= 0)
    place = np.full(ties.n, -1, dtype=np.int64)
    place[known] = np.arange(len(known))
    ends = place[ties.pairs]
    within = (ends >= 0).all(axis=1)
    ends, strength = ends[within], ties.strength[within]
    own = code[known]
    same = own[ends[:, 0]] == own[ends[:, 1]]
    m = len(ends)
    drawn = permutations if permutations is not None else PERMUTATIONS if m * PERMUTATIONS <= MOST_LOOKS else FEWER_PERMUTATIONS
    inside = _shuffled(own, ends, drawn, np.random.default_rng(seed)) if m and len(names) > 1 else np.zeros(0)
    expected = low = high = p = float("nan")
    if len(inside) and inside.min() < inside.max():
        index = (m - 2 * inside) / m
        expected, (low, high) = float(index.mean()), (float(q) for q in np.quantile(index, [0.025, 0.975]))
        observed = (m - 2 * same.sum()) / m
        far = np.abs(index - expected) >= abs(observed - expected) - 1e-12
        p = float((1 + far.sum()) / (1 + drawn))
    return Mixing(
        len(known),
        len(names),
        int(same.sum()),
        int(m - same.sum()),
        float(strength[same].sum()),
        float(strength[~same].sum()),
        expected,
        low,
        high,
        p,
        len(inside),
    )


def encoded(labels: Sequence[str | None], n: int) -> tuple[Ints, tuple[str, ...]]:
    """Return a code for each person, int64[n], -1 for no value, and the names in sorted order. Raises ValueError unless there are n labels."""
    if len(labels) != n:
        raise ValueError(f"{n} people need {n} labels, not {len(labels)}")
    names = tuple(sorted({label for label in labels if label}))
    place = {name: i for i, name in enumerate(names)}
    return np.array([place[label] if label else -1 for label in labels], dtype=np.int64).reshape(n), names


def _shuffled(own: Ints, ends: Ints, drawn: int, rng: np.random.Generator) -> Floats:
    """Return the number of ties inside groups for each of `drawn` shuffles of the labels."""
    small = own.astype(np.int16 if own.max() < 32_767 else np.int32)
    one, two = np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1])
    batch = max(1, min(drawn, CHUNK // max(len(ends), len(own))))
    inside = np.empty(drawn)
    for start in range(0, drawn, batch):
        size = min(batch, drawn - start)
        dealt = rng.permuted(np.broadcast_to(small, (size, len(small))), axis=1)
        inside[start : start + size] = [np.count_nonzero(row[one] == row[two]) for row in dealt]
    return inside


@dataclass(frozen=True, slots=True)
class Between:
    """Ties between groups: `names` and `people` int64[g]; `ties` int64[g, g], symmetric, the diagonal counting ties inside."""

    names: tuple[str, ...]
    people: Ints
    ties: Ints


def between(network: Network | Ties, labels: Sequence[str | None], *, least: int = 5) -> Between:
    """Return the ties between the groups that have at least `least` people; smaller groups are left out. For the bands of a map."""
    ties = ties_of(network)
    code, names = encoded(labels, ties.n)
    size = np.bincount(code[code >= 0], minlength=len(names))
    kept = np.flatnonzero(size >= least)
    place = np.full(len(names) + 1, -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    ends = place[code[ties.pairs]]
    ends = ends[(ends >= 0).all(axis=1)]
    g = len(kept)
    table = np.bincount(ends[:, 0] * g + ends[:, 1], minlength=g * g).reshape(g, g)
    table = table + table.T - np.diag(table.diagonal())
    return Between(tuple(names[i] for i in kept), size[kept], table.astype(np.int64))
