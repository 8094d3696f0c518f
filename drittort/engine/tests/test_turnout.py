"""Turnouts: the fast model equals the plain one, few events are drawn towards what is usual, and the range holds what it says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from drittort.engine.turnout import (
    AHEAD,
    LEAST,
    LEVEL,
    MONTH,
    SEASON,
    SPREAD,
    USUAL,
    Gatherings,
    Strengths,
    TurnoutModel,
    learn,
    on_schedule,
    part_of_day,
    widened,
)  # fmt: skip


def gatherings(n: int, seed: int = 1, circles: int = 4, **more: NDArray[np.int64]) -> Gatherings:
    random = np.random.default_rng(seed)
    return Gatherings(
        np.sort(random.integers(0, 300, n)).astype(np.float64), random.integers(0, 7, n), random.integers(0, 5, n), random.integers(-1, circles, n),
        {"host": random.integers(-1, 3, n), **more},
    )  # fmt: skip


def by_hand(
    past: Gatherings, turnout: NDArray[np.float64], coming: Gatherings, s: Strengths
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """The same model as one big Gaussian process: all covariances written out, one system solved."""
    both = Gatherings(
        *(np.concatenate([getattr(past, n), getattr(coming, n)]) for n in ("day", "weekday", "part", "circle")),
        {"host": np.concatenate([past.traits["host"], coming.traits["host"]])},
    )
    n, m = len(past), len(coming)
    months = (both.day - past.day.min()) // MONTH
    months = np.minimum(months, int(np.ceil((past.day.max() - past.day.min()) / MONTH)) + AHEAD - 1)
    cover = SPREAD**2 + s.month**2 * np.exp(-np.abs(np.subtract.outer(months, months)) / SEASON)
    for name, codes in both.shared().items():
        known = np.isin(codes, codes[:n]) & (codes >= 0)
        cover += s.of(name) ** 2 * (np.equal.outer(codes, codes) & known[:, None])
    together = np.equal.outer(both.circle, both.circle) & (both.circle >= 0)[:, None] | np.eye(n + m, dtype=bool)
    slot = both.weekday * 5 + both.part
    apart = np.abs(np.subtract.outer(both.day, both.day))
    cover += together * (s.steady**2 + s.drift**2 * np.exp(-apart / s.lasts) + s.own**2 * np.equal.outer(slot, slot))
    y, own = np.log1p(turnout) - LEVEL, cover[:n, :n] + s.noise**2 * np.eye(n)
    solved = np.linalg.solve(own, cover[:n, n:])
    spread = np.sqrt(np.diag(cover[n:, n:]) - (solved * cover[:n, n:]).sum(axis=0) + s.noise**2)
    evidence = -0.5 * (y @ np.linalg.solve(own, y) + np.linalg.slogdet(own)[1] + n * np.log(2 * np.pi))
    return np.expm1(LEVEL + solved.T @ y), spread, float(evidence)


def test_the_fast_model_equals_one_big_gaussian_process():
    past, coming = gatherings(40), gatherings(9, seed=2, circles=6)
    coming = Gatherings(coming.day + 310, coming.weekday, coming.part, coming.circle, coming.traits)
    turnout = np.random.default_rng(3).poisson(9, 40).astype(np.float64)
    strengths = Strengths(steady=0.5, drift=0.4, lasts=50, own=0.3, noise=0.35, month=0.2, shared={"weekday": 0.2}, usual=0.25)
    model = TurnoutModel(past, turnout, strengths)
    found = model.predict(coming)
    median, spread, evidence = by_hand(past, turnout, coming, strengths)
    np.testing.assert_allclose(found.median, np.maximum(median, 0), rtol=1e-6)
    np.testing.assert_allclose((np.log1p(found.high) - np.log1p(found.median)) / 1.2815515655446004, spread, rtol=1e-6)
    assert model.log_likelihood == pytest.approx(evidence, rel=1e-8)
    assert (found.known == [(past.circle == circle).sum() if circle >= 0 else 0 for circle in coming.circle]).all()


def test_one_event_says_little_of_its_circle_and_twenty_say_nearly_all():
    def expected(times: int) -> float:
        """Many evenings of ten people, and so many of another circle with forty."""
        n = 30 + times
        day = np.linspace(0, 200, n)
        circle = np.where(np.arange(n) < 30, np.arange(n) % 3, 9)
        past = Gatherings(day, np.full(n, 2), np.full(n, 3), circle)
        model = TurnoutModel(past, np.where(circle == 9, 40.0, 10.0))
        return float(model.predict(Gatherings(np.array([207.0]), np.array([2]), np.array([3]), np.array([9]))).median[0])

    assert expected(0) < 16 < expected(1) < 31 < expected(20) < 42


def test_nothing_is_foretold_of_too_few_events_or_of_what_is_no_number():
    few = gatherings(LEAST - 1)
    with pytest.raises(ValueError, match="too few"):
        TurnoutModel(few, np.ones(LEAST - 1))
    with pytest.raises(ValueError, match="number of people"):
        TurnoutModel(gatherings(20), np.full(20, -1.0))


def test_strengths_are_learnt_where_there_is_much_and_stay_usual_where_there_is_little():
    random = np.random.default_rng(5)
    n = 240
    circle, day = np.arange(n) % 12, np.linspace(0, 400, n)
    level = random.normal(0, 1.2, 12)
    turnout = np.expm1(2.5 + level[circle] + random.normal(0, 0.1, n)).clip(0).round()
    past = Gatherings(day, np.full(n, 1), np.full(n, 3), circle)
    learnt = learn(past, turnout)
    assert learnt.noise < 0.2 < USUAL.noise
    assert learnt.steady > 0.9
    first = np.arange(LEAST)
    assert learn(past.some(first), turnout[first]).lasts == pytest.approx(USUAL.lasts, rel=0.25)


def test_four_of_five_lie_in_the_range_also_where_the_model_is_too_sure():
    random = np.random.default_rng(7)
    n = 400
    past = Gatherings(np.linspace(0, 500, n), random.integers(0, 5, n), np.full(n, 3), np.arange(n) % 8)
    turnout = np.expm1(random.normal(2.3, 0.7, n)).clip(0)
    sure = Strengths(noise=0.1, drift=0.05, steady=0.1)
    widen = widened(past.some(np.arange(300)), turnout[:300], sure)
    found = TurnoutModel(past.some(np.arange(300)), turnout[:300], sure, widen=widen).predict(past.some(np.arange(300, n)))
    inside = ((turnout[300:] >= found.low) & (turnout[300:] <= found.high)).mean()
    assert widen > 2
    assert 0.7 < inside < 0.9


def test_a_better_hour_is_known_as_better_and_by_how_much():
    random = np.random.default_rng(11)
    n = 300
    weekday = random.integers(0, 3, n)
    past = Gatherings(np.linspace(0, 400, n), weekday, np.full(n, 3), np.full(n, -1))
    turnout = np.expm1(2.3 + np.where(weekday == 1, 0.5, 0.0) + random.normal(0, 0.3, n)).clip(0)
    model = TurnoutModel(past, turnout)
    dates = {day: Gatherings(np.array([410.0]), np.array([day]), np.array([3]), np.array([-1])) for day in range(3)}
    more, sure = model.contrast(dates[1], dates[0])
    assert more == pytest.approx(np.exp(0.5), rel=0.15)
    assert sure > 0.99
    assert model.contrast(dates[0], dates[1])[1] < 0.01


def test_the_schedule_is_the_mean_of_the_hour_else_of_all():
    past = Gatherings(np.arange(3.0), np.array([0, 0, 1]), np.array([3, 3, 3]), np.array([-1, -1, -1]))
    coming = Gatherings(np.array([9.0, 9.0]), np.array([0, 4]), np.array([3, 3]), np.array([-1, -1]))
    assert on_schedule(past, np.array([4.0, 6.0, 20.0]), coming).tolist() == [5.0, 10.0]


def test_parts_of_the_day():
    assert [part_of_day(hour) for hour in (0, 10, 11, 13, 14, 16, 17, 18, 19, 23)] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
