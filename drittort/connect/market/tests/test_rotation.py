"""Everybody gets the same places: exactly over blocks of turns, and never more than one block apart."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from drittort.connect.market.rotation import rotated, stride


@pytest.mark.parametrize("n", [1, 2, 3, 7, 12, 24, 41])
def test_in_a_block_of_turns_each_stands_at_each_place_once(n: int):
    ids = [3 * k + 5 for k in range(n)]
    for block in (0, 4, 105_000):
        orders = [rotated(ids, among="1:lend:tools", turn=block * n + k) for k in range(n)]
        for place in range(n):
            assert sorted(order[place] for order in orders) == ids


def test_the_order_is_the_same_whatever_the_rows_come_in():
    ids = list(range(30))
    mixed = list(ids)
    Random(1).shuffle(mixed)
    assert rotated(ids, among="x", turn=739_000) == rotated(mixed, among="x", turn=739_000)


@pytest.mark.parametrize("n", range(2, 60))
def test_a_stride_comes_to_every_place(n: int):
    assert sorted(k * stride(n) % n for k in range(n)) == list(range(n))


def test_whoever_comes_once_a_week_does_not_see_the_same_one_first():
    """The period of a habit must not meet the period of the rotation: seven listings, and every seventh order is theirs."""
    first = Counter(rotated(list(range(7)), among="x", turn=7 * week)[0] for week in range(700))
    assert len(first) == 7
    assert min(first.values()) > 60


@pytest.mark.parametrize(("n", "turns"), [(2, 25), (5, 57), (16, 200), (40, 450), (40, 479)])
def test_exposure_differs_by_no_more_than_one_begun_block(n: int, turns: int):
    """Whatever a place is worth: worth the less the lower, the first alone, or the first page."""
    ids = [11 * k + 2 for k in range(n)]
    for worth in ([1 / (place + 2) for place in range(n)], [1.0] + [0.0] * (n - 1), [1.0 if place < n / 2 else 0.0 for place in range(n)]):
        exposure: Counter[int] = Counter()
        for turn in range(turns):
            for place, pk in enumerate(rotated(ids, among="7::food", turn=turn)):
                exposure[pk] += worth[place]
        assert min(exposure.values()) >= turns // n * sum(worth) - 1e-9
        assert max(exposure.values()) <= min(exposure.values()) * (1 + 1 / (turns // n)) + 1e-9
        assert max(exposure.values()) / min(exposure.values()) <= 1.1 + 1e-9


def test_a_house_of_thirty_people_shows_forty_listings_alike():
    """A year of readers with unlike habits, and listings that come and go: the bench in small. A place is worth the less the lower it is."""
    random = Random(1)
    habits = [random.random() ** 3 for _ in range(30)]
    lives = {pk: (0, 365) if pk % 4 else (random.randrange(180), 365) for pk in range(40)}
    shown: Counter[int] = Counter()
    fair: Counter[int] = Counter()
    turn = 0
    for day in range(365):
        standing = [pk for pk, (first, last) in lives.items() if first <= day < last]
        worth = [1 / (place + 2) for place in range(min(36, len(standing)))]
        for habit in habits:
            if random.random() < habit:
                turn += 1
                for place, pk in enumerate(rotated(standing, among="7::food", turn=turn)[:36]):
                    shown[pk] += worth[place]
                for pk in standing:
                    fair[pk] += sum(worth) / len(standing)
    shares = [shown[pk] / fair[pk] for pk in lives]
    assert max(shares) / min(shares) < 1.1
