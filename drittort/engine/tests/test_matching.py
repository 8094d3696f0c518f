from itertools import combinations

import numpy as np
import pytest

from drittort.engine import matching
from drittort.engine.matching import alternatives, match


def instance(n: int, share: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    pairs = np.argwhere(np.triu(rng.random((n, n)) < share, 1))
    return pairs, rng.random(len(pairs)), rng.random(n) < 0.4


def allowed(n: int, pairs: np.ndarray, capacity: np.ndarray, thin: np.ndarray, seats: int | None) -> bool:
    if seats is not None and 2 * len(pairs) > seats:
        return False
    if (np.bincount(pairs.ravel(), minlength=n) > capacity).any():
        return False
    return all(sum(thin[b if a == h else a] for a, b in pairs if h in (a, b)) <= 1 for h in range(n) if not thin[h])


def brute(n: int, pairs: np.ndarray, value: np.ndarray, capacity: np.ndarray, thin: np.ndarray, seats: int | None) -> float:
    best = 0.0
    bonus = 2 * value.max(initial=0.0)
    for k in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), k):
            p = pairs[list(chosen)]
            if allowed(n, p, capacity, thin, seats):
                best = max(best, value[list(chosen)].sum() + bonus * thin[np.unique(p)].sum())
    return best


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("most", "seats"), [(1, None), (1, 4), (2, None), (2, 6)])
def test_a_small_round_is_the_best_of_all_and_under_its_bound(seed: int, most: int, seats: int | None) -> None:
    pairs, value, thin = instance(5, 0.75, seed)
    capacity = np.random.default_rng(seed).integers(min(1, most), most + 1, 5)
    found = match(5, pairs, value, capacity=capacity, thin=thin, seats=seats, seed=seed)
    best = brute(5, pairs, value, capacity, thin, seats)
    assert allowed(5, pairs[found.chosen], capacity, thin, seats)
    assert found.bound >= best - 1e-9
    assert found.objective <= best + 1e-9
    assert found.objective == pytest.approx(best, abs=1e-5) if most == 1 else found.objective >= 0.9 * best
    assert found.objective == pytest.approx(found.value + 2 * value.max() * thin[np.unique(pairs[found.chosen])].sum())


def test_three_hundred_people_are_near_the_bound_for_any_capacity_and_seats() -> None:
    pairs, value, thin = instance(300, 0.06, 1)
    for capacity, seats in ((1, None), (1, 60), (3, None)):
        found = match(300, pairs, value, capacity=capacity, thin=thin, seats=seats)
        assert found.share >= 0.995
        assert allowed(300, pairs[found.chosen], np.full(300, capacity), thin, seats)


def test_pieces_come_near_the_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "WHOLE_PEOPLE", 50)
    monkeypatch.setattr(matching, "PIECE", 60)
    pairs, value, thin = instance(250, 0.06, 2)
    for capacity in (1, 2):
        found = match(250, pairs, value, capacity=capacity, thin=thin)
        assert found.share >= 0.98
        assert not found.exact
        assert allowed(250, pairs[found.chosen], np.full(250, capacity), thin, None)


def test_same_seed_same_round_and_equals_are_drawn() -> None:
    pairs = np.argwhere(np.triu(np.ones((8, 8)), 1))
    rounds = [match(8, pairs, np.ones(len(pairs)), seats=2, seed=s).chosen.tolist() for s in range(60)]
    assert rounds == [match(8, pairs, np.ones(len(pairs)), seats=2, seed=s).chosen.tolist() for s in range(60)]
    drawn = np.bincount(pairs[[r[0] for r in rounds]].ravel(), minlength=8)
    assert drawn.min() >= 5
    assert drawn.max() <= 28


def test_thin_people_come_first_when_seats_are_few() -> None:
    pairs = np.array([[0, 1], [0, 2], [1, 2], [2, 3]])
    thin = np.array([False, False, False, True])
    assert match(4, pairs, [5.0, 4.0, 4.0, 0.1], thin=thin, seats=2).chosen.tolist() == [3]
    assert match(4, pairs, [5.0, 4.0, 4.0, 0.1], seats=2).chosen.tolist() == [0]


def test_a_host_gets_one_thin_person_only() -> None:
    pairs = np.array([[0, 1], [0, 2], [0, 3]])
    thin = np.array([False, True, True, False])
    found = match(4, pairs, [1.0, 0.9, 0.2], thin=thin, capacity=3)
    assert found.chosen.tolist() == [0, 2]


def test_locks_stay_and_count() -> None:
    pairs, value = np.array([[0, 1], [1, 2], [2, 3]]), np.array([1.0, 3.0, 1.0])
    assert match(4, pairs, value).chosen.tolist() == [1]
    found = match(4, pairs, value, locked=[0])
    assert found.chosen.tolist() == [0, 2]
    assert found.value == 2.0
    assert found.bound == pytest.approx(2.0, abs=0.01)
    with pytest.raises(ValueError, match="person 1 more often"):
        match(4, pairs, value, locked=[0, 1])
    with pytest.raises(ValueError, match="more seats"):
        match(4, pairs, value, locked=[0, 2], seats=2)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_tiny_communities(n: int) -> None:
    pairs = np.argwhere(np.triu(np.ones((n, n)), 1))
    found = match(n, pairs, np.arange(1.0, len(pairs) + 1), thin=np.ones(n, dtype=bool))
    assert len(found.chosen) == n // 2
    assert found.bound == pytest.approx(found.objective, rel=0.01)


def test_nobody_has_room_or_worth() -> None:
    pairs = np.array([[0, 1], [1, 2]])
    assert len(match(3, pairs, [1.0, 1.0], capacity=0).chosen) == 0
    assert len(match(3, pairs, [1.0, 1.0], seats=1).chosen) == 0
    assert len(match(3, pairs, [0.0, 0.0]).chosen) == 1


def test_alternatives_pay_for_those_they_displace() -> None:
    pairs = np.array([[0, 1], [0, 2], [0, 3], [2, 3], [0, 4]])
    assert alternatives(5, pairs, [1.0, 0.9, 0.8, 0.5, 0.7], [0, 3], 0).tolist() == [4, 1, 2]
    assert alternatives(5, pairs, [1.0, 0.9, 0.8, 0.5, 0.7], [0, 3], 0, limit=1).tolist() == [4]


@pytest.mark.parametrize(
    ("pairs", "value", "more", "words"),
    [
        ([[0, 3]], [1.0], {}, "positions 0 to 2"),
        ([[1, 1]], [1.0], {}, "themselves"),
        ([[0, 1], [1, 0]], [1.0, 1.0], {}, "twice"),
        ([[0, 1]], [float("nan")], {}, "finite"),
        ([[0, 1]], [-1.0], {}, "not negative"),
        ([[0, 1]], [1.0, 2.0], {}, "same length"),
        ([[0, 1]], [1.0], {"capacity": -1}, "negative"),
        ([[0, 1]], [1.0], {"locked": [1]}, "positions 0 to 0"),
    ],
)
def test_bad_input_is_named(pairs: list[list[int]], value: list[float], more: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        match(3, pairs, value, **more)  # type: ignore[arg-type]
