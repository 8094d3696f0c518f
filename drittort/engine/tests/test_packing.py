"""Prices, sought groups and dives against the list of all groups."""

import numpy as np
import pytest
from scipy.optimize import linprog

from drittort.engine.groups import KICKS, _dived, _seats, _Ties
from drittort.engine.introductions import hard_and_soft_rules, value_of
from drittort.engine.packing import close_to, dive, likely, list_groups, pack, relax
from drittort.engine.seating import Search
from drittort.engine.seats import TABLES, TRIOS, Seated, Size, Task
from drittort.engine.tests.test_groups import house, may_sit


def task_of(n: int, size: Size, seed: int) -> Task:
    """The people of a house, each free and no host."""
    c = house(n, seed, closed=0.2)
    every = np.column_stack(np.triu_indices(n, 1)).astype(np.int64)
    mask = hard_and_soft_rules(c, every, relax=False)
    ties = _Ties(c, mask, value_of(c, mask.pairs, seed=seed), n, None)
    return ties.task(np.arange(n), np.zeros(n, dtype=bool), _seats(c, ties.top, None), size)


def listed(task: Task) -> list[Seated]:
    found = list_groups(task, most=100_000)
    assert found is not None
    return found


@pytest.mark.parametrize("size", [TRIOS, TABLES], ids=["trios", "tables"])
@pytest.mark.parametrize("seed", range(3))
def test_groups_above_their_seats_are_found_as_in_the_list_of_all(size: Size, seed: int) -> None:
    task = task_of(16, size, seed)
    every = listed(task)
    price = np.random.default_rng(seed).random(16) * task.top * 2 + task.seat - task.top
    above = task.worth_of(every) - price @ task.seats_of(every)
    for least in (0.0, float(np.quantile(above, 0.9))):
        found = likely(task, price, least=least, beam=20_000, most=100_000)
        assert len(set(found)) == len(found)
        assert set(found) == {g for g, x in zip(every, above, strict=True) if x > least}
    best = likely(task, price, least=-np.inf, most=1)
    for k, (group,) in ((k, [g for g in best if len(g) == k]) for k in {len(g) for g in every}):
        assert task.worth_of([group])[0] - price[list(group)].sum() == pytest.approx(
            max(x for g, x in zip(every, above, strict=True) if len(g) == k)
        )


@pytest.mark.parametrize("size", [TRIOS, TABLES], ids=["trios", "tables"])
@pytest.mark.parametrize("seed", range(3))
def test_prices_are_those_of_all_groups_and_what_is_found_from_them_is_the_best(size: Size, seed: int) -> None:
    task = task_of(20, size, seed)
    every = listed(task)
    worth = task.worth_of(every)
    whole = linprog(-worth, A_ub=task.seats_of(every), b_ub=np.ones(20))
    relaxed = relax(task, [])
    assert relaxed.value == pytest.approx(-whole.fun)
    assert (worth - relaxed.price @ task.seats_of(every)).max() <= 1e-5
    best, bound, exact = pack(task, every, worth)
    assert relaxed.value >= worth[best].sum() - 1e-6
    rounds = [dive(task, relaxed, np.random.default_rng(k)) for k in range(4)]
    c = house(20, seed, closed=0.2)
    for groups in rounds:
        people = [x for g in groups for x in g]
        assert len(people) == len(set(people))
        assert all(may_sit(c, g) and size.smallest <= len(g) <= size.largest for g in groups)
        assert rounds[0] == dive(task, relaxed, np.random.default_rng(0))
    seen: dict[Seated, None] = {}
    search = Search(task, np.random.default_rng(seed))
    search.sit(rounds[0])
    assert search.objective() == pytest.approx(task.worth_of(rounds[0]).sum())
    search.improve(KICKS, seen)
    found = _dived(task, search, seen, np.random.default_rng(seed)).objective()
    assert found <= bound + 1e-6
    assert exact
    assert found == pytest.approx(worth[best].sum(), abs=0.02 * task.top)


def test_the_best_choice_of_some_groups_is_made_where_it_gains() -> None:
    task = task_of(16, TRIOS, 5)
    every = listed(task)
    relaxed = relax(task, [])
    worth = task.worth_of(every)
    best, _bound, exact = pack(task, every, worth)
    assert exact
    chosen = close_to(task, relaxed.price, every, 0.0)
    assert task.worth_of(chosen).sum() == pytest.approx(worth[best].sum())
    assert close_to(task, relaxed.price, every, float(worth[best].sum())) == []


def test_nobody_and_nobody_who_may_sit() -> None:
    task = task_of(16, TRIOS, 5)
    empty = task.only(np.zeros(0, dtype=np.int64))
    assert relax(empty, []).groups == []
    two = task.only(np.arange(2))
    assert dive(two, relax(two, []), np.random.default_rng(0)) == []
