"""The forecast against small cases by hand, against the closed form where there is one, and at its edges: nobody, full houses, loans in the middle."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from drittort.engine.forecast import (
    Cost,
    Loan,
    Plan,
    Scenario,
    Tariff,
    band,
    break_even,
    enough_members,
    moments,
    owed,
    project,
    repayment,
    simulate,
    taxed,
    varied,
    years,
)

DESK = Tariff(price=200.0, members=10, churn=0.1, share=0.5, cost=20.0, vat=0.19)
FLEX = Tariff(price=100.0, members=20, churn=0.05, share=0.5, places=0.3, vat=0.19)
PLAN = Plan((DESK, FLEX), leads=10, conversion=0.4, costs=(Cost(3000, "rent", 0.19), Cost(600, "staff")), cash=1000.0)


def test_three_months_by_hand():
    found = project(replace(PLAN, months=3, dearer=0.0))
    assert found.members[:, 0] == pytest.approx([11.0, 11.9, 12.71])
    assert found.members[:, 1] == pytest.approx([21.0, 21.95, 22.8525])
    assert found.revenue[0] == pytest.approx(11 * 200 + 21 * 100)
    assert found.own_costs[0] == pytest.approx(220)
    assert found.result[0] == pytest.approx(4300 - 220 - 3600)
    # VAT of the month comes in with the prices and goes out with the costs; it is settled in the next.
    first = 0.19 * (4300 - 220 - 3000)
    assert found.cash[0] == pytest.approx(1000 + 480 + first)
    second = 0.19 * (found.revenue[1] - found.own_costs[1] - 3000)
    assert found.cash[1] == pytest.approx(found.cash[0] + found.result[1] + second - first)


def test_a_small_business_adds_no_vat_and_pays_that_of_others():
    found = project(replace(PLAN, months=2, small_business=True))
    assert found.costs["rent"][0] == pytest.approx(3570)
    assert found.own_costs[0] == pytest.approx(11 * 20 * 1.19)
    assert found.cash[0] == pytest.approx(1000 + found.result[0])


def test_prices_and_leads_rise_after_every_twelve_months():
    assert years(0.1, 25) == pytest.approx([1.0] * 12 + [1.1] * 12 + [1.21])
    found = project(replace(PLAN, dearer=0.1, costlier=0.2, more_leads=0.5, months=13))
    assert found.costs["staff"][[11, 12]] == pytest.approx([600, 720])
    assert found.joined[[11, 12], 0] == pytest.approx([2.0, 3.0])
    assert found.revenue[12] == pytest.approx((found.members[12] @ [200, 100]) * 1.1)


def test_who_finds_no_place_does_not_join_and_the_first_tariff_comes_first():
    found = project(replace(PLAN, capacity=16.2, months=1))
    # 9 desks and 19 x 0.3 = 5.7 places stay; 1.5 places are free, and the two who want a desk take all of them.
    assert found.joined[0] == pytest.approx([1.5, 0.0])
    assert found.places[0] == pytest.approx(16.2)
    drawn = simulate(replace(PLAN, capacity=16.2), runs=200, seed=1)
    assert drawn.places.max() <= 16.2 + 1e-9
    assert (drawn.members == np.round(drawn.members)).all()
    # A house that holds more than it has places for loses nobody by that, and takes nobody in.
    assert project(replace(PLAN, capacity=1, months=1)).joined.sum() == 0


def test_a_loan_is_paid_back_in_equal_rates_after_the_months_free_of_it():
    paid, interest, repaid = repayment(Loan(1200, 0.12, 14, first=1, free=2), 20)
    assert paid.tolist() == [0, 1200, *[0] * 18]
    assert interest[:5] == pytest.approx([0, 0, 12, 12, 12])
    rates = (interest + repaid)[4:16]
    assert rates == pytest.approx([1200 * 0.01 / (1 - 1.01**-12)] * 12)
    assert repaid.sum() == pytest.approx(1200)
    assert (interest + repaid)[16:].tolist() == [0] * 4
    # Paid out before the start: only what is left of it counts. Without interest the rates are plain shares.
    assert repayment(Loan(1200, 0.0, 12, first=-6), 12)[2] == pytest.approx([100.0] * 7 + [0.0] * 5)
    assert owed(Loan(1200, 0.0, 12, first=-6), 12) == pytest.approx([600, 500, 400, 300, 200, 100, *[0] * 6])
    assert owed(Loan(1200, 0.12, 14, first=1, free=2), 20)[[0, 3, 4, 15]] == pytest.approx([0, 1200, 1200 - repaid[4], 0], abs=1e-9)


def test_an_investment_costs_cash_and_not_the_result():
    with_it = project(replace(PLAN, costs=(*PLAN.costs, Cost(5000, "fitting", 0.19, first=2, once=True))))
    without = project(PLAN)
    assert with_it.result == pytest.approx(without.result)
    assert (without.cash - with_it.cash)[[1, 2, 3]] == pytest.approx([0, 5950, 5000])


def test_an_investment_wears_off_over_its_years_and_that_costs_no_cash():
    oven = Cost(2400, "fitting", 0.19, first=2, once=True, years=1)
    found = project(replace(PLAN, costs=(*PLAN.costs, oven), months=18))
    without = project(replace(PLAN, costs=(*PLAN.costs, replace(oven, years=0)), months=18))
    assert found.depreciation.tolist() == [0.0, 0.0, *[200.0] * 12, *[0.0] * 4]
    assert (without.result - found.result).tolist() == pytest.approx(found.depreciation.tolist())
    assert found.cash == pytest.approx(without.cash)
    # Bought five months before the start: seven months of it are left. A small business wears off what it paid, VAT included.
    assert project(replace(PLAN, costs=(replace(oven, first=-5),))).depreciation.sum() == pytest.approx(7 * 200)
    assert project(replace(PLAN, costs=(oven,), small_business=True)).depreciation.sum() == pytest.approx(2400 * 1.19)


def test_taxes_are_those_of_a_year_after_the_losses_of_those_before():
    result = np.array([[-100.0] * 12 + [150.0] * 12 + [10.0] * 3, [10.0] * 27])
    found = taxed(result, 0.3)
    assert found[0, [11, 23, 26]] == pytest.approx([0, 0.3 * 600, 0.3 * 30])
    assert found[1, [11, 23, 26]] == pytest.approx([36, 36, 9])
    assert found.sum() == pytest.approx(found[:, [11, 23, 26]].sum())
    plan = replace(PLAN, taxes=0.3, costs=())
    assert project(plan).cash[-1] == pytest.approx(project(replace(plan, taxes=0)).cash[-1] - project(plan).taxes.sum())


def test_what_owners_take_out_is_no_cost_and_stays_in_every_scenario():
    plan = replace(PLAN, costs=(*PLAN.costs, Cost(900, "drawings", first=1, drawn=True)), costlier=0.5, months=13)
    found = project(varied(plan, Scenario(costs=2.0)))
    assert found.drawn.tolist() == [0.0, *[900.0] * 12]
    assert project(plan).result == pytest.approx(project(replace(PLAN, costlier=0.5, months=13)).result)


def test_what_comes_in_and_goes_out_makes_the_cash():
    costs = (*PLAN.costs, Cost(5000, "fitting", 0.19, first=2, once=True, years=4), Cost(900, "drawings", drawn=True))
    one = project(replace(PLAN, costs=costs, loans=(Loan(8000, 0.06, 24, first=1),), taxes=0.3))
    comes = one.revenue + one.vat_in + one.lent
    goes = one.own_costs + sum(one.costs.values()) + one.vat_out + one.invested + one.vat_invested + one.settled + one.interest + one.repaid
    assert np.diff(one.cash, prepend=1000.0) == pytest.approx(comes - goes - one.drawn - one.taxes)


@pytest.mark.parametrize("tariff", [0, 1])
def test_chance_agrees_with_the_closed_form(tariff: int):
    runs = 4000
    members = simulate(PLAN, runs=runs, seed=11).members[:, :, tariff]
    mean, variance = moments(PLAN, tariff)
    assert mean == pytest.approx(project(PLAN).members[:, tariff])
    # Four standard errors, of the mean and (for nearly normal counts) of the variance, at every month.
    assert np.abs(members.mean(axis=0) - mean).max() < 4 * np.sqrt(variance / runs).max()
    assert (np.abs(members.var(axis=0, ddof=1) / variance - 1) < 4 * np.sqrt(2 / runs)).all()


def test_the_closed_form_at_its_edges():
    still = replace(PLAN, tariffs=(Tariff(100, members=7),), leads=0)
    assert [each.tolist() for each in moments(still, 0)] == [[7.0] * 36, [0.0] * 36]
    gone = replace(PLAN, tariffs=(Tariff(100, members=7, churn=1.0, share=1.0),), leads=5, conversion=0.4)
    assert [each[-1] for each in moments(gone, 0)] == pytest.approx([2.0, 2.0])


def test_the_same_seed_gives_the_same_band_and_the_band_holds_what_is_expected():
    first, again, other = band(PLAN, runs=300, seed=5), band(PLAN, runs=300, seed=5), band(PLAN, runs=300, seed=6)
    assert (first.cash == again.cash).all()
    assert (first.cash != other.cash).any()
    people = project(PLAN).members.sum(axis=1)
    assert (first.members[0] <= people).all()
    assert (people <= first.members[2]).all()
    assert 0 <= first.solvent <= 1
    assert first.errors == pytest.approx(np.sqrt(first.solvent * (1 - first.solvent) / 300))


def test_break_even_needs_three_months_in_a_row():
    assert break_even(np.array([-1.0, 2, -1, 0, 1, 5, -9])) == 3
    assert break_even(np.array([-1.0, 2, 3, -1])) is None
    assert break_even(np.array([1.0, 1])) is None


def test_how_many_members_bear_the_costs():
    plan = replace(PLAN, tariffs=(replace(DESK, churn=0.0, share=0.0),), months=3)
    found = project(plan)
    assert enough_members(plan, found, 0) == pytest.approx(3600 / 180)
    loses = replace(plan, tariffs=(replace(DESK, cost=500.0),))
    assert enough_members(loses, project(loses), 0) is None


def test_scenarios_change_leads_churn_and_running_costs_only():
    plan = replace(PLAN, costs=(*PLAN.costs, Cost(5000, once=True)))
    found = varied(plan, Scenario(leads=0.5, churn=20.0, costs=1.1))
    assert (found.leads, found.tariffs[0].churn, found.tariffs[0].price) == (5.0, 1.0, 200.0)
    assert [round(c.amount, 2) for c in found.costs] == [3300.0, 660.0, 5000]


def test_a_house_of_nobody():
    found = project(Plan((Tariff(100),), leads=0, conversion=0, months=4, cash=5.0))
    assert found.cash.tolist() == [5.0] * 4
    assert band(Plan((Tariff(100),), 0, 0, months=4), runs=10).solvent == 1.0
