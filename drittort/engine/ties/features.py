"""What a network shows about a pair without a tie: common contacts, walks, communities, repetition, recency, layers, attributes."""

import random
from collections.abc import Iterator, Sequence

import igraph
import numpy as np
from scipy import sparse
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from drittort.engine.ties.history import Attribute, Floats, History, Ints

DENSE = 2000
"""Up to this many people, products are full matrices; beyond, only the asked pairs are computed."""
RESTART = 0.15
"""Restart of the random walk (as in the baselines of ENGINE.md)."""


class Snapshot:
    """The network of a history at the moment `end`, with layers and attributes, and what all pair scores share.

    `repeats` and `timed` say which scores there are; a part of a history is told what the whole has, so that both have the same columns.
    """

    def __init__(
        self, history: History, layers: Sequence[sparse.csr_array], attributes: Sequence[Attribute], whole: History, end: float, seed: int
    ) -> None:
        self.history, self.layers, self.attributes, self.end, self.seed = history, layers, attributes, end, seed
        n = history.n
        self.n = n
        self.timed = whole.timed
        keys = whole.keys()
        self.repeats = len(np.unique(keys)) < len(keys) or (len(keys) > 0 and bool(np.ptp(whole.weight) > 0))
        self.counts = _symmetric(n, history.low, history.high, np.ones(len(history.low)))
        self.ties = _binary(self.counts)
        self._leading: tuple[Floats, Floats] | None = None
        self.degree: Floats = np.asarray(self.ties.sum(axis=1)).ravel()

    def leading(self) -> tuple[Floats, Floats]:
        """Return the largest eigenvalues (r,) and vectors (n, r) of the normalised ties, r a tenth of the people, 3 to 32."""
        if self._leading is None:
            half = _inverse(self.degree, 0.5)
            self._leading = _leading(_scaled(self.ties, half, half), int(np.clip(self.n // 10, 3, 32)))
        return self._leading

    def products(self, left: sparse.csr_array, right: sparse.csr_array, i: Ints, j: Ints) -> Floats:
        """Return sum_k left[i, k] right[j, k] for the asked pairs."""
        if self.n <= DENSE:
            return np.asarray((left @ right.T).toarray()[i, j])
        out = np.empty(len(i))
        step = 20_000
        for at in range(0, len(i), step):
            part = slice(at, at + step)
            out[part] = np.asarray(left[i[part]].multiply(right[j[part]]).sum(axis=1)).ravel()
        return out


def _symmetric(n: int, low: Ints, high: Ints, weight: Floats) -> sparse.csr_array:
    a = sparse.csr_array((weight, (low, high)), shape=(n, n))
    a.sum_duplicates()
    return sparse.csr_array(a + a.T)


def values_at(a: sparse.csr_array, i: Ints, j: Ints) -> Floats:
    """Return a[i, j] for the asked pairs, 0 where nothing is stored."""
    a.sort_indices()
    key = np.repeat(np.arange(a.shape[0], dtype=np.int64), np.diff(a.indptr)) * a.shape[1] + a.indices
    if len(key) == 0:
        return np.zeros(len(i))
    asked = i * a.shape[1] + j
    place = np.minimum(np.searchsorted(key, asked), len(key) - 1)
    return np.where(key[place] == asked, a.data[place], 0.0)


def _binary(a: sparse.csr_array) -> sparse.csr_array:
    b = a.copy()
    b.data = np.ones_like(b.data)
    return b


def _scaled(a: sparse.csr_array, rows: Floats | None = None, columns: Floats | None = None) -> sparse.csr_array:
    out = a
    if rows is not None:
        out = sparse.diags_array(rows) @ out
    if columns is not None:
        out = out @ sparse.diags_array(columns)
    return sparse.csr_array(out)


def _inverse(x: Floats, power: float = 1.0) -> Floats:
    """Return x ** -power, 0 where x is 0."""
    return np.where(x > 0, np.power(np.maximum(x, 1e-12), -power), 0.0)


def _strength(a: sparse.csr_array) -> Floats:
    return np.asarray(a.sum(axis=1)).ravel()


def walks(snapshot: Snapshot, a: sparse.csr_array, i: Ints, j: Ints) -> Floats:
    """Return personalised PageRank of j from i plus of i from j on the weights `a`.

    Up to DENSE people exactly. Beyond (there only for the plain ties), walks of two and three steps exactly and longer ones from the leading eigenvectors of the normalised
    weights: a walk of four steps or more forgets everything else (its terms shrink with the power of the eigenvalue).
    """
    s = _strength(a)
    if snapshot.n <= DENSE:
        step = _scaled(a, rows=_inverse(s)).toarray()
        ppr = RESTART * np.linalg.inv(np.eye(snapshot.n) - (1 - RESTART) * step)
        return np.asarray(ppr[i, j] + ppr[j, i])
    half = _inverse(s, 0.5)
    normal = _scaled(a, half, half)
    d = 1.0 - RESTART
    total = (
        d * values_at(normal, i, j) + d**2 * snapshot.products(normal, normal, i, j) + d**3 * _three_steps(snapshot, normal, normal, i, j)
    )
    values, vectors = snapshot.leading()
    tail = (d * values) ** 4 / (1.0 - d * np.clip(values, -1.0, 1.0))
    total += np.einsum("pr,pr->p", vectors[i] * tail, vectors[j])
    turn = np.sqrt(s[j]) * half[i] + np.sqrt(s[i]) * half[j]
    return np.asarray(np.maximum(RESTART * total * turn, 0.0))


def _three_steps(snapshot: Snapshot, outer: sparse.csr_array, middle: sparse.csr_array, i: Ints, j: Ints) -> Floats:
    """Return sum over u, v of outer[i, u] middle[u, v] outer[j, v]."""
    if snapshot.n <= DENSE:
        return np.asarray((outer @ (middle @ outer.T)).toarray()[i, j])
    # Many pairs share their first person: its two-step row is made once.
    people, position = np.unique(i, return_inverse=True)
    out = np.empty(len(i))
    order = np.argsort(position, kind="stable")
    bounds = np.searchsorted(position[order], np.arange(0, len(people) + 1))
    block = max(1, 10_000_000 // snapshot.n)
    for at in range(0, len(people), block):
        stop = min(at + block, len(people))
        rows = (outer[people[at:stop]] @ middle).toarray()
        asked = order[bounds[at] : bounds[stop]]
        out[asked] = _dot_rows(rows, position[asked] - at, outer, j[asked])
    return out


def _dot_rows(rows: Floats, row: Ints, a: sparse.csr_array, j: Ints) -> Floats:
    """Return sum_k rows[row, k] a[j, k]: dense rows against sparse ones."""
    lengths = np.diff(a.indptr)[j]
    owner = np.repeat(np.arange(len(j)), lengths)
    start = np.repeat(a.indptr[j] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    entry = start + np.arange(len(owner))
    return np.bincount(owner, weights=rows[row[owner], a.indices[entry]] * a.data[entry], minlength=len(j)).astype(np.float64)


def _leading(normal: sparse.csr_array, rank: int) -> tuple[Floats, Floats]:
    """Return the eigenvalues of largest size and their vectors; a fixed start makes it reproducible."""
    n = normal.shape[0]
    if n <= max(DENSE, 3 * rank):
        values, vectors = np.linalg.eigh(normal.toarray())
        best = np.argsort(-np.abs(values), kind="stable")[:rank]
        return values[best], vectors[:, best]
    start = np.random.default_rng(0).random(n)
    try:
        values, vectors = eigsh(normal, k=rank, v0=start, tol=1e-3, maxiter=100 * rank)
    except ArpackNoConvergence as partly:
        values, vectors = partly.eigenvalues, partly.eigenvectors
    return values, vectors


def communities(a: sparse.csr_array, seed: int, resolution: float, repeats: int) -> list[Ints]:
    """Return `repeats` Leiden partitions by modularity (Traag, Waltman & van Eck 2019), as labels of the people."""
    upper = sparse.coo_array(sparse.triu(a, 1))
    graph = igraph.Graph(n=a.shape[0], edges=list(zip(upper.row.tolist(), upper.col.tolist(), strict=True)))
    found = []
    for k in range(repeats):
        igraph.set_random_number_generator(random.Random(seed * 1000 + k))
        parts = graph.community_leiden(objective_function="modularity", weights=upper.data.tolist(), resolution=resolution, n_iterations=3)
        found.append(np.array(parts.membership, dtype=np.int64))
    igraph.set_random_number_generator(random)
    return found


def block_rates(ties: sparse.csr_array, labels: Ints, i: Ints, j: Ints) -> Floats:
    """Return log of the share of pairs tied between the groups of i and of j against what their degrees let expect, shrunk towards none.

    The degree-corrected block model's rate (Karrer & Newman 2011): (m_gh + c) / (e_gh + c), e_gh the expected ties of both groups, c = 2 ties.
    People of unknown group (-1) expect nothing.
    """
    groups = int(labels.max(initial=-1)) + 1
    if groups == 0:
        return np.zeros(len(i))
    known = np.flatnonzero(labels >= 0)
    member = sparse.csr_array((np.ones(len(known)), (known, labels[known])), shape=(len(labels), groups))
    degree = _strength(ties)
    total = degree.sum()
    between = member.T @ ties @ member
    expected = member.T @ degree
    g, h = labels[i], labels[j]
    ok = (g >= 0) & (h >= 0)
    out = np.zeros(len(i))
    gh = values_at(sparse.csr_array(between), g[ok], h[ok])
    eg = expected[g[ok]] * expected[h[ok]] / max(total, 1.0)
    # Inside one group each tie is counted from both ends, as the expectation is.
    out[ok] = np.log((gh + 2.0) / (eg + 2.0))
    return out


Scores = Iterator[tuple[str, Floats]]


def pair_scores(snapshot: Snapshot, i: Ints, j: Ints) -> Scores:
    """Yield every score as (name, one value a pair), always in the same order for the same kind of history.

    One at a time, so that a million pairs need the memory of one column. The scores have no common scale: see `drittort.engine.ties.ranks`.
    """
    h = snapshot.history
    yield from _common(snapshot, i, j)
    yield from _groups(snapshot, i, j)
    if snapshot.repeats:
        yield from _weighted(snapshot, "repeat", _logged(_symmetric(h.n, h.low, h.high, h.weight)), i, j)
        often = snapshot.counts.data >= np.median(snapshot.counts.data) + 1 if snapshot.counts.nnz else np.zeros(0, dtype=bool)
        strong = snapshot.counts.copy()
        strong.data = often.astype(np.float64)
        strong.eliminate_zeros()
        yield from _weighted(snapshot, "strong", strong, i, j)
    if snapshot.timed:
        yield from _recent(snapshot, i, j)
        yield from _together(snapshot, i, j)
    for k, layer in enumerate(snapshot.layers):
        yield from _layer(snapshot, f"layer {k + 1}", layer, i, j)
    for attribute in snapshot.attributes:
        yield from _attribute(snapshot, attribute, i, j)


def _logged(a: sparse.csr_array) -> sparse.csr_array:
    out = a.copy()
    out.data = np.log1p(out.data)
    return out


def _common(snapshot: Snapshot, i: Ints, j: Ints) -> Scores:
    a, k = snapshot.ties, snapshot.degree
    cn = snapshot.products(a, a, i, j)
    ra = snapshot.products(_scaled(a, columns=_inverse(k)), a, i, j)
    damp = np.where(k > 1, 1.0 / np.log(np.maximum(k, 2.0)), 0.0)
    ki, kj = k[i], k[j]
    yield "ra", ra
    yield "cn", cn
    yield "aa", snapshot.products(_scaled(a, columns=damp), a, i, j)
    yield "jaccard", cn / np.maximum(ki + kj - cn, 1.0)
    yield "cosine", cn / np.sqrt(np.maximum(ki * kj, 1.0))
    yield "ppr", walks(snapshot, a, i, j)
    # Walks of three steps, each inner person's share halved by their contacts (Kovács et al. 2019).
    yield "l3", _three_steps(snapshot, _scaled(a, columns=_inverse(k, 0.5)), a, i, j)
    closure = _clustering(a, k)
    yield "closing", snapshot.products(_scaled(a, columns=closure), a, i, j)
    yield "pa", np.log1p(ki * kj)
    yield "kmin", np.minimum(ki, kj)
    yield "kmax", np.maximum(ki, kj)
    if snapshot.n > 8:
        values, vectors = snapshot.leading()
        # Soft threshold: what the last kept eigenvalue holds is taken as noise.
        shrunk = np.sign(values) * np.maximum(np.abs(values) - np.abs(values).min(), 0.0)
        low = np.einsum("pr,pr->p", vectors[i] * shrunk, vectors[j])
        yield "lowrank", low * np.sqrt(np.maximum(ki * kj, 0.0))
        yield "lowcos", low


def _clustering(a: sparse.csr_array, k: Floats) -> Floats:
    triangles = np.asarray((a @ a).multiply(a).sum(axis=1)).ravel()
    return triangles / np.maximum(k * (k - 1), 1.0)


def _groups(snapshot: Snapshot, i: Ints, j: Ints) -> Scores:
    repeats = 8 if snapshot.n <= DENSE else 1
    for name, resolution in (("wide", 1.0), ("narrow", 2.5)):
        found = communities(snapshot.ties, snapshot.seed, resolution, repeats) if snapshot.ties.nnz else []
        if found:
            yield f"together_{name}", np.mean([labels[i] == labels[j] for labels in found], axis=0)
            yield f"block_{name}", np.mean([block_rates(snapshot.ties, labels, i, j) for labels in found], axis=0)


def _weighted(snapshot: Snapshot, name: str, w: sparse.csr_array, i: Ints, j: Ints) -> Scores:
    s = _strength(w)
    yield f"{name}_ra", snapshot.products(_scaled(w, columns=_inverse(s)), w, i, j)
    unit = _scaled(w, rows=_inverse(np.sqrt(_strength(w.multiply(w).tocsr())), 1.0))
    yield f"{name}_cosine", snapshot.products(unit, unit, i, j)
    if snapshot.n <= DENSE:
        yield f"{name}_ppr", walks(snapshot, w, i, j)
    yield f"{name}_min", np.minimum(s[i], s[j])
    yield f"{name}_max", np.maximum(s[i], s[j])


def _recent(snapshot: Snapshot, i: Ints, j: Ints) -> Scores:
    """Strength that fades, in two half-lives taken from the span of the history; people who are active and who meet new people now."""
    h = snapshot.history
    span = max(snapshot.end - float(h.at.min()), 1e-9)
    age = snapshot.end - h.at
    new = np.ones(len(h.low), dtype=bool)
    keys = h.keys()
    new[1:] = keys[1:] != keys[:-1]
    for name, part in (("slow", 4.0), ("fast", 16.0)):
        fade = np.exp2(-age * part / span)
        yield from _weighted(snapshot, name, _logged(_symmetric(h.n, h.low, h.high, fade)), i, j)
        fresh = _strength(_symmetric(h.n, h.low[new], h.high[new], fade[new]))
        yield f"{name}_new", np.log1p(fresh[i]) + np.log1p(fresh[j])
        yield f"{name}_new_min", np.minimum(fresh[i], fresh[j])
    last = np.full(h.n, -np.inf)
    np.maximum.at(last, h.low, h.at)
    np.maximum.at(last, h.high, h.at)
    seen = np.where(np.isfinite(last), (last - snapshot.end) / span, -1.0)
    yield "last_min", np.minimum(seen[i], seen[j])


def _together(snapshot: Snapshot, i: Ints, j: Ints) -> Scores:
    """Being active at the same times, and meeting the same third person in the same window of time."""
    h = snapshot.history
    first = float(h.at.min())
    span = max(snapshot.end - first, 1e-9)
    for name, windows in (("day", 16), ("hour", 128), ("now", 1024)):
        window = np.minimum(((h.at - first) / span * windows).astype(np.int64), windows - 1)
        who = np.concatenate([h.low, h.high])
        third = np.concatenate([h.high, h.low])
        when = np.concatenate([window, window])
        shared, column = np.unique(third * windows + when, return_inverse=True)
        seen = _binary(_counted(who, column, (h.n, len(shared))))
        size = np.asarray(seen.sum(axis=0)).ravel()
        yield f"third_{name}", snapshot.products(_scaled(seen, columns=_inverse(size)), seen, i, j)
        active = _logged(_counted(who, when, (h.n, windows)))
        crowd = np.asarray((active > 0).sum(axis=0)).ravel().astype(np.float64)
        rare = _scaled(active, columns=np.log1p(h.n * _inverse(crowd)))
        unit = _scaled(rare, rows=_inverse(np.sqrt(_strength(rare.multiply(rare).tocsr()))))
        yield f"active_{name}", snapshot.products(unit, unit, i, j)


def _counted(row: Ints, column: Ints, shape: tuple[int, int]) -> sparse.csr_array:
    a = sparse.csr_array((np.ones(len(row)), (row, column)), shape=shape)
    a.sum_duplicates()
    return a


def _layer(snapshot: Snapshot, name: str, layer: sparse.csr_array, i: Ints, j: Ints) -> Scores:
    k = _strength(layer)
    yield f"{name}_direct", values_at(layer, i, j)
    yield f"{name}_cn", np.log1p(snapshot.products(layer, layer, i, j))
    yield f"{name}_ra", snapshot.products(_scaled(layer, columns=_inverse(k)), layer, i, j)
    if snapshot.n <= DENSE:
        yield f"{name}_ppr", walks(snapshot, layer, i, j)
    # A contact's contact in the other layer, both ways round.
    a = _scaled(snapshot.ties, columns=_inverse(np.sqrt(snapshot.degree * np.maximum(k, 1.0))))
    yield f"{name}_cross", snapshot.products(a, layer, i, j) + snapshot.products(a, layer, j, i)


def _attribute(snapshot: Snapshot, attribute: Attribute, i: Ints, j: Ints) -> Scores:
    name = attribute.name
    if attribute.codes is not None:
        c = attribute.codes
        yield f"{name}_same", ((c[i] == c[j]) & (c[i] >= 0)).astype(np.float64)
        yield f"{name}_block", block_rates(snapshot.ties, c, i, j)
    if attribute.numbers is not None:
        x = attribute.numbers
        known = x[~np.isnan(x)]
        # Skewed quantities (citations, seniority) are compared by rank as well as by value; the ranks keep one rich value from hiding all others.
        spread = float(known.std()) or 1.0
        near = -np.abs(x[i] - x[j]) / spread
        place = np.full(len(x), np.nan)
        order = np.unique(known, return_inverse=True)[1]
        place[~np.isnan(x)] = order / max(order.max(initial=0), 1)
        yield f"{name}_near", np.where(np.isnan(near), np.nanmean(near) if (~np.isnan(near)).any() else 0.0, near)
        level = np.where(np.isnan(place), 0.5, place)
        yield f"{name}_rank_near", -np.abs(level[i] - level[j])
