"""Groups of k: against all groupings of a few people, and the hard rules for everybody."""

import dataclasses
from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from drittort.engine import groups
from drittort.engine.graph import Network, network_of
from drittort.engine.groups import CIRCLES, PAIRS, TABLES, TRIOS, Grouping, Size, form_groups
from drittort.engine.introductions import SOFT, WHY_NOT, Community, Worth, hard_and_soft_rules, value_of


def network(n: int, ties: list[tuple[int, int]] | None = None) -> Network:
    a = np.zeros((n, n))
    for i, j in ties or []:
        a[i, j] = a[j, i] = 1.0
    return network_of([f"p{k}" for k in range(n)], sparse.csr_array(a))


def house(n: int, seed: int, *, closed: float = 0.0) -> Community:
    """People with worth to each other, languages, days, companies, and some pairs who may not meet."""
    rng = np.random.default_rng(seed)
    worth = rng.random((n, n))
    return Community(
        network(n, [(i, j) for i, j in combinations(range(n), 2) if rng.random() < 2 / n]),
        company=rng.integers(-1, max(2, n // 2), n),
        languages=tuple(frozenset(("de", "de en", "en", "")[k].split()) for k in rng.choice(4, n, p=[0.3, 0.5, 0.1, 0.1])),
        days=rng.random((n, 7)) < 0.5,
        online=rng.random(n) < 0.4,
        location=rng.integers(0, 2, n),
        frozen=np.argwhere(np.triu(rng.random((n, n)) < closed, 1)),
        worth=lambda p: Worth(worth[p[:, 0], p[:, 1]], np.full(len(p), -1), np.full(len(p), -1)),
        meet_again=True,
    )


def may_sit(c: Community, people: tuple[int, ...]) -> bool:
    """The hard rules of a group, written down once more."""
    assert c.languages is not None
    assert c.days is not None
    assert c.online is not None
    assert c.company is not None
    for a, b in combinations(people, 2):
        if c.company[a] == c.company[b] >= 0 or (c.frozen is not None and [a, b] in c.frozen.tolist()):
            return False
    said = [c.languages[k] for k in people if c.languages[k]]
    if said and not frozenset.intersection(*said):
        return False
    here = [set(np.flatnonzero(c.days[k])) for k in people if c.days[k].any()]
    return not here or bool(set.intersection(*here)) or all(c.online[k] for k in people)


def groupings(people: tuple[int, ...], size: Size, c: Community) -> Iterator[list[tuple[int, ...]]]:
    """All ways to seat some of the people."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    yield from groupings(rest, size, c)
    for k in range(size.smallest - 1, size.largest):
        for others in combinations(rest, k):
            if may_sit(c, (first, *others)):
                for more in groupings(tuple(x for x in rest if x not in others), size, c):
                    yield [(first, *others), *more]


def worth_of(c: Community, made: list[tuple[int, ...]], size: Size) -> float:
    """The objective of a grouping, computed pair by pair."""
    n = len(c.network)
    every = np.array(list(combinations(range(n), 2)), dtype=np.int64)
    mask = hard_and_soft_rules(c, every, relax=False)
    valued = value_of(c, mask.pairs)
    top = valued.u.max()
    at = {(int(a), int(b)): k for k, (a, b) in enumerate(mask.pairs)}
    degree = np.diff(c.network.adjacency.indptr)
    total = 0.0
    for group in made:
        inner = sum(valued.u[at[p]] - top * groups.COST[mask.level[at[p]]] for p in combinations(sorted(group), 2))
        total += inner / (len(group) - 1) - groups.ANOTHER_SIZE * top * abs(len(group) - size.wanted)
        total += sum(top * (groups.SEAT + groups.MORE_FOR_THIN * (degree[k] < 3)) for k in group)
    return float(total)


@pytest.mark.parametrize("size", [PAIRS, TRIOS, TABLES], ids=["pairs", "trios", "tables"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("way", ["all sets", "listed", "search"])
def test_a_few_people_sit_in_the_best_of_all_ways(size: Size, seed: int, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "EXACT_PEOPLE", 12 if way == "all sets" else 0)
    if way == "search":
        monkeypatch.setattr(groups, "list_groups", lambda task: None)
    n = (7, 8, 6, 4)[seed] if size is PAIRS else (9, 8, 9, 5)[seed]
    c = house(n, seed, closed=0.15)
    found = form_groups(c, size, seed=seed)
    made = [g.people for g in found.groups]
    assert all(may_sit(c, g) for g in made)
    assert found.objective == pytest.approx(worth_of(c, made, size), abs=1e-5)
    every = list(groupings(tuple(range(n)), size, c))
    assert found.objective == pytest.approx(max(worth_of(c, g, size) for g in every), abs=1e-5)
    fewest = min(n - sum(map(len, g)) for g in every)
    assert found.fewest <= fewest if way == "search" else found.fewest == fewest
    assert len(found.unmatched) == fewest
    if size is PAIRS or way != "search":
        assert found.objective <= found.bound + 1e-6


@st.composite
def communities(draw: st.DrawFn) -> tuple[Community, Size, int]:
    n = draw(st.integers(0, 26))
    c = house(n, draw(st.integers(0, 10_000)), closed=draw(st.sampled_from([0.0, 0.1, 0.4])))
    rng = np.random.default_rng(n)
    consent, paused = rng.random(n) < 0.9, rng.random(n) < 0.1
    return (
        dataclasses.replace(c, consent=consent, paused=paused),
        draw(st.sampled_from([PAIRS, TRIOS, TABLES, CIRCLES])),
        draw(st.integers(0, 99)),
    )


@settings(max_examples=30, deadline=None)
@given(communities())
def test_hard_rules_are_never_broken_and_everybody_without_a_seat_has_a_reason(case: tuple[Community, Size, int]) -> None:
    c, size, seed = case
    found = form_groups(c, size, seed=seed, kicks=5)
    seated = [k for g in found.groups for k in g.people]
    assert len(seated) == len(set(seated))
    assert c.consent is not None
    assert c.paused is not None
    for g in found.groups:
        assert size.smallest <= len(g.people) <= size.largest
        assert may_sit(c, g.people)
        assert set(g.relaxed) <= set(SOFT[1:])
        assert len(g.reasons) <= 3
    assert all(c.consent[k] and not c.paused[k] for k in seated)
    assert sorted(seated + [k for k, _ in found.unmatched]) == list(range(len(c.network)))
    assert all(code in WHY_NOT for _, code in found.unmatched)
    able = {k for k in range(len(c.network)) if c.consent[k] and not c.paused[k]}
    assert found.fewest <= len(able - set(seated))


@pytest.mark.parametrize(("n", "size"), [(0, TABLES), (1, PAIRS), (2, TRIOS), (3, TABLES), (3, PAIRS), (4, TRIOS), (7, TABLES)])
def test_too_few_people_are_told(n: int, size: Size) -> None:
    found = form_groups(Community(network(n)), size)
    assert sum(len(g.people) for g in found.groups) == size.seated(n)
    told = {code for _, code in found.unmatched}
    assert told == (
        {"nobody_else"} if n == 1 else {"too_few"} if 0 < n < size.smallest else {"odd_one_out"} if n > size.seated(n) else set()
    )
    assert found.fewest == len(found.unmatched)


def test_sizes_divide_people() -> None:
    assert [PAIRS.seated(n) for n in range(6)] == [0, 0, 2, 2, 4, 4]
    assert [TRIOS.seated(n) for n in range(8)] == [0, 0, 0, 3, 4, 4, 6, 7]
    assert [TABLES.seated(n) for n in (3, 6, 7, 8, 13)] == [0, 6, 6, 8, 13]
    assert [TABLES.groups(n) for n in (7, 12, 13, 40)] == [0, 2, 3, 8]


def test_everybody_in_one_company_and_everybody_frozen() -> None:
    one = Community(network(9), company=np.zeros(9, dtype=np.int64))
    assert {code for _, code in form_groups(one, TABLES).unmatched} == {"same_company"}
    assert not form_groups(dataclasses.replace(one, mix_companies=False), TABLES).unmatched[1:]
    shut = Community(network(6), blocked=np.argwhere(np.triu(np.ones((6, 6)), 1)))
    assert form_groups(shut, TRIOS).fewest == 6
    assert {code for _, code in form_groups(shut, TRIOS).unmatched} == {"nobody_open"}
    # Two companies: pairs exist, but no three people who may all sit together.
    two = Community(network(8), company=np.arange(8) % 2)
    assert {code for _, code in form_groups(two, TRIOS).unmatched} == {"no_common_group"}


def test_the_standing_host_takes_the_odd_seat_and_no_other() -> None:
    odd, even = Community(network(8)), Community(network(9))
    found = form_groups(odd, PAIRS, hosts=[7])
    assert not found.unmatched
    assert [g.host for g in found.groups if g.host >= 0] == [7]
    assert form_groups(even, PAIRS, hosts=[8]).fewest == 0
    assert all(g.host < 0 for g in form_groups(even, PAIRS, hosts=[8]).groups)
    tables = form_groups(odd, TABLES, hosts=[7])
    assert sorted(len(g.people) for g in tables.groups) == [4, 4]
    blocked = form_groups(dataclasses.replace(odd, blocked=np.array([[k, 7] for k in range(7)])), PAIRS, hosts=[7])
    assert len(blocked.unmatched) == blocked.fewest == 1


def test_soft_rules_give_way_in_their_order_and_only_for_a_seat() -> None:
    free = Community(network(4), location=np.array([0, 0, 1, 1]))
    assert all(not g.relaxed for g in form_groups(free, PAIRS).groups)
    assert {r for g in form_groups(Community(network(3), location=np.array([0, 0, 1])), TRIOS).groups for r in g.relaxed} == {
        "other_location"
    }
    # Three ways to seat four people: at another location, with rivals, with those in contact. The first rule in the order gives way.
    c = Community(network(4, [(0, 3), (1, 2)]), location=np.array([0, 0, 1, 1]), rivals=np.array([[0, 1], [2, 3]]), meet_again=True)
    found = form_groups(c, PAIRS)
    assert sorted(g.people for g in found.groups) == [(0, 2), (1, 3)]
    assert {g.relaxed for g in found.groups} == {("other_location",)}
    assert not form_groups(dataclasses.replace(c, meet_again=False, blocked=np.array([[0, 2], [0, 1], [1, 3]])), PAIRS).groups[1:]


def test_who_had_no_seat_comes_first_and_repeats_cost() -> None:
    c = Community(network(5))
    for k in range(5):
        waited = np.zeros(5, dtype=np.int64)
        waited[k] = 1
        assert k in {x for g in form_groups(c, PAIRS, left_out=waited).groups for x in g.people}
    before = np.array([[0, 1], [2, 3], [0, 2], [1, 3]])
    assert sorted(g.people for g in form_groups(Community(network(4)), PAIRS, before=before).groups) == [(0, 3), (1, 2)]


def test_locked_groups_stay_and_the_rest_is_made_anew() -> None:
    c = house(15, 4)
    first = form_groups(c, TRIOS, seed=3, kicks=5)
    kept = first.groups[-1].people
    a, b = first.groups[0].people[:2]
    again = form_groups(c, TRIOS, seed=3, kicks=5, locked=[kept], excluded=[(b, a)])
    assert next(g for g in again.groups if g.people == kept).locked
    assert not any({a, b} <= set(g.people) for g in again.groups)
    assert form_groups(c, TRIOS, seed=3, kicks=5) == first
    with pytest.raises(ValueError, match="breaks a rule"):
        form_groups(dataclasses.replace(c, blocked=np.array([kept[:2]])), TRIOS, locked=[kept])
    with pytest.raises(ValueError, match="two locked groups"):
        form_groups(c, TRIOS, locked=[kept, kept])
    with pytest.raises(ValueError, match="3 to 4 people"):
        form_groups(c, TRIOS, locked=[kept[:2]])
    with pytest.raises(ValueError, match="must name people"):
        form_groups(c, TRIOS, hosts=[15])
    with pytest.raises(ValueError, match="left_out is of 3"):
        form_groups(c, TRIOS, left_out=np.zeros(3, dtype=np.int64))


def test_reasons_of_a_group_name_nobody_else() -> None:
    n = 12
    c = Community(
        network(n),
        industry=np.arange(n),
        days=np.ones((n, 7), dtype=bool),
        since=np.full(n, -5.0),
        shared={"team": np.zeros(n, dtype=np.int64)},
    )
    for g in form_groups(c, TABLES).groups:
        assert [r.code for r in g.reasons] == ["industries", "shared", "new_here"]
        assert g.reasons[0].parameters == {"count": len(g.people)}
        assert g.reasons[2].parameters["person"] in g.people


def test_very_many_people_are_cut_into_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "WHOLE", 40)
    monkeypatch.setattr(groups, "PART", 20)
    found: Grouping = form_groups(Community(network(61)), TABLES, kicks=0)
    assert len(found.unmatched) == 0
    assert {len(g.people) for g in found.groups} <= {4, 5, 6}
