"""The probability that two people tie anyway: learned from the community's own past, resting on resource allocation and PageRank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.formats import Layer, Pairs
from drittort.engine.graph import Interactions
from drittort.engine.tables import People
from drittort.engine.ties.examples import Fold, OpenPairs, by_tie, by_time, labelled, open_pairs
from drittort.engine.ties.features import DENSE, Snapshot, pair_scores, values_at
from drittort.engine.ties.history import Attribute, Floats, History, Ints, attributes_of, history_of, layer_of
from drittort.engine.ties.learners import Calibration, Ensemble, calibrate, ensemble
from drittort.engine.ties.ranks import ranks_of, surprise

FLOOR = ("ra", "ppr")
"""The scores that need no learning: resource allocation (Zhou, Lü & Zhang 2009) and personalised PageRank."""
CUTS = (0.5, 0.6, 0.7, 0.8)
"""Shares of the contacts after which the rest is hidden, when there are times."""
LARGE_CUTS = (0.6, 0.7)
"""The same for large networks, which have positives enough in each."""
HORIZON = 0.7
"""The cut that gives probabilities their horizon: three contacts to come for seven seen."""
HIDDEN, REPEATS = 0.1, 10
"""Share of ties hidden, and how often, when there are no times."""
FEWEST = 10
"""Fewer pairs that tied in what was hidden teach nothing."""
NEGATIVES = 20_000
"""Open pairs that did not tie, kept for learning (with weights), over all folds: more add time, not knowledge, for positives are few."""
CONTAINS = 0.95
"""A layer that holds this share of the ties of a timed history is taken to be made of them."""


@dataclass(frozen=True, slots=True)
class _Learned:
    ranking: Ensemble
    calibration: Calibration


class TieModel:
    """Estimates for pairs of people the probability that they tie without anybody's doing.

    Learning: hides a part of the history (the latest contacts; without times, random ties; several times over), scores all open pairs by what
    remains, and learns which of them tied. Each score is turned into its surprise, -log of the share of open pairs that score as high, in the
    snapshot it was computed in: comparable between the past and now, and fine where it counts, at the top.

    `basis` says after `fit` in one sentence what the probabilities rest on. With too little to learn from, pairs are ranked by resource
    allocation and personalised PageRank, at the level of the network's density.

    The probability is that of a tie within the horizon of the training: with times, while three further contacts come for seven seen; without,
    that of being one of the tenth of ties that a snapshot misses. It does not depend on which other pairs are asked.
    """

    def __init__(self, *, seed: int = 1) -> None:
        self.seed = seed
        self.basis = "Nothing is fitted yet."
        self.names: tuple[str, ...] = ()
        self._learned: _Learned | None = None
        self._snapshot: Snapshot | None = None
        self._reference = OpenPairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        self._density = 0.0

    def fit(self, history: History, layers: Sequence[sparse.csr_array] = (), attributes: Sequence[Attribute] = ()) -> "TieModel":
        """Learn from the history of n people, layers of shape (n, n) symmetric, attributes of length n. Returns self.

        Raises ValueError for layers or attributes of another number of people.
        """
        for layer in layers:
            if layer.shape != (history.n, history.n):
                raise ValueError(f"A layer is of {layer.shape[0]} people, the history of {history.n}.")
        for attribute in attributes:
            for column in (attribute.codes, attribute.numbers):
                if column is not None and len(column) != history.n:
                    raise ValueError(f"The attribute {attribute.name} is of {len(column)} people, the history of {history.n}.")
        rng = np.random.default_rng(self.seed)
        end = float(history.at.max()) if history.timed else 0.0
        kept = [layer for layer in layers if not (history.timed and _is_made_of(layer, history))]
        dropped = len(layers) - len(kept)
        self._learned = None
        self._snapshot = Snapshot(history, kept, attributes, history, end, self.seed)
        self._reference = open_pairs(history, rng)
        tied = self._snapshot.ties.nnz // 2
        # Untaught, new ties are expected to come as the old ones did: among all people, three for seven.
        self._density = (1.0 - HORIZON) / HORIZON * (tied + 0.5) / (history.n * (history.n - 1) / 2 + 1.0)
        large = history.n > DENSE
        folds = by_time(history, LARGE_CUTS if large else CUTS) if history.timed else []
        how = f"the latest contacts, hidden {len(folds)} times"
        if _teaches(folds) < FEWEST:
            folds = by_tie(history, HIDDEN, 2 if large else REPEATS, rng, end) if tied >= FEWEST else []
            how = f"a tenth of the ties, hidden {len(folds)} times"
        positives = _teaches(folds)
        if positives < FEWEST:
            self.basis = (
                f"Resource allocation and personalised PageRank at the network's density: {tied} ties are too few to learn from."
                if tied
                else "Nothing but the number of people: there is no tie yet."
            )
            return self
        self._learned = self._learn(folds, kept, attributes, history, rng)
        if self._learned is None:
            self.basis = "Resource allocation and personalised PageRank at the network's density: too few of the hidden ties were between people already known."
            return self
        self.basis = f"Learned from {how}: {positives} pairs tied in them; {len(self.names)} scores a pair."
        if dropped:
            self.basis += f" {dropped} of {len(layers)} layers left out: they hold nearly every tie, so it cannot be told which came first."
        return self

    def _learn(
        self, folds: list[Fold], layers: list[sparse.csr_array], attributes: Sequence[Attribute], whole: History, rng: np.random.Generator
    ) -> _Learned | None:
        xs, ys, ws, keys, near = [], [], [], [], []
        quota = max(NEGATIVES // len(folds), 1)
        for fold in folds:
            pairs, tied = labelled(fold, rng)
            snapshot = Snapshot(fold.seen, layers, attributes, whole, fold.end, self.seed)
            chosen = np.flatnonzero(tied)
            others = np.flatnonzero(~tied)
            factor = 1.0
            if len(others) > quota:
                factor = len(others) / quota
                others = np.sort(rng.choice(others, quota, replace=False))
            rows = np.concatenate([chosen, others])
            self.names, x = _surprises(snapshot, pairs.i, pairs.j, pairs.weight, rows)
            weight = pairs.weight[rows]
            weight[len(chosen) :] *= factor
            xs.append(x)
            ys.append(tied[rows].astype(np.float64))
            ws.append(weight)
            keys.append(pairs.i[rows] * whole.n + pairs.j[rows])
            near.append(np.full(len(rows), fold.end == _horizon(folds, whole), dtype=bool))
        x, y, w, key, horizon = np.concatenate(xs), np.concatenate(ys), np.concatenate(ws), np.concatenate(keys), np.concatenate(near)
        distinct = np.unique(key[y == 1])
        if len(distinct) < FEWEST:
            return None
        active = len(np.unique(np.concatenate([whole.low, whole.high])))
        floor = tuple(self.names.index(name) for name in FLOOR)
        ranking = ensemble(x, y, w, floor, len(distinct), active, self.seed)
        # Calibration on pairs that the ranking had not seen: two halves of the pairs, the same in every fold.
        half = _coin(key, self.seed)
        logits = np.empty(len(y))
        for side in (False, True):
            here, there = half == side, half != side
            if y[there].sum() < 3 or not here.any():
                logits[here] = ranking.logits(x[here])
                continue
            part = ensemble(x[there], y[there], w[there], floor, len(np.unique(key[there & (y == 1)])), active, self.seed, groves=1)
            logits[here] = part.logits(x[here])
        use = horizon if y[horizon].sum() >= 5 else np.ones(len(y), dtype=bool)
        return _Learned(ranking, calibrate(logits[use], y[use], w[use]))

    def probability(self, i: NDArray[np.integer], j: NDArray[np.integer]) -> Floats:
        """Return for each pair (i[p], j[p]) the probability of a tie; 1 for pairs already tied, 0 for a person with themselves.

        Raises RuntimeError before `fit`, ValueError for a person outside 0..n-1.
        """
        if self._snapshot is None:
            raise RuntimeError("Fit the model first.")
        snapshot = self._snapshot
        low, high = np.minimum(i, j).astype(np.int64), np.maximum(i, j).astype(np.int64)
        if len(low) and (low.min() < 0 or high.max() >= snapshot.n):
            raise ValueError(f"A pair names a person outside 0..{snapshot.n - 1}.")
        if len(low) == 0:
            return np.zeros(0)
        r = len(self._reference.i)
        both_i, both_j = np.concatenate([self._reference.i, low]), np.concatenate([self._reference.j, high])
        weight = np.concatenate([self._reference.weight, np.zeros(len(low))])
        rows = np.arange(r, r + len(low))
        if self._learned is not None:
            _, x = _surprises(snapshot, both_i, both_j, weight, rows)
            out = self._learned.calibration.of(self._learned.ranking.logits(x))
        elif snapshot.ties.nnz:
            _, x = _surprises(snapshot, both_i, both_j, weight, rows, only=FLOOR)
            # A surprise of 1 is what an open pair has on average.
            out = 1.0 / (1.0 + (1.0 - self._density) / self._density * np.exp(1.0 - x.mean(axis=1)))
        else:
            out = np.full(len(low), self._density)
        out[values_at(snapshot.ties, low, high) > 0] = 1.0
        out[low == high] = 0.0
        return out


def _horizon(folds: list[Fold], whole: History) -> float:
    """Return the end of the fold that has seen about the share `HORIZON` of the contacts."""
    return min(folds, key=lambda f: abs(len(f.seen.low) / len(whole.low) - HORIZON)).end


def _teaches(folds: list[Fold]) -> int:
    return len(np.unique(np.concatenate([f.hidden for f in folds]))) if folds else 0


def _is_made_of(layer: sparse.csr_array, history: History) -> bool:
    """Say whether a layer holds nearly all ties of a history with times: groups that people share because they met there, for one.

    Such a layer was drawn at the end: in every hidden part it already holds the ties to be foretold, and a learner would trust it blindly.
    """
    keys = np.unique(history.keys())
    held = values_at(layer, keys // history.n, keys % history.n) > 0
    return len(keys) >= 20 and float(held.mean()) >= CONTAINS


def _coin(key: Ints, seed: int) -> NDArray[np.bool_]:
    """Return one fair coin for each pair, the same wherever the pair occurs."""
    distinct, inverse = np.unique(key, return_inverse=True)
    return np.asarray((np.random.default_rng(seed).random(len(distinct)) < 0.5)[inverse])


def _surprises(
    snapshot: Snapshot, i: Ints, j: Ints, weight: Floats, rows: Ints, only: tuple[str, ...] | None = None
) -> tuple[tuple[str, ...], Floats]:
    """Return names and surprises (len(rows), p) float32 of the chosen rows, against all pairs that have a weight."""
    reference = weight > 0
    names, columns = [], []
    for name, column in pair_scores(snapshot, i, j):
        if only is None or name in only:
            clean = np.nan_to_num(column, nan=0.0, posinf=0.0, neginf=0.0)
            ranks = ranks_of(clean[reference], weight[reference])
            names.append(name)
            columns.append(surprise(ranks.of(clean[rows]), ranks.total).astype(np.float32))
        if only is not None and len(names) == len(only):
            break
    return tuple(names), np.column_stack(columns)


@dataclass(frozen=True, slots=True)
class TieEstimate:
    """One probability a candidate pair, in the order of the pairs, and the sentence that says what they rest on."""

    probability: Floats
    basis: str


def estimate_ties(
    contacts: Interactions, candidates: Pairs, people: People | None = None, layers: Sequence[Layer] = (), *, seed: int = 1
) -> TieEstimate:
    """Return the probability of each candidate pair from parsed files: what `drittort engine ties` prints and `bin/bench ties` measures.

    People who stand only in `people`, a layer or the candidates count as people without contacts. Columns of `people` are compared by
    `attribute_of`.
    """
    extra = set(people.ids if people else ()) | {x for layer in layers for x in (*layer.a, *layer.b)} | {*candidates.a, *candidates.b}
    ids = sorted(extra.union(contacts.ids))
    place = {person: k for k, person in enumerate(ids)}
    n = len(ids)
    own = np.array([place[x] for x in contacts.ids], dtype=np.int64)
    history = history_of(n, own[contacts.source], own[contacts.target], contacts.at, contacts.weight)

    def positions(names: Sequence[str]) -> Ints:
        return np.array([place[x] for x in names], dtype=np.int64)

    columns: dict[str, list[str]] = {}
    if people:
        where = positions(people.ids)
        for name, values in people.columns.items():
            columns[name] = [""] * n
            for k, value in zip(where, values, strict=True):
                columns[name][k] = value or ""
    drawn = [layer_of(n, positions(x.a), positions(x.b), np.array(x.weight, dtype=np.float64)) for x in layers]
    model = TieModel(seed=seed).fit(history, drawn, attributes_of(columns))
    return TieEstimate(model.probability(positions(candidates.a), positions(candidates.b)), model.basis)
