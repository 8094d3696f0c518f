"""Whether something worked: pairs held back by lot and what came of the others; and, where nothing was drawn, a row of months before and after.

**Held out.** Some of the pairs that a round chose are left alone, drawn in blocks with a seed before anything is sent (`hold_back`). Intention to treat compares
all that were drawn, whatever became of them: the difference of two shares with Newcombe's interval (1998, Statistics in Medicine 17, 873-890, method 10),
a p-value by drawing the lots again (Fisher), and the effect on those who took it up (the Wald estimator; Imbens & Angrist 1994, Econometrica 62).

**Looks.** Who looks each quarter and stops when it pleases finds effects that are none. So the error is spent over the looks by the function of Lan & DeMets (1983,
Biometrika 70) that resembles O'Brien & Fleming: nearly nothing at first, nearly all at the end. `boundaries` finds the limits by integrating over the path of
the statistic, as Armitage, McPherson & Rowe (1969) did; an interval at a look uses its limit in the place of 1.96.

**Interrupted.** A segmented regression of monthly figures: level and slope before, change of level after (Wagner et al. 2002, J. Clinical Pharmacy and Therapeutics
27), with errors of the first order whose strength is corrected for what a short row hides of it. It knows no lots: whatever else began in that month is in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

LEAST_HELD = 30
"""Nothing is told before so many held-out pairs were measured."""
LEAST_UPTAKE = 0.05
"""Below this difference of uptake an effect on those who took it up would be noise divided by nearly nothing."""
LEAST_BEFORE, LEAST_AFTER = 8, 4
"""Months that a row needs before and after."""
STRENGTHS = np.linspace(0.0, 0.9, 19)
"""How strongly a month may hang on the one before it."""
LOTS = 2_000


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and its interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What holding back shows. Shares of `treated` and `held` pairs that tied, their difference `itt` with interval, p-value by lots, difference of uptake, and
    the effect on those who took it up (None where uptake hardly differs)."""

    treated: int
    held: int
    tied_treated: int
    tied_held: int
    itt: Interval
    p: float
    uptake: float
    takers: Interval | None


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A change of level in a row of months, with its 95 % interval; `slope` is the change a month beside it, `before` and `after` count the months."""

    level: Interval
    slope: float
    before: int
    after: int


def hold_back(blocks: Sequence[int], share: float, *, seed: int) -> Flags:
    """Which of some pairs are held back: in each block (any numbers) `share` of them, drawn with a seed; the part of a pair that is left is drawn, too.

    So each pair is held back with probability `share` exactly, and blocks differ as little as they can.
    """
    codes = np.asarray(blocks, dtype=np.int64)
    held = np.zeros(len(codes), dtype=bool)
    draw = np.random.default_rng(seed)
    for block in np.unique(codes):
        places = np.flatnonzero(codes == block)
        wanted = len(places) * share
        number = int(wanted) + (draw.random() < wanted - int(wanted))
        held[draw.permutation(places)[:number]] = True
    return held


def wilson(count: int, of: int, z: float) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    p = count / of
    middle = p + z * z / (2 * of)
    spread = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return (middle - spread) / scale, (middle + spread) / scale


def newcombe(count: int, of: int, other: int, of_other: int, z: float = 1.959963984540054) -> Interval:
    """The difference of two shares, `count / of - other / of_other`, with Newcombe's hybrid score interval."""
    p, q = count / of, other / of_other
    low, high = wilson(count, of, z)
    other_low, other_high = wilson(other, of_other, z)
    difference = p - q
    return Interval(
        difference, difference - math.hypot(p - low, other_high - q), difference + math.hypot(high - p, q - other_low)
    )  # fmt: skip


def effect(
    tied: Sequence[bool], held: Sequence[bool], took: Sequence[bool], blocks: Sequence[int], *, seed: int, z: float = 1.959963984540054
) -> Effect:
    """What holding back shows, over pairs in any order: whether each tied, was held back, took it up (was introduced), and its block. Raises ValueError where an arm is empty."""
    y, h = np.asarray(tied, dtype=bool), np.asarray(held, dtype=bool)
    d, b = np.asarray(took, dtype=bool), np.asarray(blocks, dtype=np.int64)
    n1, n0 = int((~h).sum()), int(h.sum())
    if not n1 or not n0:
        raise ValueError("both arms need pairs")
    itt = newcombe(int(y[~h].sum()), n1, int(y[h].sum()), n0, z)
    uptake = float(d[~h].mean() - d[h].mean())
    return Effect(
        n1, n0, int(y[~h].sum()), int(y[h].sum()), itt, by_lots(y, h, b, seed=seed), uptake, takers(y, h, d, z) if uptake >= LEAST_UPTAKE else None
    )  # fmt: skip


def takers(y: Flags, held: Flags, took: Flags, z: float) -> Interval:
    """The effect on those who took it up: the difference of ties by the difference of uptake, its error by the residuals of the two arms."""
    uptake = float(took[~held].mean() - took[held].mean())
    value = float(y[~held].mean() - y[held].mean()) / uptake
    rest = y.astype(np.float64) - value * took
    variance = sum(float(rest[arm].var(ddof=1)) / int(arm.sum()) if arm.sum() > 1 else 0.0 for arm in (~held, held))
    spread = z * math.sqrt(variance) / uptake
    return Interval(value, value - spread, value + spread)


def by_lots(y: Flags, held: Flags, blocks: Ints, *, seed: int, lots: int = LOTS) -> float:
    """How often lots drawn anew, in the same blocks with the same numbers, show a difference as large as this one in either direction."""
    n0, n1 = int(held.sum()), int((~held).sum())
    order = np.argsort(blocks, kind="stable")
    outcome, fixed, codes = y[order].astype(np.float64), held[order], blocks[order]
    draw = np.random.default_rng(seed)
    seen = float(y[~held].mean() - y[held].mean())
    found = 0
    for start in range(0, lots, 500):
        rows = min(500, lots - start)
        # Sorting by block and then by a random number shuffles each block by itself.
        keys = codes + draw.random((rows, len(codes)))
        arms = fixed[np.argsort(keys, axis=1)]
        ties = arms @ outcome
        other = (outcome.sum() - ties) / n1 - ties / n0
        found += int((np.abs(other) >= abs(seen) - 1e-12).sum())
    return (found + 1) / (lots + 1)


def needed(before: float, after: float, share: float, *, power: float = 0.8, error: float = 0.05) -> int:
    """How many pairs, held back and not, show a rise of a share from `before` to `after` with a power, `share` of them held back."""
    variance = before * (1 - before) / share + after * (1 - after) / (1 - share)
    limits = float(norm.ppf(1 - error / 2) + norm.ppf(power))
    return math.ceil(limits**2 * variance / (after - before) ** 2 - 1e-9)


def spent(information: float, error: float = 0.05) -> float:
    """How much of the error, both sides together, may be spent when a share of the information is in (Lan & DeMets, as O'Brien & Fleming, for each side)."""
    return 0.0 if information <= 0 else float(4 * norm.sf(norm.ppf(1 - error / 4) / math.sqrt(min(information, 1.0))))


def boundaries(information: Sequence[float], error: float = 0.05) -> list[float]:
    """The limit of |z| for each look at ascending shares of the information, so that all together err in `error` of the cases where there is nothing, up to the one with all of it.

    By numerical integration over Brownian motion on a grid; a look that adds nothing has the limit of the one before.
    """
    found: list[float] = []
    before, used = 0.0, 0.0
    grid, density = np.zeros(1), np.ones(1)
    for share in (min(each, 1.0) for each in information):
        step = share - before
        if step <= 1e-9:
            found.append(found[-1] if found else math.inf)
            continue
        wanted = max(spent(share, error) - used, 1e-12)
        scale = math.sqrt(step)

        def beyond(limit: float, grid: Floats = grid, density: Floats = density, scale: float = scale) -> float:
            return float(density @ (norm.sf((limit - grid) / scale) + norm.cdf((-limit - grid) / scale)))

        low, high = 0.0, 12.0 * math.sqrt(share)
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if beyond(middle) > wanted else (low, middle)
        limit = (low + high) / 2
        found.append(limit / math.sqrt(share))
        used += wanted
        # The density of who goes on, as weights of a fine grid inside the limit.
        width = min(limit, 8.0 * math.sqrt(share))
        finer = np.linspace(-width, width, 801)
        weights = np.full(len(finer), finer[1] - finer[0])
        weights[[0, -1]] /= 2
        density = (norm.pdf((finer[:, None] - grid[None, :]) / scale) / scale) @ density * weights
        grid, before = finer, share
    return found


def interrupted(values: Sequence[float], at: int) -> Interrupted | None:
    """The change of level of a row of monthly figures from month `at` (from 0) on, beside a straight line. None with too few months on a side, or a row that never moves.

    Months hang together as an autoregression of the first order. Its strength is the one at which residuals of such a row would hang together on average as these
    do (in short rows they seem to do much less than the months themselves); with it the line is fitted once more by generalised least squares. The interval is
    Student's, with half of the months taken off for all that was estimated: so it covers 91 to 98 % in rows of 12 to 36 months whose correlation is 0 to 0.5, where
    Newey & West's covers 77 to 88.
    """
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    if at < LEAST_BEFORE or n - at < LEAST_AFTER:
        return None
    x = segments(n, at)
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if np.allclose(rest, 0) and math.isclose(float(y.std()), 0):
        return None
    square = float(rest @ rest)
    strength = float(np.interp(float(rest[1:] @ rest[:-1]) / square, seeming(n, at), STRENGTHS)) if square > 0 else 0.0
    weights = np.linalg.inv(hanging(n, strength))
    inverse = np.linalg.inv(x.T @ weights @ x)
    beta = inverse @ x.T @ weights @ y
    rest = y - x @ beta
    variance = float(rest @ weights @ rest) / (n - x.shape[1]) * float(inverse[2, 2])
    spread = float(t.ppf(0.975, n - n // 2)) * math.sqrt(max(variance, 0.0))
    level = float(beta[2])
    return Interrupted(Interval(level, level - spread, level + spread), float(beta[1]), at, n - at)


def segments(n: int, at: int) -> Floats:
    """The design of a row of n months: level, slope, and change of level from month `at` on, array (n, 3)."""
    month = np.arange(n, dtype=np.float64)
    return np.column_stack([np.ones(n), month - at, (month >= at).astype(np.float64)])


def hanging(n: int, strength: float) -> Floats:
    """How n months hang together, each with the one before it by `strength`, array (n, n)."""
    month = np.arange(n)
    return np.asarray(strength ** np.abs(month[:, None] - month), dtype=np.float64)


@cache
def seeming(n: int, at: int) -> Floats:
    """How residuals of a row hang together on average where its months do by `STRENGTHS`, as far as the first-order ratio of expectations tells; rising."""
    x = segments(n, at)
    left = np.eye(n) - x @ np.linalg.pinv(x)
    beside = (np.eye(n, k=1) + np.eye(n, k=-1)) / 2
    found = []
    for strength in STRENGTHS:
        spread = left @ hanging(n, float(strength)) @ left
        found.append(float(np.trace(spread @ beside)) / float(np.trace(spread)))
    return np.maximum.accumulate(np.array(found))


@dataclass(frozen=True, slots=True)
class Simulated:
    """An invented community in which the effect is known: its pairs as `effect` takes them, and the true difference of chances over them."""

    tied: Flags
    held: Flags
    took: Flags
    blocks: Ints
    truth: float


def community(
    *, seed: int, pairs: int = 200, share: float = 0.25, people: int = 60, lift: float = 0.15, uptake: float = 0.6, a_round: int = 8
) -> Simulated:
    """Invent a community: people who differ in how readily they tie, rounds of pairs in blocks of thin and not, a lift for those who take an introduction up.

    Chances of a tie depend on both people, on whether one is thin, and on the round; the truth is the mean lift over all pairs and all who would take it up.
    """
    draw = np.random.default_rng(seed)
    ready = draw.normal(0.0, 0.6, people)
    first = draw.integers(people, size=pairs)
    second = (first + draw.integers(1, people, size=pairs)) % people
    thin = draw.random(pairs) < 0.35
    rounds = np.arange(pairs) // a_round
    odds = -1.9 + ready[first] + ready[second] - 0.4 * thin + draw.normal(0.0, 0.2, rounds.max() + 1)[rounds]
    base = 1.0 / (1.0 + np.exp(-odds))
    taken_up = draw.random(pairs) < uptake
    gain = np.minimum(lift * np.where(thin, 1.4, 0.8), 1.0 - base)
    blocks = rounds * 2 + thin
    held = hold_back(blocks.tolist(), share, seed=seed + 1)
    chance = base + gain * (taken_up & ~held)
    return Simulated(draw.random(pairs) < chance, held, taken_up & ~held, blocks.astype(np.int64), float((gain * taken_up).mean()))
