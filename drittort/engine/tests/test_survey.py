"""Scores and intervals against hand and known reliability, and that no sums of told groups leave a few people."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from drittort.engine import survey
from drittort.engine.survey import Estimate

NAN = float("nan")


def test_scores_are_means_of_two_items_and_the_whole_the_mean_of_all_eight():
    found, counted = survey.scores([[5, 4, 3, 3, 2, 1, 5, 5], [1, 1, 2, 2, 3, 3, 4, 4]])
    assert counted.all()
    assert found.tolist() == [[4.5, 3.0, 1.5, 5.0, 3.5], [1.0, 2.0, 3.0, 4.0, 2.5]]
    assert found[0, -1] == np.mean([5, 4, 3, 3, 2, 1, 5, 5])


def test_below_six_of_eight_or_without_an_element_there_is_no_score():
    rows = [
        [5, NAN, 3, 3, 2, 1, NAN, 5],  # six, each element has one
        [5, NAN, 3, NAN, 2, 1, NAN, 5],  # five
        [NAN, NAN, 3, 3, 2, 1, 5, 5],  # six, and nothing of needs
    ]
    found, counted = survey.scores(rows)
    assert counted.tolist() == [True, False, False]
    assert found[0].tolist() == [5.0, 3.0, 1.5, 5.0, 3.625]
    assert np.isnan(found[1:]).all()
    for wrong in ([[1] * 7], [[6] * 8], [[0] * 8]):
        with pytest.raises(ValueError, match=r"answers"):
            survey.scores(wrong)


def test_alpha_by_hand_and_of_a_scale_whose_reliability_is_known():
    # Three people, two items: variances 1 and 1, of the sum 3; 2 / 1 * (1 - 2 / 3).
    assert survey.alpha([[1, 2], [2, 1], [3, 3]] * 3) == pytest.approx(2 * (1 - 2 / 3))
    rng = np.random.default_rng(7)
    share = 0.6  # loading of every item: alpha of k parallel items is k r / (1 + (k - 1) r), with r = share^2 (Spearman and Brown)
    own = rng.normal(size=(60_000, 1))
    items = share * own + np.sqrt(1 - share**2) * rng.normal(size=(60_000, 8))
    r = share**2
    assert survey.alpha(items) == pytest.approx(8 * r / (1 + 7 * r), abs=0.01)
    # As people answer, in five steps, it is a little lower and still near.
    steps = np.clip(np.round(items + 3), 1, 5)
    assert 0.75 < survey.alpha(steps) < survey.alpha(items)
    assert np.isnan(survey.alpha([[1, 1]] * 9))
    assert np.isnan(survey.alpha([[1, 2], [2, 1], [3, 3]] * 2 + [[1, np.nan]] * 9)), "of six people nothing is told"


def test_simulated_houses_give_back_what_they_were_made_of():
    """Elements with means of their own and a common bond: the scoring finds both, and the interval holds what it promises."""
    rng = np.random.default_rng(11)
    truth = np.repeat([3.9, 3.6, 2.9, 4.1], 2)
    inside = []
    for _ in range(600):
        bond = rng.normal(size=(60, 1))
        house = np.clip(np.round(truth + 0.6 * bond + 0.7 * rng.normal(size=(60, 8))), 1, 5)
        whole = survey.scores(house)[0]
        answered = rng.permutation(60)[:40]
        one = survey.estimate(whole[answered, 2], survey.unseen(40, 60))
        assert one is not None
        inside.append(one.low <= whole[:, 2].mean() <= one.high)
    # 95 % of 600: three standard errors are 2.7 points.
    assert 0.923 <= np.mean(inside) <= 0.977


def test_an_interval_by_hand_and_none_where_it_would_mean_nothing():
    values = [3, 4, 5, 3, 4, 5, 3, 4, 5]
    one = survey.estimate(values, survey.unseen(9, 17))
    assert one is not None
    spread = np.std(values, ddof=1)
    half = stats.t.ppf(0.975, 8) * spread / 3 * np.sqrt(8 / 16)
    assert (one.people, one.mean) == (9, 4)
    assert (one.low, one.high) == pytest.approx((4 - half, 4 + half))
    assert survey.unseen(9, 9) == 0.0, "who asked everybody and heard everybody knows"
    assert survey.unseen(12, 9) == 0.0
    assert survey.estimate([1, 2, 3, 4, 5, 4, 3]) is None, "seven people"
    assert survey.estimate([4.0] * 20) is None, "a mean of equal answers tells everybody's"


def test_a_difference_is_welchs():
    rng = np.random.default_rng(3)
    first, second = rng.normal(3.5, 0.5, 40), rng.normal(3.2, 0.9, 25)
    one, other = survey.estimate(first), survey.estimate(second)
    assert one is not None
    assert other is not None
    told = survey.difference(one, other)
    theirs = stats.ttest_ind(first, second, equal_var=False).confidence_interval()
    assert (told.low, told.high) == pytest.approx((theirs.low, theirs.high))
    same = Estimate(10, 3.0, 1.0, 2.5, 3.5)
    assert survey.difference(same, same, (0.0, 0.0)) == survey.Difference(0.0, 0.0, 0.0)


def test_groups_are_told_from_eight_on_if_the_rest_is_eight_as_well():
    def told(**sizes: int) -> tuple[object, ...]:
        labels: list[str | None] = [name for name, size in sizes.items() for _ in range(size)]
        return survey.tellable({"place": [None if each == "unsaid" else each for each in labels]})["place"]

    assert told(a=20, b=10) == ("a", "b")
    assert told(a=20, b=7) == (), "b is small, and would follow from the whole and a"
    assert told(a=20, b=10, c=3) == ("a",), "b gives way, so that c and b hide each other"
    assert told(a=20, b=10, unsaid=8) == ("a", "b")
    assert told(a=20, b=10, unsaid=1) == ("a",), "whoever says nothing must not be found by it"
    assert told(a=20) == (), "everybody is no group"


def test_two_groupings_are_not_played_off_against_each_other():
    """All ten of the attic are new, and one more is: new less attic is that one person."""
    place = ["attic"] * 10 + ["hall"] * 30
    time = ["new"] * 10 + ["new"] + ["long"] * 29
    assert survey.smallest_difference(place, time) == 1
    assert survey.tellable({"place": place}) == {"place": ("hall", "attic")}
    assert survey.tellable({"place": place, "time": time}) == {"place": ("hall", "attic"), "time": ()}
    fair = ["new", "long"] * 20
    assert survey.smallest_difference(place, fair) == 10
    assert survey.tellable({"place": place, "time": fair}) == {"place": ("hall", "attic"), "time": ("long", "new")}


def fewest_left(one: list[int], other: list[int]) -> int:
    """The same by linear algebra: the fewest people without whom the groups know less of each other (the rank of their table falls)."""
    table = np.array([[*(a == k for k in range(3)), *(b == k for k in range(3))] for a, b in zip(one, other, strict=True)], dtype=float)
    rank = np.linalg.matrix_rank(table)
    for size in range(1, len(table) + 1):
        for gone in itertools.combinations(range(len(table)), size):
            kept = np.delete(table, gone, axis=0)
            if (np.linalg.matrix_rank(kept) if len(kept) else 0) < rank:
                return size
    return len(table)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=7))
def test_the_smallest_difference_is_what_any_weighted_sums_can_leave(people: list[tuple[int, int]]):
    one, other = [a for a, _b in people], [b for _a, b in people]
    assert survey.smallest_difference(one, other) == fewest_left(one, other)


def test_more_than_two_groupings_are_refused():
    with pytest.raises(ValueError, match="two"):
        survey.tellable({"a": ["x"], "b": ["x"], "c": ["x"]})
    with pytest.raises(ValueError, match="groups"):
        survey.tellable({"a": [k % 11 for k in range(200)]})


def test_a_rest_that_said_the_same_is_given_away_by_subtracting():
    """Ten alone and twelve in small companies are told of; the eight who are left all gave five."""
    size = ["alone"] * 10 + ["few"] * 12 + [None] * 8
    everybody = [0] * 30
    mixed = [1.0 + k % 5 for k in range(30)]
    assert not survey.gives_away(mixed, size, everybody)
    assert survey.gives_away([*mixed[:22], *[5.0] * 8], size, everybody)
    assert survey.gives_away([*mixed[:22], *[2.5] * 8], size, everybody), "in the middle as well: the spread is told, too"
    assert not survey.gives_away([*mixed[:22], *[5.0] * 7, 4.5], size, everybody)


def test_two_groupings_give_away_what_neither_does_alone():
    """Of sixteen who are new eight sit upstairs, so the sum upstairs less that of the new leaves the others upstairs, less the new ones below."""
    time = ["new"] * 16 + ["long"] * 16
    place = ["up"] * 8 + ["down"] * 8 + ["up"] * 8 + ["down"] * 8
    mixed = [1.0 + k % 5 for k in range(32)]
    extreme = list(mixed)
    extreme[8:16], extreme[16:24] = [1.0] * 8, [5.0] * 8
    assert not survey.gives_away(extreme, time, [0] * 32)
    assert not survey.gives_away(extreme, [0] * 32, place)
    assert survey.gives_away(extreme, time, place)
    assert not survey.gives_away(mixed, time, place)
    # One of them who said otherwise could be any of them.
    extreme[8] = 1.5
    assert not survey.gives_away(extreme, time, place)
