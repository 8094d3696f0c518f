"""Missing ties between companies: worth, bridge, and everybody's share."""

import numpy as np
import pytest
from scipy import sparse

from drittort.engine.firms import BRIDGE, ENOUGH, Firms, bridges_of, missing_ties, own_worth


def firms(n, *, group=None, weights=None, **parts):
    """All pairs of n companies with parts by pair, 0 where not given."""
    pairs = np.array([(a, b) for a in range(n) for b in range(a + 1, n)], dtype=np.int64).reshape(-1, 2)
    place = {tuple(pair): k for k, pair in enumerate(pairs.tolist())}

    def column(name, kind=np.float64):
        values = np.zeros(len(pairs), dtype=kind)
        for pair, value in parts.get(name, {}).items():
            values[place[pair]] = value
        return values

    own = np.full(n, -1, dtype=np.int64) if group is None else np.array(group, dtype=np.int64)
    ties = sparse.csr_array(np.zeros((int(own.max(initial=-1)) + 1,) * 2) if weights is None else np.array(weights, dtype=np.float64))
    return Firms(pairs, column("help"), column("trade"), column("shared", np.int64), column("rivals", bool), own, ties)


def test_help_comes_before_trade_before_values_and_rivals_last():
    found = missing_ties(firms(6, help={(0, 1): 0.9, (2, 3): 0.9}, rivals={(2, 3): 1}, trade={(4, 5): 1.0}, shared={(0, 5): 2}), each=1)
    assert [(tie.a, tie.b) for tie in found] == [(0, 1), (2, 3), (4, 5)]
    assert [round(tie.value, 2) for tie in found] == [0.9, 0.65, 0.35]


def test_no_tie_for_the_structures_sake_alone():
    weights = [[0, 9, 0], [9, 0, 0], [0, 0, 0]]
    alone = firms(3, group=[0, 1, 2], weights=weights)
    assert (bridges_of(alone) > 0).all()
    assert missing_ties(alone) == []


def test_of_two_equal_pairs_the_one_comes_first_that_joins_what_lies_far_apart():
    # Groups 0, 1, 2 are close to each other; 3 hangs by nothing.
    weights = [[0, 15, 15, 0], [15, 0, 15, 0], [15, 15, 0, 0], [0, 0, 0, 0]]
    found = missing_ties(firms(4, group=[0, 1, 2, 3], weights=weights, help={(0, 1): 0.5, (2, 3): 0.5}))
    assert [(tie.a, tie.b) for tie in found] == [(2, 3), (0, 1)]
    assert found[0].bridge > found[1].bridge > 0
    assert found[0].value == pytest.approx(0.5 + BRIDGE * found[0].bridge)


def test_two_of_one_group_and_those_of_none_make_no_bridge():
    case = firms(4, group=[0, 0, -1, 1], weights=[[0, 3], [3, 0]])
    assert dict(zip(map(tuple, case.pairs.tolist()), bridges_of(case) > 0, strict=True)) == {
        (0, 1): False, (0, 2): False, (0, 3): True, (1, 2): False, (1, 3): True, (2, 3): False,
    }  # fmt: skip


def test_no_company_stands_in_more_than_its_share_and_the_best_set_is_found():
    rng = np.random.default_rng(3)
    n = 7
    case = firms(n, help={(a, b): float(rng.uniform(0.3, 1)) for a in range(n) for b in range(a + 1, n)})
    found = missing_ties(case, each=1)
    ends = [end for tie in found for end in (tie.a, tie.b)]
    assert len(ends) == len(set(ends)) == 6

    def best(free):
        pairs = {tuple(pair): value for pair, value in zip(case.pairs.tolist(), own_worth(case), strict=True)}
        return max(
            (pairs[a, b] + best(free - {a, b}) for a in free for b in free if a < b),
            default=0.0,
        )

    assert sum(tie.value for tie in found) == pytest.approx(best(frozenset(range(n))))
    assert missing_ties(case, each=2, seed=5) == missing_ties(case, each=2, seed=5)
    assert max(np.bincount([end for tie in missing_ties(case, each=2) for end in (tie.a, tie.b)])) == 2


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_company(n):
    assert missing_ties(firms(n)) == []
    assert [(tie.a, tie.b) for tie in missing_ties(firms(2, shared={(0, 1): 5}))] == [(0, 1)]
    assert ENOUGH <= 0.2


def test_wrong_lengths_and_groups_are_refused():
    case = firms(3)
    with pytest.raises(ValueError, match="one number"):
        missing_ties(Firms(case.pairs, case.help[:1], case.trade, case.shared, case.rivals, case.group, case.weights))
    with pytest.raises(ValueError, match="position"):
        missing_ties(Firms(case.pairs, case.help, case.trade, case.shared, case.rivals, np.array([0, 1, 7]), case.weights))
