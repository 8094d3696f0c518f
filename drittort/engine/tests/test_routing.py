"""Routing against brute force, and the odd cases."""

from __future__ import annotations

import math

import numpy as np
import pytest

from drittort.engine.routing import (
    GLAD_FOR,
    GLADLY,
    HALF_LIFE,
    LEAST,
    LEAST_WHOLE,
    LOAD,
    NEAR,
    NONE,
    WHOLE,
    WORDS,
    Readiness,
    answered,
    best_of,
    decayed,
    joined,
    least_of,
    means,
    rarity,
    route,
    worth_of,
)


def ready(n, rng):
    helped = np.where(rng.random(n) < 0.5, np.nan, rng.random(n) * 90)
    return Readiness(rng.random(n) < 0.7, rng.integers(0, 4, n).astype(float), helped, rng.random(n) < 0.5)


@pytest.mark.parametrize("seed", range(20))
def test_the_best_who_fit_and_are_able_come_first(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    fit, people = rng.normal(5, 4, n), ready(int(n), rng)
    found = route(fit, people, least=4.0, most=8, seed=seed)
    worth = []
    for k in range(n):
        glad = 0.0 if math.isnan(people.helped[k]) else max(0.0, 1 - people.helped[k] / GLAD_FOR)
        worth.append(fit[k] - LOAD * people.load[k] + GLADLY * glad + NEAR * bool(people.near[k]))
    assert found.worth == pytest.approx(worth)
    may = [k for k in range(n) if fit[k] >= 4.0 and people.able[k]]
    assert list(found.order) == sorted(may, key=lambda k: -worth[k])[:8]
    assert found.fitting == sum(f >= 4.0 for f in fit)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_small_houses(n):
    people = Readiness(np.ones(n, dtype=bool), np.zeros(n), np.full(n, np.nan), np.zeros(n, dtype=bool))
    assert len(route(np.full(n, 9.0), people, least=3.0, most=8, seed=1).order) == n
    assert len(route(np.full(n, 1.0), people, least=3.0, most=8, seed=1).order) == 0


def test_equals_are_drawn_and_the_draw_is_kept():
    n = 50
    people = Readiness(np.ones(n, dtype=bool), np.zeros(n), np.full(n, np.nan), np.zeros(n, dtype=bool))
    first = [int(route(np.full(n, 9.0), people, least=3.0, most=1, seed=seed).order[0]) for seed in range(300)]
    assert first == [int(route(np.full(n, 9.0), people, least=3.0, most=1, seed=seed).order[0]) for seed in range(300)]
    assert len(set(first)) > 45, "everybody comes first once"


def test_lengths_have_to_agree():
    people = Readiness(np.ones(2, dtype=bool), np.zeros(2), np.full(2, np.nan), np.zeros(2, dtype=bool))
    with pytest.raises(ValueError, match="3 people"):
        route(np.zeros(3), people, least=0.0, most=1, seed=0)
    with pytest.raises(ValueError, match="exactly one owner"):
        best_of(np.zeros(2), [0], 2)
    with pytest.raises(ValueError, match="outside"):
        best_of(np.zeros(1), [2], 2)


@pytest.mark.parametrize("seed", range(10))
def test_a_person_is_as_good_as_their_best_texts(seed):
    rng = np.random.default_rng(seed)
    scores, owner = rng.normal(0, 5, 30), rng.integers(0, 8, 30)
    scores[rng.random(30) < 0.2] = NONE
    whole = rng.normal(0, 3, 9)
    found = best_of(scores, owner, 9, whole)
    for who in range(9):
        mine = sorted((s for s, o in zip(scores, owner, strict=True) if o == who and s > NONE), reverse=True)
        if not mine:
            assert (found.score[who], found.text[who]) == (NONE, -1)
            continue
        assert found.score[who] == pytest.approx(mine[0] + WHOLE * max(whole[who], LEAST_WHOLE))
        assert scores[found.text[who]] == mine[0]
        assert owner[found.text[who]] == who


def test_what_somebody_says_as_a_whole_is_the_mean():
    vectors = np.array([[1, 0], [3, 2], [5, 5]], dtype=np.float32)
    assert means(vectors, [0, 0, 2], 3).tolist() == [[2, 1], [0, 0], [5, 5]]


def test_rare_words_count_for_more():
    texts = [["tax", "help"], ["help", "yoga"], ["help", "dog"]]
    weights = rarity(texts)
    assert weights["tax"] == pytest.approx(math.log(4))
    assert weights["help"] == pytest.approx(math.log(2))
    share = answered(["tax", "help"], texts, weights)
    assert share[0] == 1
    assert share[1] == share[2] == pytest.approx(math.log(2) / (math.log(2) + math.log(4)))
    assert answered(["moon", "tax"], texts, weights)[0] == pytest.approx(0.5), "what nobody says is as rare as the rarest"
    assert list(answered([], texts, weights)) == [0, 0, 0]
    assert len(answered(["tax"], [], {})) == 0


def test_words_alone_where_nothing_is_understood():
    words = np.array([0.0, 0.5, 1.0])
    assert joined(None, words) == pytest.approx(WORDS * words)
    both = joined(np.array([1.0, NONE, 2.0]), words)
    assert both == pytest.approx([1.0, NONE, 2.0 + WORDS])


def test_chance_is_what_one_in_fifty_reaches():
    rng = np.random.default_rng(3)
    usual, owner = rng.normal(0, 5, (40, 200)), np.arange(200) // 2
    fits = np.concatenate([best_of(row, owner, 100).score for row in usual])
    assert least_of(usual, owner, 100) == pytest.approx(np.quantile(fits, 0.98))
    assert least_of(usual - 30, owner, 100) == LEAST, "a house in which nothing fits asks nobody"
    assert least_of(np.zeros((0, 200)), owner, 100) == LEAST
    assert 0 < least_of(None, owner, 100) < WORDS


def test_requests_weigh_less_with_time():
    load = decayed([0, 0, 2], [0.0, HALF_LIFE, 2 * HALF_LIFE], 3)
    assert load == pytest.approx([1.5, 0.0, 0.25])
    people = Readiness(np.ones(3, dtype=bool), load, np.array([0.0, np.nan, 2 * GLAD_FOR]), np.array([False, True, False]))
    assert worth_of(np.zeros(3), people) == pytest.approx([GLADLY - 1.5 * LOAD, NEAR, -0.25 * LOAD])
