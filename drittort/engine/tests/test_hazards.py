"""Log-rank and proportional hazards against published data: the remission of leukaemia (Freireich et al. 1963), as in every textbook; against lifelines; and at their edges."""

from __future__ import annotations

import json

import numpy as np
import pytest

from drittort.engine.survival import cox, kaplan_meier, log_rank
from drittort.engine.tests.of_lifelines import FILE

# Weeks of remission; True: it ended. Gehan 1965; Kleinbaum & Klein 2012, table 1.1, with log white blood count.
TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
ENDED = [True] * 9 + [False] * 12
COUNT = [2.31, 4.06, 3.28, 4.43, 2.96, 2.88, 3.60, 2.32, 2.57, 3.20, 2.80, 2.70, 2.60, 2.16, 2.05, 2.01, 1.78, 2.20, 2.53, 1.47, 1.45]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
COUNTED = [2.80, 5.00, 4.91, 4.48, 4.01, 4.36, 2.42, 3.49, 3.97, 3.52, 3.05, 2.32, 3.26, 3.49, 2.12, 1.50, 3.06, 2.30, 2.95, 2.73, 1.97]
DAYS = np.array(TREATED + PLACEBO, dtype=float)
REACHED = np.array(ENDED + [True] * 21)
OTHERS = np.array([0.0] * 21 + [1.0] * 21)


def test_the_log_rank_test_of_the_textbook():
    found = log_rank(DAYS, REACHED, OTHERS > 0)
    # Kleinbaum & Klein: chi-squared 16.79, 21 seen and 10.75 expected under placebo.
    assert found.statistic == pytest.approx(16.793, abs=5e-4)
    assert (found.seen, found.expected) == (21, pytest.approx(10.749, abs=5e-4))
    assert found.p == pytest.approx(4.17e-5, rel=0.01)


def test_the_hazard_ratio_of_the_textbook():
    found = cox(DAYS, REACHED, OTHERS)
    assert found is not None
    # R, survival::coxph with Efron's ties, which lifelines computes, too: 1.5721, error 0.4124, ratio 4.817 [2.147, 10.81].
    assert found.coefficients[0] == pytest.approx(1.5721, abs=5e-5)
    assert found.errors[0] == pytest.approx(0.4124, abs=5e-5)
    assert (found.low[0], found.ratios[0], found.high[0]) == (
        pytest.approx(2.147, abs=5e-4),
        pytest.approx(4.817, abs=5e-4),
        pytest.approx(10.81, abs=5e-3),
    )
    assert (found.people, found.reached) == (42, 30)


def test_a_second_covariate_takes_its_part():
    found = cox(DAYS, REACHED, np.column_stack([OTHERS, COUNT + COUNTED]))
    assert found is not None
    # The same data with log white blood count, Efron's ties.
    assert found.coefficients == pytest.approx([1.3861, 1.6909], abs=5e-5)
    assert found.errors == pytest.approx([0.4248, 0.3359], abs=5e-5)


def test_the_ratio_of_a_known_hazard():
    draw = np.random.default_rng(4)
    group = draw.random(4000) < 0.5
    days = draw.exponential(np.where(group, 100.0, 50.0))
    found = cox(np.minimum(days, 120.0), days < 120.0, group.astype(float))
    assert found is not None
    assert found.low[0] < 0.5 < found.high[0]
    assert found.high[0] - found.low[0] < 0.1


def test_where_there_is_no_answer():
    days, all_ = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True] * 4)
    assert cox(days, ~all_, np.arange(4.0)) is None
    assert cox(days, all_, np.ones(4)) is None
    assert cox(days, np.array([True, True, False, False]), np.array([1.0, 1.0, 0.0, 0.0])) is None
    for group in (all_, ~all_):
        with pytest.raises(ValueError, match="two groups"):
            log_rank(days, all_, group)


@pytest.mark.parametrize("case", json.loads(FILE.read_text(encoding="ascii")), ids=lambda case: f"{len(case['days'])}")
def test_curve_test_and_model_equal_lifelines_on_drawn_data(case):
    days, reached = np.array(case["days"]), np.array(case["reached"], dtype=bool)
    group, often = np.array(case["group"]), np.array(case["often"])
    curve = kaplan_meier(days, reached)
    np.testing.assert_allclose(np.column_stack([curve.days, curve.share]), case["curve"], rtol=1e-12, atol=1e-12)
    found = log_rank(days, reached, group > 0)
    np.testing.assert_allclose([found.statistic, found.p], case["test"], rtol=1e-9)
    for covariates, told in ((group, case["alone"]), (np.column_stack([group, often]), case["beside"])):
        model = cox(days, reached, covariates)
        assert model is not None
        np.testing.assert_allclose(np.column_stack([model.coefficients, model.errors, model.low, model.high, model.p]), told, rtol=1e-5)
