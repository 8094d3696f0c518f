"""Interactions become ties: days, directions, decay."""

import math
import random

import numpy as np
import pytest

from drittort.engine.channels import CHANNELS, LARGEST_EVENT, MUTUAL
from drittort.engine.graph import build_network, contact_days, interactions, network_of


def by_hand(rows, half_life, theta, now):
    """W and A after the definition, one row after the other; rows (source, target, at or nan, kind, weight)."""
    day: dict[tuple[str, str, float], float] = {}
    for s, t, at, kind, weight in rows:
        if at > now:
            continue
        d = math.floor(at) if not math.isnan(at) else None
        amount = CHANNELS.get(kind, 1.0) * weight
        day[s, t, d] = day.get((s, t, d), 0.0) + amount
    w: dict[tuple[str, str], float] = {}
    for (s, t, d), amount in day.items():
        w[s, t] = w.get((s, t), 0.0) + (amount if d is None else min(1.0, amount) * 2 ** (-(math.floor(now) - d) / half_life))
    return w, {frozenset(p) for p in w if max(w.get(p, 0), w.get(p[::-1], 0)) >= theta}


def test_network_equals_the_definition_row_by_row():
    rng = random.Random(5)
    people = [f"p{i}" for i in range(12)]
    rows = []
    for _ in range(400):
        s, t = rng.sample(people, 2)
        at = math.nan if rng.random() < 0.1 else 100 + rng.random() * 200
        rows.append((s, t, at, rng.choice(["message", "reply", "thanks", "lunch"]), rng.choice([1.0, 0.5, 3.0])))
    for now in (150.5, 220.0, 300.0):
        net = build_network(interactions(*[list(c) for c in zip(*rows, strict=True)]), half_life=20.0, theta=0.3, now=now)
        w, tied = by_hand(rows, 20.0, 0.3, now)
        place = {p: i for i, p in enumerate(net.ids)}
        expected = np.zeros((len(net), len(net)))
        for (s, t), value in w.items():
            expected[place[s], place[t]] = value
        np.testing.assert_allclose(net.strength.toarray(), expected, atol=1e-12)
        a = net.adjacency.toarray()
        assert {frozenset((net.ids[i], net.ids[j])) for i, j in np.argwhere(a)} == tied
        assert (a == a.T).all()
        assert a.trace() == 0


def test_order_of_rows_decides_nothing():
    rows = [("b", "a", 3.2, "message", 1.0), ("a", "c", 4.0, "reply", 1.0), ("c", "b", 1.0, "meeting", 1.0)]
    one = build_network(interactions(*[list(c) for c in zip(*rows, strict=True)]))
    other = build_network(interactions(*[list(c) for c in zip(*rows[::-1], strict=True)]))
    assert one.ids == other.ids == ("a", "b", "c")
    assert (one.strength != other.strength).nnz == 0


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_people(n):
    ids = [str(i) for i in range(n)]
    alone = build_network(interactions([], []), people=ids)
    assert alone.strength.shape == alone.adjacency.shape == (n, n)
    assert alone.strength.nnz == 0
    assert alone.now == 0.0
    if n > 1:
        tied = build_network(interactions(ids[:-1], ids[1:]))
        assert tied.adjacency.sum() == 2 * (n - 1)


def test_people_without_a_row_come_after_those_with_one():
    net = build_network(interactions(["m"], ["z"]), people=["z", "a", "m", "a"])
    assert net.ids == ("m", "z", "a")
    assert net.adjacency[[2]].sum() == 0


def test_a_day_counts_at_most_once_and_days_add_up():
    crowd = build_network(interactions(["a"] * 9, ["b"] * 9, [5.1] * 9, ["reply"] * 9))
    assert crowd.strength[0, 1] == 1.0
    two = build_network(interactions(["a"] * 2, ["b"] * 2, [5.1, 35.9], ["meeting"] * 2), half_life=30)
    assert two.strength[0, 1] == pytest.approx(1.5)


def test_rows_without_time_keep_their_strength():
    net = build_network(interactions(["a", "a"], ["b", "c"], kind=["trade", "message"], weight=[488, 1]))
    assert net.strength[0, 1] == 488
    assert net.strength[0, 2] == pytest.approx(0.2)
    assert net.adjacency[0, 2] == 1


@pytest.mark.parametrize("kind", sorted(MUTUAL))
def test_what_has_no_direction_counts_for_both_once(kind):
    once = build_network(interactions(["a"], ["b"], [3.0], [kind], [0.5]))
    twice = build_network(interactions(["a", "b"], ["b", "a"], [3.0, 3.0], [kind] * 2, [0.5, 0.5]))
    assert once.strength[0, 1] == once.strength[1, 0] == twice.strength[0, 1] == twice.strength[1, 0] == pytest.approx(0.5 * CHANNELS[kind])


def test_message_has_a_direction():
    net = build_network(interactions(["a"], ["b"], [3.0], ["message"]))
    assert net.strength[0, 1] == pytest.approx(0.2)
    assert net.strength[1, 0] == 0
    assert net.adjacency[0, 1] == net.adjacency[1, 0] == 1


@pytest.mark.parametrize(("k", "share"), [(2, 1.0), (5, 0.25), (LARGEST_EVENT, 1 / 19), (LARGEST_EVENT + 1, 0.0)])
@pytest.mark.parametrize("both_ways", [False, True])
def test_an_event_is_shared_by_those_who_came(k, share, both_ways):
    pairs = [(f"p{i:02}", f"p{j:02}") for i in range(k) for j in range(k) if (i != j if both_ways else i < j)]
    # another event at the same hour, other people: must not change the count
    pairs += [("x", "y")]
    rows = interactions([p[0] for p in pairs], [p[1] for p in pairs], [7.75] * len(pairs), ["event"] * len(pairs))
    np.testing.assert_allclose(rows.weight[:-1], share)
    assert rows.weight[-1] == 1.0


def test_a_given_weight_is_taken_for_an_event():
    rows = interactions(["a", "a"], ["b", "c"], [1.0, 1.0], ["event", "event"], [0.1, math.nan])
    np.testing.assert_allclose(rows.weight, [0.1, 1.0])


def test_ten_faint_contacts_reach_theta():
    net = build_network(interactions(["a"] * 10, ["b"] * 10, weight=[0.02] * 10), theta=0.2)
    assert net.adjacency[0, 1] == 1


def test_later_rows_are_not_seen():
    rows = interactions(["a", "a"], ["b", "c"], [10.0, 11.0], ["meeting", "meeting"])
    assert build_network(rows, now=10.5).adjacency.sum() == 2
    assert build_network(rows).adjacency.sum() == 4


def test_select_keeps_people():
    rows = interactions(["a", "b"], ["b", "c"], [1.0, 2.0])
    assert rows.select(rows.at < 1.5).ids == ("a", "b", "c")
    assert len(rows.select(rows.at < 1.5)) == 1


def test_contact_days_are_sorted_and_undated_ones_first():
    source, target, day, amount = contact_days(
        interactions(["b", "a", "a", "a"], ["a", "b", "b", "b"], [2.0, 3.5, math.nan, 3.6], weight=[1, 0.4, 5, 0.4])
    )
    np.testing.assert_array_equal(source, [0, 0, 1])
    np.testing.assert_array_equal(target, [1, 1, 0])
    np.testing.assert_array_equal(day, [math.nan, 3, 2])
    np.testing.assert_allclose(amount, [5, 0.8, 1])


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": ["a"], "target": ["a"]},
        {"source": ["a"], "target": []},
        {"source": ["a"], "target": ["b"], "weight": [-1.0]},
        {"source": ["a"], "target": ["b"], "weight": [math.inf]},
        {"source": ["a"], "target": ["b"], "at": [math.inf]},
    ],
)
def test_wrong_rows_are_refused(wrong):
    with pytest.raises(ValueError, match=r"."):
        interactions(**wrong)


@pytest.mark.parametrize("wrong", [{"half_life": 0}, {"theta": 0}, {"theta": math.nan}, {"now": math.nan}])
def test_wrong_settings_are_refused(wrong):
    with pytest.raises(ValueError, match="must be above zero"):
        build_network(interactions(["a"], ["b"]), **wrong)


def test_network_of_a_matrix_drops_the_diagonal_and_refuses_what_is_no_strength():
    import scipy.sparse as sp

    net = network_of(["a", "b"], sp.csr_array(np.array([[3.0, 0.1], [0.5, 0.0]])))
    assert net.strength[0, 0] == 0
    assert net.adjacency[0, 1] == 1
    with pytest.raises(ValueError, match="square"):
        network_of(["a"], net.strength)
    with pytest.raises(ValueError, match="below zero"):
        network_of(["a", "b"], -net.strength)
