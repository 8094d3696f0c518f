"""Every counting rule holds what it promises, for whatever ballots: compared with counting by hand, with brute force, and with what the papers prove."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, permutations

import networkx as nx
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from drittort.engine.voting import IF_NEEDED, YES, best_days, equal_shares, most_named, schulze

FEW = settings(max_examples=60, deadline=None)


def sets_of(n: int) -> st.SearchStrategy[list[set[int]]]:
    return st.lists(st.sets(st.integers(0, n - 1)), max_size=8)


@st.composite
def rankings(draw, n: int | None = None):
    """Ballots that put some options in order, several of them perhaps in one place."""
    n = draw(st.integers(1, 5)) if n is None else n
    ballots = []
    for _ in range(draw(st.integers(0, 7))):
        order = draw(st.permutations(range(n)))[: draw(st.integers(0, n))]
        places: list[list[int]] = []
        for option in order:
            if places and draw(st.booleans()):
                places[-1].append(option)
            else:
                places.append([option])
        ballots.append(places)
    return n, ballots


@st.composite
def budgets(draw, *, voters: int = 6, projects: int = 5):
    n = draw(st.integers(1, projects))
    costs = draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))
    ballots = draw(st.lists(st.lists(st.integers(0, 6), min_size=n, max_size=n), max_size=voters))
    return costs, draw(st.integers(0, 80)), ballots


# ------------------------------------------------------------------ most named, and days


@FEW
@given(st.integers(1, 5).flatmap(lambda n: st.tuples(st.just(n), sets_of(n))))
def test_the_most_named_are_those_that_counting_by_hand_finds(case):
    n, ballots = case
    tally = most_named(n, ballots)
    assert list(tally.counts) == [sum(option in ballot for ballot in ballots) for option in range(n)]
    assert all(tally.counts[a] > tally.counts[b] for a in tally.winners for b in set(range(n)) - set(tally.winners))
    assert bool(tally.winners) == any(ballots)
    assert most_named(n, reversed(ballots)) == tally, "the order of ballots says nothing"


@FEW
@given(st.integers(2, 5).flatmap(lambda n: st.tuples(st.just(n), sets_of(n), st.integers(0, n - 1))))
def test_one_more_voice_never_harms_whom_it_names(case):
    n, ballots, option = case
    before, later = most_named(n, ballots), most_named(n, [*ballots, {option}])
    if option in before.winners:
        assert later.winners == (option,)


@pytest.mark.parametrize("ballot", [[0, 1, 2], [3], [-1], [0, 0]])
def test_a_ballot_that_breaks_the_rule_is_refused(ballot):
    with pytest.raises(ValueError, match="ballot names"):
        most_named(3, [ballot], most=2)


@FEW
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.lists(st.sampled_from([0, IF_NEEDED, YES]), min_size=n, max_size=n), max_size=8))
    )
)
def test_no_day_suits_more_people_than_the_best_and_among_equals_more_gladly(case):
    n, ballots = case
    days = best_days(n, ballots)
    can = [sum(ballot[day] != 0 for ballot in ballots) for day in range(n)]
    gladly = [sum(ballot[day] == YES for ballot in ballots) for day in range(n)]
    assert (list(days.at_all), list(days.gladly)) == (can, gladly)
    assert bool(days.winners) == any(can)
    for best in days.winners:
        assert can[best] == max(can)
        assert gladly[best] == max(gladly[day] for day in range(n) if can[day] == max(can))


# ------------------------------------------------------------------ ranked


def duels_by_hand(n: int, ballots: list[list[list[int]]]) -> list[list[int]]:
    def place(ballot, option):
        return next((k for k, options in enumerate(ballot) if option in options), len(ballot))

    return [[sum(place(ballot, a) < place(ballot, b) for ballot in ballots) for b in range(n)] for a in range(n)]


def strongest(duels: list[list[int]], a: int, b: int) -> int:
    """The strongest path from a to b, by trying all paths."""
    n, best = len(duels), 0
    for length in range(n - 1):
        for between in permutations([x for x in range(n) if x not in (a, b)], length):
            path = [a, *between, b]
            steps = [duels[x][y] if duels[x][y] > duels[y][x] else 0 for x, y in pairwise(path)]
            best = max(best, min(steps))
    return best


@FEW
@given(rankings())
def test_schulze_agrees_with_trying_all_paths(case):
    n, ballots = case
    ranking, duels = schulze(n, ballots), duels_by_hand(n, ballots)
    assert [list(row) for row in ranking.duels] == duels
    won = [a for a in range(n) if all(strongest(duels, a, b) >= strongest(duels, b, a) for b in range(n) if b != a)]
    assert list(ranking.winners) == won
    assert sorted(option for place in ranking.places for option in place) == list(range(n))


@FEW
@given(rankings())
def test_whoever_wins_all_duels_has_the_first_place_alone_and_nobody_outside_the_smith_set_has_it(case):
    n, ballots = case
    ranking, duels = schulze(n, ballots), duels_by_hand(n, ballots)
    if ranking.beats_all is not None:
        assert ranking.winners == (ranking.beats_all,)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a, b) for a in range(n) for b in range(n) if a != b and duels[a][b] >= duels[b][a])
    pieces = nx.condensation(graph)
    (top,) = [node for node in pieces if pieces.in_degree(node) == 0]
    assert set(ranking.winners) <= pieces.nodes[top]["members"]


@FEW
@given(rankings(), st.data())
def test_putting_an_option_higher_never_hurts_it(case, data):
    n, ballots = case
    assume(ballots)
    before = schulze(n, ballots)
    option = data.draw(st.sampled_from(before.winners))
    k = data.draw(st.integers(0, len(ballots) - 1))
    raised = [[option], *([each for each in place if each != option] for place in ballots[k])]
    later = schulze(n, [*ballots[:k], raised, *ballots[k + 1 :]])
    assert option in later.winners


@FEW
@given(rankings(), st.data())
def test_names_and_order_say_nothing_and_a_ballot_that_says_nothing_changes_nothing(case, data):
    n, ballots = case
    ranking = schulze(n, ballots)
    assert schulze(n, data.draw(st.permutations(ballots))) == ranking
    assert schulze(n, [*ballots, []]) == ranking
    other = data.draw(st.permutations(range(n)))
    renamed = schulze(n, [[[other[option] for option in place] for place in ballot] for ballot in ballots])
    assert [{other[option] for option in place} for place in ranking.places] == [set(place) for place in renamed.places]


def test_the_example_of_the_paper():
    """45 voters, five candidates A to E (Schulze 2011, example 1): E wins, then A, C, B, D."""
    said = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8}
    ranking = schulze(5, [[["ABCDE".index(c)] for c in order] for order, n in said.items() for _ in range(n)])
    assert "".join("ABCDE"[place[0]] for place in ranking.places) == "EACBD"
    assert ranking.duels[0] == (0, 20, 26, 30, 22)


# ------------------------------------------------------------------ budget


@FEW
@given(budgets())
def test_a_budget_is_never_overspent_and_nobody_pays_more_than_their_share(case):
    costs, budget, ballots = case
    shares = equal_shares(costs, budget, ballots)
    assert shares.spent == sum(costs[p] for p in shares.winners) <= budget
    assert not set(shares.funded) & set(shares.filled)
    for paid in shares.paid:
        assert sum(paid.values(), Fraction()) <= Fraction(budget, len(ballots))
    for project in shares.funded:
        payers = [(v, paid[project]) for v, paid in enumerate(shares.paid) if project in paid]
        assert sum(amount for _v, amount in payers) == costs[project], "its supporters pay all of it"
        assert all(ballots[v][project] > 0 for v, _amount in payers), "and nobody else does"
    assert all(shares.totals[p] > 0 for p in shares.winners)


@FEW
@given(budgets())
def test_whoever_pays_less_for_a_point_than_others_has_nothing_left(case):
    costs, budget, ballots = case
    shares = equal_shares(costs, budget, ballots)
    purses = [Fraction(budget, len(ballots)) for _ in ballots]
    for project in shares.funded:
        prices = {v: shares.paid[v][project] / ballots[v][project] for v in range(len(ballots)) if project in shares.paid[v]}
        for v in prices:
            purses[v] -= shares.paid[v][project]
            assert prices[v] == max(prices.values()) or purses[v] == 0


@FEW
@given(budgets())
def test_no_project_that_somebody_wants_and_that_still_fits_is_left_out(case):
    costs, budget, ballots = case
    shares = equal_shares(costs, budget, ballots)
    for project in set(range(len(costs))) - set(shares.winners):
        assert shares.totals[project] == 0 or shares.spent + costs[project] > budget


@FEW
@given(budgets(), st.data())
def test_the_order_of_voters_and_of_projects_says_nothing(case, data):
    costs, budget, ballots = case
    shares = equal_shares(costs, budget, ballots)
    mixed = equal_shares(costs, budget, data.draw(st.permutations(ballots)))
    assert (mixed.funded, mixed.filled) == (shares.funded, shares.filled)
    # Where neither points nor cost tell two projects apart, their place on the list does, and that is said.
    assume(len({(cost, total) for cost, total in zip(costs, shares.totals, strict=True)}) == len(costs))
    order = data.draw(st.permutations(range(len(costs))))
    turned = equal_shares([costs[p] for p in order], budget, [[ballot[p] for p in order] for ballot in ballots])
    assert [order[p] for p in turned.funded] == list(shares.funded)
    assert [order[p] for p in turned.filled] == list(shares.filled)


@FEW
@given(budgets(), st.integers(1, 6), st.integers(1, 6))
def test_a_part_of_the_voters_decides_on_that_part_of_the_money(case, part, weight):
    """Whoever agrees on one project, and gives all points to it, has it as soon as their shares together pay for it."""
    costs, budget, others = case
    agreed = 0
    group = [[weight if p == agreed else 0 for p in range(len(costs))]] * part
    voters = [*others, *group]
    if part * Fraction(budget, len(voters)) >= costs[agreed]:
        assert agreed in equal_shares(costs, budget, voters).winners


@settings(max_examples=40, deadline=None)
@given(
    st.integers(2, 4).flatmap(
        lambda n: st.tuples(st.integers(1, n), st.lists(st.sets(st.integers(0, n - 1)), min_size=1, max_size=5), st.just(n))
    )
)
def test_every_group_that_agrees_is_represented(case):
    """Extended justified representation (Aziz and others 2017): of each l/k of the voters who agree on l projects, somebody gets l of theirs."""
    k, approvals, n = case
    shares = equal_shares([1] * n, k, [[int(p in approved) for p in range(n)] for approved in approvals])
    for size in range(1, len(approvals) + 1):
        for group in combinations(approvals, size):
            common = len(set.intersection(*map(set, group)))
            due = min(common, size * k // len(approvals))
            assert any(len(approved & set(shares.winners)) >= due for approved in group)


def test_a_majority_does_not_take_all():
    """Six of ten want the two dear ones, four the garden: by points alone the garden would get nothing."""
    costs, budget = [500, 500, 400], 1000
    ballots = [[5, 5, 0]] * 6 + [[0, 0, 10]] * 4
    shares = equal_shares(costs, budget, ballots)
    assert 2 in shares.funded
    assert set(shares.winners) == {0, 2}


@pytest.mark.parametrize(("costs", "budget", "ballots"), [([0], 10, [[1]]), ([5], -1, [[1]]), ([5], 10, [[1, 2]]), ([5], 10, [[-1]])])
def test_what_is_no_budget_is_refused(costs, budget, ballots):
    with pytest.raises(ValueError, match="project"):
        equal_shares(costs, budget, ballots)
