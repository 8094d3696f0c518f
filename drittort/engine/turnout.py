"""How many people will come to an event: from who came to the earlier ones, also where there were only a few.

`y = log(1 + turnout)` of an event is the sum of what the house draws on average, how that moves over the months, what its weekday, its part of the day and its
other traits (who hosts it, in which way, on what) add, what its *circle* draws (a series, a group: events that belong together), and chance. Each part
is drawn towards nothing as long as little speaks for it: a mixed model with random effects (Henderson 1975, Biometrics 31), in which the level of a
circle drifts (a Gaussian process with an exponential kernel, Rasmussen & Williams 2006, ch. 2), so that the last evenings count more. Inside a circle the events
of one weekday and part of the day have something of their own.

How strongly each part may move is learnt from the house's own events by the largest marginal likelihood (empirical Bayes), held near `USUAL`, which was learnt on the
first months of a large set of published events (`bin/bench event_advice`). A house with twenty events thus starts from what is usual and leaves it as it learns.

The middle of what is expected is a median: it minimises the absolute error. The range comes from the same model; `widen` sets how wide from the past.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri

LEAST = 12
"""Of fewer events than this nothing is foretold."""
MONTH = 30.44
PARTS = (11, 14, 17, 19)
"""The hours at which noon, afternoon, early evening and evening begin; before the first of them it is morning."""
HELD = 0.5
"""How far, in logarithms, strengths may leave the usual ones without much speaking for it: the deviation of their prior."""
FOLDS = 24
"""Into how many parts the later half of the past is cut to see how wide a range must be: each is foretold from what was known just before it, as in life."""
SPREAD, AHEAD = 2.0, 4
"""Deviation of the house's own level around what is usual anywhere, and how many months beyond the last one are known to drift on."""
LEVEL = 2.0
SEASON = 6.0
"""Months over which the level of a whole house is much the same."""

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


def part_of_day(hour: int) -> int:
    """Part of the day in which an hour lies: 0 morning, 1 noon, 2 afternoon, 3 early evening, 4 evening."""
    return sum(hour >= begins for begins in PARTS)


@dataclass(frozen=True, slots=True)
class Gatherings:
    """Events as the model sees them, n of them in any order.

    day (n,): when, in days from any one day; weekday (n,): 0 Monday to 6; part (n,): of the day, see `part_of_day`; circle (n,): which belong together, -1 for what stands
    alone; traits: further codes (n,) by name, -1 where there is none.
    """

    day: Numbers
    weekday: Codes
    part: Codes
    circle: Codes
    traits: Mapping[str, Codes] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.day)

    def some(self, rows: NDArray[Any]) -> Gatherings:
        """Return some of them, by mask or positions."""
        return Gatherings(
            self.day[rows],
            self.weekday[rows],
            self.part[rows],
            self.circle[rows],
            {name: codes[rows] for name, codes in self.traits.items()},
        )

    def shared(self) -> dict[str, Codes]:
        """Return what events of different circles share, by name."""
        return {"weekday": self.weekday, "part": self.part, "slot": self.weekday * 5 + self.part, **self.traits}


@dataclass(frozen=True, slots=True)
class Strengths:
    """How much each part moves the logarithm of a turnout: standard deviations, and `lasts`, the days over which the level of a circle is much the same."""

    steady: float = 0.58
    drift: float = 0.27
    lasts: float = 80.0
    own: float = 0.19
    noise: float = 0.39
    month: float = 0.08
    shared: Mapping[str, float] = field(default_factory=lambda: {"weekday": 0.11, "part": 0.1, "slot": 0.1})
    usual: float = 0.15

    def of(self, name: str) -> float:
        """Return the strength of a shared trait."""
        return self.shared.get(name, self.usual)


USUAL = Strengths()


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of some events, (n,) each: the median, the ends of the range, and of how many earlier events of its own circle each knows."""

    median: Numbers
    low: Numbers
    high: Numbers
    known: Codes


@dataclass(frozen=True, slots=True)
class _Batch:
    """Circles of one size: the positions of their events (b, s), the days between them and whether they share a weekday and part of the day (b, s, s)."""

    rows: Codes
    apart: Numbers
    same: Numbers


class _Past:
    """The past of a house, laid out once for all strengths that are tried."""

    def __init__(self, events: Gatherings, turnout: Numbers) -> None:
        if len(events) < LEAST:
            raise ValueError(f"{len(events)} events are too few to tell anything; it takes {LEAST}")
        if len(turnout) != len(events) or not np.isfinite(turnout).all() or (turnout < 0).any():
            raise ValueError("a turnout is not a number of people")
        self.events, self.y = events, np.log1p(turnout) - LEVEL
        self.first = float(events.day.min())
        self.months = int(np.ceil((float(events.day.max()) - self.first) / MONTH)) + AHEAD
        self.levels = {name: np.unique(codes[codes >= 0]) for name, codes in events.shared().items()}
        self.columns = self.design(events)
        # What stands alone is a circle of one, under a negative number of its own.
        names = np.where(events.circle >= 0, events.circle, -1 - np.arange(len(events)))
        order = np.argsort(names, kind="stable")
        found, starts = np.unique(names[order], return_index=True)
        circles = dict(zip(found.tolist(), np.split(order, starts[1:]), strict=True))
        sizes: dict[int, list[int]] = {}
        for name, rows in circles.items():
            sizes.setdefault(len(rows), []).append(name)
        self.batches: list[_Batch] = []
        self.place: dict[int, tuple[int, int]] = {}
        for number, (_size, members) in enumerate(sorted(sizes.items())):
            rows = np.array([circles[name] for name in members])
            self.place |= {name: (number, position) for position, name in enumerate(members) if name >= 0}
            self.batches.append(_Batch(rows, *between(events, rows, rows)))

    def design(self, events: Gatherings) -> Numbers:
        """Which shared effects count for which event: (n, effects). A level that the past does not know counts for nothing."""
        n, shared = len(events), events.shared()
        months = np.clip(((events.day - self.first) // MONTH).astype(np.int64), 0, self.months - 1)
        blocks = [np.ones((n, 1)), np.eye(self.months)[months]]
        for name, levels in self.levels.items():
            blocks.append((shared.get(name, np.full(n, -1))[:, None] == levels[None, :]).astype(np.float64))
        return np.hstack(blocks)

    def root(self, strengths: Strengths) -> Numbers:
        """Root of the prior covariance of the shared effects: level, months, then each trait's levels."""
        steps = np.abs(np.subtract.outer(np.arange(self.months), np.arange(self.months)))
        size = self.columns.shape[1]
        out, at = np.zeros((size, size)), 1 + self.months
        out[0, 0] = SPREAD
        out[1:at, 1:at] = strengths.month * np.linalg.cholesky(np.exp(-steps / SEASON))
        for name, levels in self.levels.items():
            here = np.arange(at, at + len(levels))
            out[here, here] = strengths.of(name)
            at += len(levels)
        return out


def between(events: Gatherings, one: Codes, other: Codes, more: Gatherings | None = None) -> tuple[Numbers, Numbers]:
    """Days between events (b, s) and others (b, t) of the same circles, and whether they share weekday and part of the day: (b, s, t) each."""
    first = events if more is None else more
    slot, slots = first.weekday * 5 + first.part, events.weekday * 5 + events.part
    apart = np.abs(first.day[one][:, :, None] - events.day[other][:, None, :])
    return apart, (slot[one][:, :, None] == slots[other][:, None, :]).astype(np.float64)


def within(strengths: Strengths, apart: Numbers, same: Numbers) -> Numbers:
    """Covariance of events of one circle, beyond what is shared."""
    return np.asarray(
        strengths.steady**2 + strengths.drift**2 * np.exp(-apart / strengths.lasts) + strengths.own**2 * same, dtype=np.float64
    )


class TurnoutModel:
    """What the past of a house says of events to come. Making it costs the cubes of the sizes of the circles and of the number of shared effects."""

    def __init__(self, past: Gatherings | _Past, turnout: Numbers, strengths: Strengths = USUAL, *, widen: float = 1.0) -> None:
        """Read the past. turnout (n,): how many came. ValueError with fewer than `LEAST` events or a turnout that is no number of people."""
        self.strengths, self.widen = strengths, widen
        self._past = past if isinstance(past, _Past) else _Past(past, turnout)
        known, noise = self._past, strengths.noise**2
        size = known.columns.shape[1]
        precision, weighted = np.zeros((size, size)), np.zeros(size)
        self._inverse: list[Numbers] = []
        log_det = quadratic = 0.0
        for batch in known.batches:
            covariance = within(strengths, batch.apart, batch.same) + noise * np.eye(batch.rows.shape[1])
            inverse: Numbers = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
            columns, y = known.columns[batch.rows], known.y[batch.rows]
            solved = (inverse @ y[:, :, None])[:, :, 0]
            flat = columns.reshape(-1, size)
            precision += flat.T @ (inverse @ columns).reshape(-1, size)
            weighted += flat.T @ solved.ravel()
            log_det += float(np.linalg.slogdet(covariance)[1].sum())
            quadratic += float((y * solved).sum())
            self._inverse.append(inverse)
        # A root of the prior on either side keeps the system well conditioned where a strength is nearly nothing.
        root = known.root(strengths)
        system = np.eye(size) + root.T @ precision @ root
        self._covers = root @ np.linalg.inv(system) @ root.T
        self._effects = self._covers @ weighted
        log_det += float(np.linalg.slogdet(system)[1])
        self.log_likelihood = -0.5 * (log_det + quadratic - float(weighted @ self._effects) + len(known.y) * float(np.log(2 * np.pi)))

    def predict(self, coming: Gatherings, *, share: float = 0.8) -> Expected:
        """Foretell events (n,); with probability `share` a turnout lies within the range."""
        known, s = self._past, self.strengths
        columns = known.design(coming)
        mean, spread, seen = columns @ self._effects, np.zeros(len(coming)), np.zeros(len(coming), dtype=np.int64)
        whole = s.steady**2 + s.drift**2 + s.own**2
        for row in range(len(coming)):
            weights, left = columns[row], whole
            place = known.place.get(int(coming.circle[row]))
            if place is not None:
                number, position = place
                rows = known.batches[number].rows[position]
                covers = within(s, *between(known.events, np.array([[row]]), rows[None, :], coming))[0, 0]
                reach = covers @ self._inverse[number][position]
                mean[row] += reach @ (known.y[rows] - known.columns[rows] @ self._effects)
                left, weights, seen[row] = whole - float(reach @ covers), weights - reach @ known.columns[rows], len(rows)
            spread[row] = np.sqrt(max(left, 0.0) + weights @ self._covers @ weights + s.noise**2)
        out = float(ndtri((1 + share) / 2)) * self.widen * spread
        median, low, high = (np.maximum(np.expm1(LEVEL + mean + sign * out), 0.0) for sign in (0.0, -1.0, 1.0))
        return Expected(median, low, high, seen)

    def contrast(self, one: Gatherings, others: Gatherings) -> tuple[float, float]:
        """Return by which factor one event (1,) draws more than others (m,) do on average, whatever their circles, and how sure it is that this is more than 1."""
        apart = self._past.design(one)[0] - self._past.design(others).mean(axis=0)
        mean, spread = float(apart @ self._effects), float(np.sqrt(max(apart @ self._covers @ apart, 1e-12)))
        return float(np.exp(mean)), float(ndtr(mean / spread))


def learn(past: Gatherings, turnout: Numbers, usual: Strengths = USUAL, *, held: float = HELD, rounds: int = 30) -> Strengths:
    """Learn how strongly each part moves from the events of one house, held near the usual strengths. Raises as `TurnoutModel` does."""
    laid_out, names = _Past(past, turnout), sorted(past.shared())
    plain = ("steady", "drift", "lasts", "own", "noise", "month")
    start = np.log([*(getattr(usual, name) for name in plain), *(usual.of(name) for name in names)])

    def strengths(point: Numbers) -> Strengths:
        values = np.exp(point).tolist()
        return replace(usual, **dict(zip(plain, values, strict=False)), shared=dict(zip(names, values[len(plain) :], strict=True)))

    def cost(point: Numbers) -> float:
        # The prior weighs the same however many events there are: with few of them it decides, with many they do.
        return -TurnoutModel(laid_out, turnout, strengths(point)).log_likelihood + 0.5 * float((((point - start) / held) ** 2).sum())

    found = minimize(cost, start, method="L-BFGS-B", bounds=[(value - 2.5, value + 2.5) for value in start], options={"maxiter": rounds})
    return strengths(np.asarray(found.x, dtype=np.float64))


def widened(past: Gatherings, turnout: Numbers, strengths: Strengths = USUAL, *, share: float = 0.8) -> float:
    """Return how much wider, or narrower, the range must be than the model thinks for `share` of turnouts to lie within, its ends rounded to whole people.

    Split conformal prediction (Vovk et al. 2005; Lei et al. 2018, JASA 113) with scores in units of the model's own range: the later half of the past is foretold part by
    part from what lay before it. Whoever reads "4 to 9" counts 9.4 as within, so a score ends half a person before what came. Few events move the answer little
    away from 1. Raises as `TurnoutModel` does.
    """
    order = np.argsort(past.day, kind="stable")
    begin = max(LEAST, len(order) // 2)
    missed: list[Numbers] = []
    for rows in np.array_split(order[begin:], min(FOLDS, max(1, len(order) - begin))):
        before = order[: int(np.flatnonzero(order == rows[0])[0])] if len(rows) else order[:0]
        if len(before) < LEAST:
            continue
        found = TurnoutModel(past.some(before), turnout[before], strengths).predict(past.some(rows), share=share)
        half, came = np.log1p(found.high) - np.log1p(found.median), turnout[rows]
        nearest = np.clip(found.median, np.maximum(came - 0.5, 0.0), came + 0.5)
        missed.append(np.abs(np.log1p(nearest) - np.log1p(found.median)) / np.maximum(half, 1e-9))
    if not missed:
        return 1.0
    scores = np.concatenate(missed)
    n = len(scores)
    level = min(1.0, float(np.ceil((n + 1) * share)) / n)
    weight = n / (n + LEAST)
    return float(np.exp(weight * np.log(max(np.quantile(scores, level, method="inverted_cdf"), 0.25))))


def on_schedule(past: Gatherings, turnout: Numbers, coming: Gatherings) -> Numbers:
    """What the house's own average schedule says: the mean of the earlier events on the weekday and in the part of the day, else of all."""
    here, there = past.weekday * 5 + past.part, coming.weekday * 5 + coming.part
    means = {int(slot): float(turnout[here == slot].mean()) for slot in np.unique(here)}
    return np.array([means.get(int(slot), float(turnout.mean())) for slot in there], dtype=np.float64)
