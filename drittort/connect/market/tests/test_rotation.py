"""Everybody gets the same places: exactly over blocks of turns, nearly for any other way of looking."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from drittort.connect.market.rotation import rotated, turn_of


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


def test_a_reader_sees_one_order_all_day_another_tomorrow_and_another_than_their_neighbour():
    ids = list(range(12))
    today = rotated(ids, among="x", turn=turn_of(739_001, 8))
    assert rotated(ids, among="x", turn=turn_of(739_001, 8)) == today
    assert rotated(ids, among="x", turn=turn_of(739_002, 8)) != today
    assert rotated(ids, among="x", turn=turn_of(739_001, 9)) != today


def test_whoever_comes_once_a_week_does_not_see_the_same_one_first():
    """The period of a habit must not meet the period of the rotation: seven listings, every Monday."""
    first = Counter(rotated(list(range(7)), among="x", turn=turn_of(739_000 + 7 * week, 5))[0] for week in range(700))
    assert len(first) == 7
    assert min(first.values()) > 60


@pytest.mark.parametrize(("n", "seed"), [(5, 1), (9, 2), (16, 3), (24, 4), (40, 5)])
def test_exposure_differs_by_less_than_ten_per_cent(n: int, seed: int):
    """Readers with unlike habits over ninety days; a place is worth less the lower it is, and nothing beyond the first page of 36."""
    random = Random(seed)
    ids = [11 * k + 2 for k in range(n)]
    exposure: Counter[int] = Counter()
    for reader in random.sample(range(1, 4000), 120):
        habit = random.random() ** 2
        for day in range(739_000, 739_090):
            if (day % 7 < 5 or random.random() < 0.1) and random.random() < habit:
                for place, pk in enumerate(rotated(ids, among="7::food", turn=turn_of(day, reader))[:36]):
                    exposure[pk] += 1000 // (place + 2)
    assert max(exposure.values()) / min(exposure.values()) < 1.1
