"""How long newcomers wait, with those who are still waiting."""

import random

import numpy as np
import pytest

from drittort.engine.capital import capital_report, tie_starts, waiting_for_ties
from drittort.engine.graph import build_network, interactions


def test_tie_starts_equal_the_first_day_on_which_the_network_has_the_tie():
    rng = random.Random(2)
    people = [f"p{i}" for i in range(8)]
    rows = [
        (*rng.sample(people, 2), rng.randrange(60) + rng.random(), rng.choice(["neighbour", "message", "x"]), rng.choice([0.3, 1.0]))
        for _ in range(150)
    ]
    contacts = interactions(*[list(c) for c in zip(*rows, strict=True)])
    pairs, first = tie_starts(contacts, half_life=10, theta=0.25)
    found = {(int(i), int(j)): day for (i, j), day in zip(pairs, first, strict=True)}
    expected: dict[tuple[int, int], float] = {}
    for day in range(61):
        a = build_network(contacts, half_life=10, theta=0.25, now=day + 0.999999).adjacency.toarray()
        for i, j in np.argwhere(np.triu(a)):
            expected.setdefault((int(i), int(j)), float(day))
    assert found == expected


def test_tie_starts_survive_long_times():
    contacts = interactions(["a", "a", "a"], ["b", "b", "b"], [0.0, 40_000.0, 80_000.0], ["neighbour", "meeting", "meeting"])
    _, first = tie_starts(contacts)
    assert first.tolist() == [40_000.0]


def test_newcomers_wait_from_their_coming_and_early_members_are_left_out():
    people = ["old", "x", "y", "z", "w"]
    contacts = interactions(
        ["old", "x", "x", "x", "y"],
        ["w", "old", "y", "z", "old"],
        [10.5, 25.0, 30.0, 31.0, 12.0],
        ["meeting"] * 5,
    )
    since = {"old": 2.0, "x": 20.0, "y": 13.0, "z": 21.0, "w": None}
    assert contacts.ids == tuple(sorted(people))
    column = [since[p] for p in contacts.ids]
    first = waiting_for_ties(contacts, column, 1, now=50.0)
    # x waits 5 days; y had the tie before coming: 0; z 10; old came before anything was recorded.
    assert (first.people, first.reached) == (3, 3)
    assert first.days.tolist() == [0, 5, 10]
    third = waiting_for_ties(contacts, column, 3, now=50.0)
    assert (third.people, third.reached) == (3, 1)
    assert third.days.tolist() == [11]
    with pytest.raises(ValueError, match="one entry"):
        waiting_for_ties(contacts, [1.0], 1)


def test_report_of_newcomers():
    n = 40
    ids = [f"p{i:02}" for i in range(n)]
    source, target, at = [], [], []
    for i in range(n):
        for k in (1, 2, 3):
            source.append(ids[i])
            target.append(ids[(i + k) % n])
            at.append(100.0 + k)
    contacts = interactions(source, target, at, ["meeting"] * len(at))
    network = build_network(contacts, people=[*ids, "late"])
    since = [101.0 if i % 2 else None for i in range(n)] + [102.0]
    report = capital_report(network, contacts=contacts, since=since)
    first = report.get("first_tie_days")
    assert (first.value, first.n, first.of) == (0.0, 21, "newcomers")
    assert report.get("first_tie_30").value == pytest.approx(20 / 21)
    assert report.get("third_tie_90").low is not None
    assert capital_report(network, contacts=contacts).get("first_tie_days").reason == "no_since"
    assert capital_report(network, since=since).get("first_tie_days").reason == "no_dates"
    few = [None] * n + [102.0]
    assert capital_report(network, contacts=contacts, since=few).get("first_tie_30").reason == "few_newcomers"
