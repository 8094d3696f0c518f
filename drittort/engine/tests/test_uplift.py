"""Holding back: lots that can be drawn again, Newcombe's own examples, Fisher by counting, limits as they are printed, coverage on invented communities."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from drittort.engine.uplift import (
    boundaries,
    by_lots,
    community,
    effect,
    hold_back,
    interrupted,
    needed,
    newcombe,
    spent,
    takers,
)


def test_lots_can_be_drawn_again_and_each_pair_has_the_same_chance():
    blocks = [0] * 5 + [1] * 3 + [2]
    assert (hold_back(blocks, 0.25, seed=3) == hold_back(blocks, 0.25, seed=3)).all()
    drawn = np.array([hold_back(blocks, 0.25, seed=seed) for seed in range(6000)])
    assert np.abs(drawn.mean(axis=0) - 0.25).max() < 0.025
    # In a block of five at a quarter one or two are held back, never none or three.
    assert set(drawn[:, :5].sum(axis=1)) == {1, 2}
    assert not hold_back(blocks, 0.0, seed=1).any()
    assert len(hold_back([], 0.25, seed=1)) == 0


@pytest.mark.parametrize(
    ("told", "low", "high"),
    # Newcombe 1998, table II, method 10.
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((6, 7, 2, 7), 0.0582, 0.8062), ((5, 56, 0, 29), -0.0381, 0.1926), ((10, 10, 0, 10), 0.6075, 1.0)],
)  # fmt: skip
def test_newcombe_s_own_examples(told: tuple[int, int, int, int], low: float, high: float):
    found = newcombe(*told)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_lots_drawn_anew_agree_with_counting_them_all():
    y = np.array([1, 1, 1, 0, 1, 0, 0, 0], dtype=bool)
    held = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=bool)
    seen = abs(y[~held].mean() - y[held].mean())
    differences = []
    for chosen in combinations(range(8), 4):
        arm = np.zeros(8, dtype=bool)
        arm[list(chosen)] = True
        differences.append(abs(y[~arm].mean() - y[arm].mean()) >= seen - 1e-12)
    assert by_lots(y, held, np.zeros(8, dtype=np.int64), seed=1, lots=4000) == pytest.approx(np.mean(differences), abs=0.03)
    # With one block a pair nothing else could have been drawn.
    assert by_lots(y, held, np.arange(8), seed=1) == 1.0


def test_the_effect_on_those_who_took_it_up():
    tied = np.array([1] * 30 + [0] * 30 + [1] * 10 + [0] * 30, dtype=bool)
    held = np.array([0] * 60 + [1] * 40, dtype=bool)
    took = np.array([1] * 30 + [0] * 30 + [0] * 40, dtype=bool)
    found = effect(tied, held, took, np.zeros(100, dtype=np.int64), seed=1)
    assert (found.itt.value, found.uptake) == (pytest.approx(0.25), pytest.approx(0.5))
    assert found.takers is not None
    assert found.takers.value == pytest.approx(0.5)
    assert found.takers.low < 0.5 < found.takers.high
    everybody = takers(tied, held, ~held, 1.96)
    assert everybody.value == pytest.approx(found.itt.value)
    assert effect(tied, held, np.zeros(100, dtype=bool), np.zeros(100, dtype=np.int64), seed=1).takers is None
    with pytest.raises(ValueError, match="both arms"):
        effect(tied[:60], held[:60], took[:60], np.zeros(60, dtype=np.int64), seed=1)


@pytest.mark.parametrize(
    ("before", "after", "at_fifth", "at_third"), [(0.10, 0.30, 140, 118), (0.15, 0.35, 181, 148), (0.10, 0.20, 511, 415)]
)
def test_how_many_are_needed(before: float, after: float, at_fifth: int, at_third: int):
    assert (needed(before, after, 0.2), needed(before, after, 0.3)) == (at_fifth, at_third)


def test_limits_of_looks_are_those_that_are_printed():
    # Five equal looks, two-sided 5 %, O'Brien-Fleming type (Jennison & Turnbull 2000; program of Reboussin et al.).
    assert boundaries([0.2, 0.4, 0.6, 0.8, 1.0]) == pytest.approx([4.8769, 3.3569, 2.6803, 2.2898, 2.0310], abs=0.002)
    assert boundaries([1.0]) == pytest.approx([1.95996], abs=1e-4)
    assert boundaries([0.5, 0.5, 1.0])[:2] == [boundaries([0.5])[0]] * 2
    assert spent(1.0) == pytest.approx(0.05)


def test_five_looks_err_no_more_often_than_one_would():
    looks = np.arange(1, 6) / 5
    paths = np.random.default_rng(7).normal(0.0, np.sqrt(0.2), (40_000, 5)).cumsum(axis=1) / np.sqrt(looks)
    assert (np.abs(paths) > boundaries(looks.tolist())).any(axis=1).mean() == pytest.approx(0.05, abs=0.004)
    assert (np.abs(paths) > 1.96).any(axis=1).mean() > 0.12


def test_the_interval_covers_the_known_effect_of_invented_communities():
    covered = 0
    for seed in range(300):
        made = community(seed=seed * 10)
        found = newcombe(int(made.tied[~made.held].sum()), int((~made.held).sum()), int(made.tied[made.held].sum()), int(made.held.sum()))
        covered += found.low <= made.truth <= found.high
    # The small version of `bin/bench held_out`; 300 runs at 95 % stay within four standard errors.
    assert 0.90 <= covered / 300 <= 0.995


def test_a_change_of_level_is_found_beside_a_slope_and_not_where_there_is_none():
    draw = np.random.default_rng(3)
    month = np.arange(24)
    row = 10 + 0.5 * month + draw.normal(0, 0.4, 24)
    still = interrupted(row.tolist(), 14)
    assert still is not None
    assert still.level.low < 0 < still.level.high
    moved = interrupted((row + 4 * (month >= 14)).tolist(), 14)
    assert moved is not None
    assert moved.level.value == pytest.approx(still.level.value + 4)
    assert moved.level.low > 0
    assert (moved.before, moved.after) == (14, 10)
    assert interrupted(row.tolist(), 7) is None
    assert interrupted(row[:17].tolist(), 14) is None
    assert interrupted([5.0] * 24, 14) is None


@pytest.mark.parametrize("strength", [0.0, 0.5])
@pytest.mark.parametrize(("before", "after"), [(8, 4), (14, 10)])
def test_the_interval_covers_what_it_says_in_short_rows_too(before: int, after: int, strength: float):
    """Nothing changed; so 95 of 100 intervals hold nought, also where a month remembers the one before. 400 runs, four standard errors below 93 of 100."""
    draw, n, hits = np.random.default_rng(11), before + after, 0
    for _ in range(400):
        row = np.zeros(n + 30)
        steps = draw.normal(size=n + 30)
        for k in range(1, n + 30):
            row[k] = strength * row[k - 1] + steps[k]
        found = interrupted(row[30:].tolist(), before)
        assert found is not None
        hits += found.level.low <= 0 <= found.level.high
    assert 0.88 <= hits / 400 <= 0.995
