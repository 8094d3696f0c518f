import dataclasses

import numpy as np
import pytest
from scipy import sparse

from drittort.engine import introductions
from drittort.engine.graph import Network, network_of
from drittort.engine.introductions import WHY_NOT, Community, Worth, propose, value_of


def network(n: int, ties: list[tuple[int, int]]) -> Network:
    a = np.zeros((n, n))
    for i, j in ties:
        a[i, j] = a[j, i] = 1.0
    return network_of([f"p{k}" for k in range(n)], sparse.csr_array(a))


def circles(n: int = 24, size: int = 6, seed: int = 0) -> Network:
    rng = np.random.default_rng(seed)
    ties = [(i, j) for i in range(n) for j in range(i + 1, n) if i // size == j // size and rng.random() < 0.7]
    return network(n, ties)


def pairs_of(found: introductions.Round) -> set[tuple[int, int]]:
    return {(q.a, q.b) for q in found.pairs}


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("objective", introductions.OBJECTIVES)
def test_tiny_communities(n: int, objective: str) -> None:
    found = propose(Community(network(n, [])), objective=objective)
    assert len(found.pairs) == n // 2
    assert len(found.unmatched) == n % 2
    assert all(code in WHY_NOT for _, code in found.unmatched)
    if n == 3:
        assert found.unmatched[0][1] == "odd_one_out"
    if n == 1:
        assert found.unmatched == ((0, "nobody_else"),)


def test_nobody_consents() -> None:
    found = propose(Community(circles(), consent=np.zeros(24, dtype=bool)))
    assert found.pairs == ()
    assert found.bound == 0
    assert {code for _, code in found.unmatched} == {"no_consent"}


def test_everybody_in_one_company() -> None:
    c = Community(circles(), company=np.zeros(24, dtype=np.int64))
    found = propose(c)
    assert found.pairs == ()
    assert {code for _, code in found.unmatched} == {"same_company"}
    assert len(propose(dataclasses.replace(c, mix_companies=False)).pairs) == 12


def test_everybody_knows_everybody() -> None:
    found = propose(Community(network(4, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])))
    assert {code for _, code in found.unmatched} == {"knows_everyone"}
    assert found.efficiency_before == found.efficiency_after == 1.0


def test_a_graph_in_pieces_is_joined_and_the_change_is_told() -> None:
    net = circles()
    found = propose(Community(net))
    assert len(found.pairs) == 12
    assert all(q.a // 6 != q.b // 6 for q in found.pairs if q.parts.g > 0.5)
    assert found.efficiency_after > found.efficiency_before
    assert found.constraint_after < found.constraint_before
    assert found.closer > 0
    assert found.objective <= found.bound


def test_hard_rules_are_never_broken() -> None:
    n = 24
    rng = np.random.default_rng(1)
    company = rng.integers(-1, 5, n)
    speaks = tuple(frozenset(("de", "en", "de en", "")[k].split()) for k in rng.integers(0, 4, n))
    days = rng.random((n, 7)) < 0.25
    online = rng.random(n) < 0.3
    closed = [np.array([[0, 23], [7, 1]]), np.array([[2, 20]]), np.array([[19, 3]])]
    paused = rng.random(n) < 0.1
    c = Community(
        circles(),
        company=company,
        languages=speaks,
        days=days,
        online=online,
        blocked=closed[0],
        frozen=closed[1],
        held_out=closed[2],
        paused=paused,
    )
    barred = {tuple(sorted(x)) for k in closed for x in k.tolist()}
    for seed in range(5):
        found = propose(c, per_person=3, seed=seed)
        assert found.pairs
        for a, b in pairs_of(found):
            assert not c.network.strength[a, b]
            assert company[a] != company[b] or company[a] < 0
            assert speaks[a] & speaks[b] or not speaks[a] or not speaks[b]
            assert (days[a] & days[b]).any() or (online[a] and online[b]) or not days[a].any() or not days[b].any()
            assert (a, b) not in barred
            assert not paused[a]
            assert not paused[b]


def test_a_block_a_freeze_and_a_hold_out_cannot_be_told_apart() -> None:
    net = network(2, [])
    told = {propose(Community(net, **{name: np.array([[1, 0]])})).unmatched for name in ("blocked", "frozen", "held_out")}
    assert told == {((0, "nobody_open"), (1, "nobody_open"))}


def test_soft_rules_give_way_only_for_those_who_have_nobody_else() -> None:
    here = Community(network(4, []), location=np.array([0, 0, 0, 1]))
    found = propose(here, seed=2)
    assert len(found.pairs) == 2
    assert any(3 in pair for pair in pairs_of(found))
    even = Community(network(4, []), location=np.array([0, 0, 1, 1]))
    assert pairs_of(propose(even)) == {(0, 1), (2, 3)}
    tired = Community(network(4, []), recent=np.array([3, 0, 0, 0]))
    assert len(propose(tired).pairs) == 2


def test_the_value_is_made_of_its_parts() -> None:
    def worth(pairs: np.ndarray) -> Worth:
        v = np.where(pairs[:, 0] == 0, 0.8, 0.0)
        return Worth(v, np.where(v > 0, 4, -1), np.where(v > 0, 5, -1))

    c = Community(circles(), probability=lambda p: np.full(len(p), 0.25), worth=worth, accept=np.full(24, 0.9))
    pairs = np.array([[0, 7], [1, 8], [2, 20]])
    x = value_of(c, pairs)
    assert x.a == pytest.approx(0.81)
    assert x.v.tolist() == [0.8, 0.0, 0.0]
    assert x.u == pytest.approx(x.a * 0.75 * (x.v + 0.5 * x.g) + 0.25 * x.f)
    found = propose(c, locked=[(7, 0)])
    lock = next(q for q in found.pairs if q.locked)
    assert (lock.a, lock.b) == (0, 7)
    assert lock.reasons[0].code == "need_offer"
    assert lock.reasons[0].parameters == {"need": 4, "offer": 5}


def test_who_is_not_counted_has_neither_gain_nor_probability_nor_thin_first() -> None:
    counted = np.ones(24, dtype=bool)
    counted[:6] = False
    x = value_of(Community(circles(), counted=counted, probability=lambda p: np.full(len(p), 0.5)), np.array([[0, 7], [8, 20]]))
    assert x.p.tolist() == [0.0, 0.5]
    assert x.g[0] == 0
    assert x.g[1] > 0


def test_long_waiting_counts_twice() -> None:
    waiting = np.array([np.nan, 61.0, 59.0, 0.0])
    f = introductions.little_connected(Community(network(4, []), waiting=waiting))
    assert f.tolist() == [1.0, 1.0, 0.5, 0.5]


def test_seats_serve_the_thin_first() -> None:
    n = 30
    ties = [(i, j) for i in range(20) for j in range(i + 1, 20) if (i + j) % 3 == 0]
    c = Community(network(n, ties))
    found = propose(c, seats=6)
    assert len(found.pairs) == 3
    assert found.thin_served == 6
    assert {code for _, code in found.unmatched} == {"no_seat"}


def test_same_seed_same_round_excluded_and_locked() -> None:
    c = Community(circles())
    first = propose(c, seed=4)
    assert propose(c, seed=4) == first
    gone = (first.pairs[0].a, first.pairs[0].b)
    assert gone not in pairs_of(propose(c, seed=4, excluded=[gone[::-1]]))
    with pytest.raises(ValueError, match="breaks a rule"):
        propose(dataclasses.replace(c, blocked=np.array([[0, 7]])), locked=[(0, 7)])


def test_baselines_maximise_what_they_say() -> None:
    c = Community(circles(), probability=lambda p: (p.sum(axis=1) % 7) / 7)
    ties = propose(c, objective="ties")
    assert all(q.value == q.parts.p for q in ties.pairs)
    assert all(q.value == q.parts.g for q in propose(c, objective="structure").pairs)
    assert pairs_of(propose(c, objective="random", seed=1)) != pairs_of(propose(c, objective="random", seed=2))
    with pytest.raises(ValueError, match="objective must be"):
        propose(c, objective="likes")


def test_reasons_are_three_at_most_and_name_no_third_person() -> None:
    n = 24
    industry, team = np.arange(n) % 3, np.zeros(n, dtype=np.int64)
    c = Community(
        circles(), industry=industry, company=np.arange(n), days=np.ones((n, 7), dtype=bool), since=np.full(n, -5.0), shared={"team": team}
    )
    for q in propose(c).pairs:
        assert 1 <= len(q.reasons) <= 3
        for r in q.reasons:
            assert r.code != "new_here" or r.parameters["person"] in (q.a, q.b)
    assert {r.code for q in propose(c).pairs for r in q.reasons} >= {"different_industries", "shared", "new_here"}


def test_a_large_community_draws_candidates_and_keeps_those_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introductions, "ALL_PAIRS_PEOPLE", 20)
    monkeypatch.setattr(introductions, "DRAWN_EACH", 3)
    c = Community(circles(60), suggested=np.array([[59, 0]]))
    drawn = introductions.candidates(c, np.random.default_rng(0))
    assert len(drawn) < 60 * 59 / 2 / 4
    assert [0, 59] in drawn.tolist()
    assert len(propose(c).pairs) >= 27


def test_wrong_lengths_are_named() -> None:
    with pytest.raises(ValueError, match="consent is of 3 people"):
        propose(Community(circles(), consent=np.ones(3, dtype=bool)))
    with pytest.raises(ValueError, match="blocked names a person"):
        propose(Community(circles(), blocked=np.array([[0, 24]])))
    with pytest.raises(ValueError, match="between 0 and 1"):
        propose(Community(circles(), accept=np.full(24, 1.5)))
    with pytest.raises(ValueError, match="two people"):
        propose(Community(circles()), locked=[(1, 1)])
