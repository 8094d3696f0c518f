"""What is left without the best connected: stars and chains by hand, the rest against one search at a time."""

import numpy as np
import pytest
import scipy.sparse as sp

from drittort.engine.capital import efficiency, resilience, ties_of
from drittort.engine.capital.losses import closeness_of_those, largest_pieces
from drittort.engine.capital.report import ties_without
from drittort.engine.graph import network_of


def community(n, pairs):
    ends = np.array(pairs).reshape(-1, 2)
    w = sp.coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))
    return ties_of(network_of([str(k) for k in range(n)], w + w.T))


def at_random(n, m, seed):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, n, (m, 2))
    return community(n, np.unique(np.sort(ends[ends[:, 0] != ends[:, 1]], axis=1), axis=0))


def test_a_star_falls_apart_without_its_middle():
    # Six around one: 6 pairs at one step, 15 at two, of 21. Without the middle nobody reaches anybody.
    found = resilience(community(7, [(0, k) for k in range(1, 7)]), take=1)
    assert (found.taken, found.people, found.sources) == (1, 7, 7)
    assert found.efficiency.before == pytest.approx((6 + 15 / 2) / 21)
    assert (found.efficiency.without, found.giant.before, found.giant.without) == (0, 1, 1 / 6)
    # Without one of the six: 5 pairs at one step, 10 at two, of 15; the draw takes the middle now and then.
    assert found.efficiency.high == pytest.approx((5 + 10 / 2) / 15)
    assert found.giant.high == 1
    assert found.efficiency.low == 0


def test_a_chain_cut_in_its_middle_counts_both_ends():
    # 0-1-2-3-4 with 2 also tied to 5 and 6: taken first. Two pairs of neighbours are left among six.
    found = resilience(community(7, [(0, 1), (1, 2), (2, 3), (3, 4), (2, 5), (2, 6)]), take=1, draws=0)
    assert found.efficiency.without == pytest.approx(2 / 15)
    assert found.giant.without == pytest.approx(2 / 6)
    assert np.isnan(found.efficiency.chance)


@pytest.mark.parametrize(("n", "m"), [(30, 40), (90, 200), (150, 90)])
def test_every_case_equals_its_own_search(n, m):
    ties = at_random(n, m, seed=n)
    rng = np.random.default_rng(1)
    here = rng.random((9, n)) < 0.8
    short = closeness_of_those(ties, here, np.flatnonzero(ties.degree))
    giant = largest_pieces(ties, here)
    for case, part in enumerate(here):
        left = ties_without(ties, part)
        assert short[case] == pytest.approx(efficiency(left))
        assert giant[case] == pytest.approx(max(map(len, left.graph.connected_components())) / left.n)


def test_cases_are_the_same_whether_searched_together_or_one_by_one(monkeypatch):
    ties = at_random(120, 300, seed=4)
    whole = resilience(ties, draws=30)
    monkeypatch.setattr("drittort.engine.capital.losses.NODES_AT_ONCE", 1)
    assert resilience(ties, draws=30) == whole


def test_from_fewer_people_the_ways_are_an_estimate_of_the_same(monkeypatch):
    ties = at_random(400, 1600, seed=2)
    whole = resilience(ties, draws=20)
    monkeypatch.setattr("drittort.engine.capital.losses.WORDS", 1)
    some = resilience(ties, draws=20)
    assert (whole.sources, some.sources) == ((ties.degree > 0).sum(), 64)
    assert some.giant == whole.giant
    assert some.efficiency.before == pytest.approx(whole.efficiency.before, rel=0.05)
    assert some.efficiency.without < some.efficiency.low


def test_it_takes_somebody_and_leaves_two():
    ties = community(4, [(0, 1), (1, 2), (2, 3)])
    for take in (0, 3):
        with pytest.raises(ValueError, match="two people must remain"):
            resilience(ties, take=take)
    assert resilience(community(4, []), take=2).giant.without == 0.5
    assert resilience(community(4, []), take=2).efficiency.before == 0
