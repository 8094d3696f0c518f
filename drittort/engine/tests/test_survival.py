"""The product-limit estimate against printed tables, and against numbers of lifelines 0.30.3 that were written down."""

import math

import numpy as np
import pytest
from scipy.stats import beta

from drittort.engine.survival import kaplan_meier, least_of_all

# Remission in weeks of 42 children (Freireich et al. 1963), in every textbook: under 6-MP, and under placebo.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def curve_of(ended, censored=(), entered=None):
    days = np.array([*ended, *censored], dtype=float)
    return kaplan_meier(days, np.arange(len(days)) < len(ended), entered=entered)


def test_a_textbook_example():
    curve = curve_of(*TREATED)
    np.testing.assert_array_equal(curve.days, [6, 7, 10, 13, 16, 22, 23])
    np.testing.assert_array_equal(curve.at_risk, [21, 17, 15, 12, 11, 7, 6])
    np.testing.assert_allclose(curve.share, [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], atol=5e-4)
    assert (curve.people, curve.reached, curve.median[0]) == (21, 9, 23)
    still, low, high = curve.at(6)
    assert still == pytest.approx(0.857, abs=5e-4)
    assert (low, high) == (pytest.approx(0.6197, abs=5e-4), pytest.approx(0.9516, abs=5e-4))
    assert curve.at(5.9) == (1.0, 1.0, 1.0)


def test_without_anybody_and_when_all_arrive_at_once():
    assert math.isinf(curve_of([]).median[0])
    curve = curve_of([3, 3])
    assert curve.at(3) == (0.0, 0.0, 0.0)
    assert curve.median[0] == 3


def test_who_was_watched_late_is_at_risk_only_then():
    # By hand: at 2 three are watched (the fourth from 3 on), at 5 three of four are left, at 9 one.
    curve = kaplan_meier(np.array([2.0, 5, 7, 9]), np.array([True, True, False, True]), entered=np.array([0.0, 0, 0, 3]))
    np.testing.assert_array_equal(curve.at_risk, [3, 3, 1])
    np.testing.assert_allclose(curve.share, [2 / 3, 2 / 3 * 2 / 3, 0])


@pytest.mark.parametrize(
    ("days", "reached", "entered"), [([1.0], [True, False], None), ([1.0], [True], [0.0, 0.0]), ([3.0], [True], [3.0])]
)
def test_what_does_not_fit_is_refused(days, reached, entered):
    with pytest.raises(ValueError, match=r"entered"):
        kaplan_meier(np.array(days), np.array(reached), entered=None if entered is None else np.array(entered))


# 30 durations with late entries, drawn at random, and what `KaplanMeierFitter().fit(DAYS, REACHED, entry=ENTERED)` of lifelines 0.30.3 gives where something happened.
DAYS = [36, 34, 27, 20, 38, 10, 30, 1, 13, 41, 45, 4, 33, 49, 21, 22, 39, 38, 33, 16, 21, 37, 15, 22, 43, 15, 13, 36, 11, 27]
REACHED = [0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1]
ENTERED = [15, 14, 15, 0, 0, 0, 0, 0, 0, 4, 11, 0, 0, 16, 3, 7, 0, 0, 6, 0, 12, 0, 4, 0, 16, 5, 0, 7, 3, 0]
OF_LIFELINES = """
1 0.9333333333333331 0.6126412437748727 0.9903322366500168
11 0.8866666666666664 0.6136674243726786 0.970803931321506
13 0.8444444444444441 0.5874986997064233 0.9476722219333069
15 0.8022222222222218 0.5524228569573006 0.9214263290834575
16 0.7621111111111107 0.51785906240803 0.8939098995784802
22 0.7197716049382714 0.4787657562569205 0.8634680193613005
27 0.6298001543209873 0.39429171149933934 0.7947750195211808
33 0.5813539886039883 0.3491077881980444 0.7561228439190911
34 0.5285036260036259 0.3000517441368788 0.713323308335576
36 0.47565326340326325 0.25400736208474195 0.6683709726344923
38 0.4077027972027971 0.19220341607069638 0.6137829351503209
41 0.30577709790209784 0.10015779999084409 0.5432634415609463
43 0.2038513986013986 0.03995218101336222 0.45590712422678176
45 0.10192569930069928 0.006835179857324463 0.35138189502213407
"""


def test_curve_and_interval_equal_lifelines():
    curve = kaplan_meier(np.array(DAYS, dtype=float), np.array(REACHED, dtype=bool), entered=np.array(ENTERED, dtype=float))
    expected = np.array(OF_LIFELINES.split(), dtype=float).reshape(-1, 4)
    np.testing.assert_allclose(np.column_stack([curve.days, curve.share, curve.low, curve.high]), expected, rtol=1e-12)
    assert curve.median[0] == 36


def test_the_placebo_group_equals_lifelines():
    curve = curve_of(PLACEBO)
    assert curve.at(22) == pytest.approx((0.047619047619047616, 0.003324463042531178, 0.1970449056989461), rel=1e-12)
    assert curve.at(23) == (0, 0, 0)
    assert curve.median[0] == 8


def test_where_nothing_has_happened_nothing_is_certain():
    """Clopper and Pearson's lower end for n of n, against the beta distribution; the more are watched, the surer."""
    for people in (5, 6, 20, 300):
        assert least_of_all(people) == pytest.approx(float(beta.ppf(0.025, people, 1)))
    assert least_of_all(0) == 0
