"""What learns from few and correlated examples: ridge logistic regression around a floor, small boosted trees, and a straight calibration."""

from dataclasses import dataclass

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from drittort.engine.ties.history import Floats

RIDGES = (300.0, 1000.0, 3000.0)
"""Precisions of the normal prior on the standardised coefficients: with some fifty correlated scores each may only nudge. Their logits are averaged."""
FLOOR_RIDGE = 10.0
"""Precision of the prior on the floor's coefficient: it is nearly free, so that with little evidence the ranking becomes that of the floor."""
TREES, GROVES = 60, 3
"""Boosting rounds, and how many seeds are averaged."""
TREES_HALF, MOST_TREES = 300.0, 2 / 3
"""Distinct positives at which trees have half of their share of the logit, and that share with endless data."""
FEW_PEOPLE = 100.0
"""Pairs of the same person are no independent witnesses: what is learned grows with the people. Below so many, the ridges grow as 1 / people;
trees get the share people / (people + half of it)."""


def logistic(x: Floats, y: Floats, weight: Floats, ridge: Floats) -> Floats:
    """Return intercept and coefficients (1 + p,) of the penalised maximum likelihood of y (n,) on x (n, p), `ridge` (p,), by damped Newton steps."""
    design = np.column_stack([np.ones(len(x)), x])
    penalty = np.concatenate([[1e-6], ridge])
    share = float(np.clip(np.average(y, weights=weight), 1e-9, 1 - 1e-9))
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(share / (1 - share))

    def loss(b: Floats) -> float:
        z = design @ b
        return float((weight * (np.logaddexp(0.0, z) - y * z)).sum() + 0.5 * (penalty * b * b).sum())

    value = loss(beta)
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-np.clip(design @ beta, -500, 500)))
        slope = design.T @ (weight * (p - y)) + penalty * beta
        curve = (design * (weight * p * (1 - p))[:, None]).T @ design
        curve[np.diag_indices_from(curve)] += penalty
        step = np.linalg.solve(curve, slope)
        length = 1.0
        while (tried := loss(beta - length * step)) > value and length > 1e-4:
            length /= 2
        if tried > value:
            break
        gain, value = value - tried, tried
        beta = beta - length * step
        if gain < 1e-7 * max(abs(value), 1.0):
            break
    return beta


@dataclass(frozen=True, slots=True)
class Ensemble:
    """A fitted ranking of pairs: logits of ridge regressions around the floor, averaged, plus boosted trees as far as there are positives."""

    mean: Floats
    spread: Floats
    floor: tuple[int, ...]
    beta: Floats
    trees: tuple[HistGradientBoostingClassifier, ...]
    share: float

    def logits(self, x: Floats) -> Floats:
        """Return one uncalibrated logit for each row of x (n, p)."""
        out = np.empty(len(x))
        for at in range(0, len(x), 100_000):
            part = x[at : at + 100_000]
            z = _with_floor((part - self.mean) / self.spread, self.floor)
            line = self.beta[0] + z @ self.beta[1:]
            if self.trees:
                steps = _stepped(part)
                wood = np.mean([t.decision_function(steps) for t in self.trees], axis=0)
                line = (1 - self.share) * line + self.share * wood
            out[at : at + 100_000] = line
        return out


def _stepped(x: Floats) -> Floats:
    """Return surprises in steps of an eighth: finer cuts are noise, and few distinct values make the trees' histograms cheap."""
    return np.floor(x * 8.0) / 8.0


def _with_floor(z: Floats, floor: tuple[int, ...]) -> Floats:
    return np.column_stack([z, z[:, list(floor)].mean(axis=1)])


def ensemble(
    x: Floats, y: Floats, weight: Floats, floor: tuple[int, ...], positives: int, people: int, seed: int, groves: int = GROVES
) -> Ensemble:
    """Fit on x (n, p), y (n,) in 0/1, each row standing for `weight` pairs.

    `floor` are the columns whose mean is trusted before anything is learned. `positives` counts distinct pairs that tied, `people`
    those among whom: the fewer, the closer to the floor, and the less say have the trees.
    """
    mean = np.average(x, axis=0, weights=weight)
    spread = np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weight))
    # A column without spread says nothing; it must not say anything later either.
    spread = np.where(spread > 1e-6, spread, 1e9)
    z = _with_floor((x - mean) / spread, floor)
    caution = max(1.0, FEW_PEOPLE / max(people, 1))
    betas = [logistic(z, y, weight, np.append(np.full(x.shape[1], ridge * caution), FLOOR_RIDGE)) for ridge in RIDGES]
    trees = []
    share = MOST_TREES * positives / (positives + TREES_HALF) * people / (people + FEW_PEOPLE / 2)
    if positives >= 30:
        steps = _stepped(x)
        for k in range(groves):
            tree = HistGradientBoostingClassifier(
                max_iter=TREES,
                learning_rate=0.05,
                max_leaf_nodes=6,
                min_samples_leaf=40,
                l2_regularization=5.0,
                max_features=0.4,
                early_stopping=False,
                random_state=seed + k,
            )
            # One thread: the sums keep their order, and threads cost more than they save on so few rows.
            with threadpool_limits(limits=1, user_api="openmp"):
                trees.append(tree.fit(steps, y, sample_weight=weight))
    return Ensemble(mean, spread, floor, np.mean(betas, axis=0), tuple(trees), share)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probability = expit(intercept + slope * logit), slope above 0: the order of pairs stays."""

    intercept: float
    slope: float

    def of(self, logits: Floats) -> Floats:
        """Return probabilities."""
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(self.intercept + self.slope * logits, -50, 50))))


def calibrate(logits: Floats, y: Floats, weight: Floats) -> Calibration:
    """Fit by Platt's method (1999) with a weak prior towards the slope 1, on logits of pairs that the model had not seen."""
    centre, spread = float(np.average(logits, weights=weight)), float(logits.std()) or 1.0
    z = (logits - centre) / spread
    # Prior: the logits are right as they stand (slope `spread` on z), worth ten positives.
    design = logistic_towards(z, y, weight, spread, 10.0)
    slope = max(design[1] / spread, 0.05)
    intercept = design[0] - design[1] / spread * centre if slope > 0.05 else _base(y, weight) - slope * centre
    return Calibration(intercept, slope)


def _base(y: Floats, weight: Floats) -> float:
    share = float(np.clip(np.average(y, weights=weight), 1e-9, 1 - 1e-9))
    return float(np.log(share / (1 - share)))


def logistic_towards(z: Floats, y: Floats, weight: Floats, slope: float, precision: float) -> tuple[float, float]:
    """Return (intercept, slope) of a logistic line whose slope is drawn towards `slope` by a normal prior of that precision (per unit squared)."""
    a, b = _base(y, weight), slope
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(a + b * z, -50, 50)))
        g = np.array([(weight * (p - y)).sum(), (weight * (p - y) * z).sum() + precision * (b - slope)])
        v = weight * p * (1 - p)
        h = np.array([[v.sum() + 1e-9, (v * z).sum()], [(v * z).sum(), (v * z * z).sum() + precision]])
        step = np.linalg.solve(h, g)
        # Both steps stay below 2 in the logit: Newton's method overshoots where nearly all p are 0.
        step *= min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        a, b = a - float(step[0]), b - float(step[1])
        if float(np.abs(step).max()) < 1e-8:
            break
    return a, b
