"""What a house will earn and hold: members by tariff, revenue, costs, loans and cash, month by month; as expected, and as chance may have it.

**A month.** Each member of tariff k leaves at its beginning with probability c_k. Then those join whom the leads brought: with l leads, a share q that stays and
a share s_k that takes tariff k, l q s_k of them. Whoever is there then pays for the month. Where places are few, joiners take them in the order of the
tariffs, and who finds none does not join.

**Closed form.** Leads are Poisson, so joiners of a tariff are Poisson, too (thinning), and independent of each other and of who leaves. Without a limit of places
the members after t months are a binomial (of those who were there) plus a Poisson (of those who joined and stayed), with

    mean = M (1 - c)^t + l q s (1 - (1 - c)^t) / c,    variance = M (1 - c)^t (1 - (1 - c)^t) + l q s (1 - (1 - c)^t) / c

`simulate` agrees with it (a test holds it to that), and goes on where it ends: at full houses, and for cash, whose low points have no closed form.

Money is in euros; a price is net of VAT, but for a small business, which adds none and gets none back. VAT of a month is paid, or comes back, in the next.

**Result and cash** part where a bank looks for it: an investment wears off month by month, evenly over its years, and is paid at once; the tax on profit is
that of each twelve months, after the losses of those before, and is paid in the last of them; what owners take out is no cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
IN_A_ROW = 3
"""Months in a row that must bear themselves before one speaks of break-even."""
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Tariff:
    """One tariff: net price and net cost of a member a month, VAT rate, members at the start, monthly churn, share of new members, places that a member takes."""

    price: float
    members: int = 0
    churn: float = 0.0
    share: float = 0.0
    places: float = 1.0
    cost: float = 0.0
    vat: float = 0.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Something paid each month from `first` to `last` (both included, from 0), net.

    With `once` an investment: paid in `first` only (below 0: before the start); of the result it takes its share in each month of `years`, nothing where
    these are 0. With `drawn` what owners take out: no cost, and not changed by scenarios or by rising costs.
    """

    amount: float
    kind: str = "other"
    vat: float = 0.0
    first: int = 0
    last: int = 10_000
    once: bool = False
    years: int = 0
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Loan:
    """A loan paid out in month `first` (below 0: before the start), at `interest` a year, over `months` of which `free` bear interest only; then equal rates."""

    amount: float
    interest: float
    months: int
    first: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a forecast rests on. `capacity` is the number of places, None for no limit; growth and rises are shares a year, in steps of twelve months; `taxes` is the share of profit that goes in taxes."""

    tariffs: tuple[Tariff, ...]
    leads: float
    conversion: float
    costs: tuple[Cost, ...] = ()
    loans: tuple[Loan, ...] = ()
    cash: float = 0.0
    capacity: float | None = None
    months: int = 36
    more_leads: float = 0.0
    dearer: float = 0.0
    costlier: float = 0.0
    small_business: bool = False
    taxes: float = 0.0


@dataclass(frozen=True, slots=True)
class Course:
    """A forecast month by month. Arrays of shape (..., months), those by tariff (..., months, tariffs); cash is that of the end of a month.

    `result` is that before taxes: revenue without costs, depreciation and interest. What moves cash besides stands apart: VAT that members pay along
    (`vat_in`) and that the house pays along with its costs (`vat_out`) and investments (`vat_invested`), what of it is `settled` with the tax office for the
    month before (below nought: it comes back), loans paid out (`lent`) and `repaid`, what owners have `drawn`, and `taxes`. What is `invested` is net.
    """

    members: Array
    joined: Array
    left: Array
    places: Array
    revenue: Array
    own_costs: Array
    costs: Mapping[str, Array]
    depreciation: Array
    invested: Array
    lent: Array
    interest: Array
    repaid: Array
    drawn: Array
    vat_in: Array
    vat_out: Array
    vat_invested: Array
    settled: Array
    result: Array
    taxes: Array
    cash: Array


@dataclass(frozen=True, slots=True)
class Band:
    """What chance does to a forecast: quantiles (of `QUANTILES`, by month) of members, revenue, result and cash; and what may be said of the whole.

    `solvent` is the share of courses whose cash never falls below nought, `lowest` the quantiles of the lowest cash, `bears` the share that breaks even within
    the months, `even` the quantiles of the month in which they do (counted from 0; of those that do), `errors` the standard error of `solvent`.
    """

    runs: int
    members: Array
    revenue: Array
    result: Array
    cash: Array
    lowest: Array
    solvent: float
    bears: float
    even: tuple[int, int, int] | None
    errors: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a scenario differs from what is expected: factors on leads, on churn and on costs."""

    leads: float = 1.0
    churn: float = 1.0
    costs: float = 1.0


def varied(plan: Plan, scenario: Scenario) -> Plan:
    """The plan in another scenario. Costs are those a month and of members; investments, loans and what is drawn stay as they are. Churn stays below one."""
    return replace(
        plan,
        leads=plan.leads * scenario.leads,
        tariffs=tuple(replace(t, churn=min(t.churn * scenario.churn, 1.0), cost=t.cost * scenario.costs) for t in plan.tariffs),
        costs=tuple(c if c.once or c.drawn else replace(c, amount=c.amount * scenario.costs) for c in plan.costs),
    )


def years(rate: float, months: int) -> Array:
    """The factor of each month for something that rises by `rate` after every twelve."""
    return np.asarray((1.0 + rate) ** (np.arange(months) // 12), dtype=np.float64)


def rate(loan: Loan) -> float:
    """What is paid for a loan in each month after those free of repayment, interest included."""
    monthly, rates = loan.interest / 12.0, max(loan.months - loan.free, 1)
    return loan.amount / rates if monthly == 0 else loan.amount * monthly / (1.0 - (1.0 + monthly) ** -rates)


def owed(loan: Loan, months: int) -> Array:
    """What of a loan is owed at the end of each month of a forecast, array (months,); of one paid out before the start what is left of it."""
    before = max(-loan.first, 0)
    paid, _interest, repaid = repayment(replace(loan, first=loan.first + before), months + before)
    return np.cumsum(paid - repaid)[before:]


def repayment(loan: Loan, months: int) -> tuple[Array, Array, Array]:
    """What a loan pays out, and the interest and repayment of each month of a forecast, arrays (months,). The first rate is due in the month after the payout."""
    paid, interest, repaid = np.zeros(months), np.zeros(months), np.zeros(months)
    if 0 <= loan.first < months:
        paid[loan.first] = loan.amount
    monthly, equal = loan.interest / 12.0, rate(loan)
    left = loan.amount
    for k in range(1, max(loan.months, loan.free + 1) + 1):
        due = left * monthly
        back = 0.0 if k <= loan.free else equal - due
        if 0 <= (month := loan.first + k) < months:
            interest[month], repaid[month] = due, back
        left -= back
    return paid, interest, repaid


def project(plan: Plan) -> Course:
    """The forecast as expected: fractions of people are allowed."""
    joiners = _joiners(plan)
    stay = np.array([1.0 - t.churn for t in plan.tariffs])
    now = np.array([float(t.members) for t in plan.tariffs])
    members, joined, left = [], [], []
    for month in range(plan.months):
        gone = now * (1.0 - stay)
        now = now - gone
        new = _seated(plan, now[None], joiners[month][None])[0]
        now = now + new
        members.append(now)
        joined.append(new)
        left.append(gone)
    return _money(plan, np.array(members), np.array(joined), np.array(left))


def simulate(plan: Plan, *, runs: int, seed: int) -> Course:
    """`runs` courses as chance may have them, arrays (runs, months[, tariffs]): binomial leavers, Poisson joiners. The same seed gives the same."""
    draw = np.random.default_rng(seed)
    joiners = _joiners(plan)
    count = len(plan.tariffs)
    now = np.tile(np.array([t.members for t in plan.tariffs], dtype=np.int64), (runs, 1))
    churn = np.array([t.churn for t in plan.tariffs])
    members, joined, left = (np.zeros((runs, plan.months, count)) for _ in range(3))
    for month in range(plan.months):
        gone = draw.binomial(now, churn)
        now = now - gone
        new = draw.poisson(joiners[month], size=(runs, count)).astype(np.float64)
        new = _seated(plan, now.astype(np.float64), new, whole=True)
        now = now + new.astype(np.int64)
        members[:, month], joined[:, month], left[:, month] = now, new, gone
    return _money(plan, members, joined, left)


def band(plan: Plan, *, runs: int = 2_000, seed: int = 1) -> Band:
    """What chance does to a plan, by `runs` simulated courses. It says nothing about assumptions that are wrong; scenarios do."""
    found = simulate(plan, runs=runs, seed=seed)
    lowest = found.cash.min(axis=1)
    solvent = float((lowest >= 0).mean())
    even = np.array([_even(course) for course in found.result])
    some = even[even >= 0]
    quantiles = np.quantile(some, QUANTILES, method="nearest") if some.size else None
    return Band(
        runs=runs,
        members=np.quantile(found.members.sum(axis=-1), QUANTILES, axis=0),
        revenue=np.quantile(found.revenue, QUANTILES, axis=0),
        result=np.quantile(found.result, QUANTILES, axis=0),
        cash=np.quantile(found.cash, QUANTILES, axis=0),
        lowest=np.quantile(lowest, QUANTILES),
        solvent=solvent,
        bears=float((even >= 0).mean()),
        even=(int(quantiles[0]), int(quantiles[1]), int(quantiles[2])) if quantiles is not None else None,
        errors=float(np.sqrt(solvent * (1.0 - solvent) / runs)),
    )


def moments(plan: Plan, tariff: int) -> tuple[Array, Array]:
    """Mean and variance of the members of a tariff by month in closed form (see above), arrays (months,). For plans without a limit of places."""
    one = plan.tariffs[tariff]
    stay = 1.0 - one.churn
    joiners = _joiners(plan)[:, tariff]
    mean, variance = np.zeros(plan.months), np.zeros(plan.months)
    there, fresh = 1.0, 0.0
    for month in range(plan.months):
        there, fresh = there * stay, fresh * stay + joiners[month]
        mean[month] = one.members * there + fresh
        variance[month] = one.members * there * (1.0 - there) + fresh
    return mean, variance


def break_even(result: Array) -> int | None:
    """The first month (from 0) of `IN_A_ROW` in a row whose result is not below nought; None where there is none."""
    found = _even(result)
    return found if found >= 0 else None


def enough_members(plan: Plan, course: Course, month: int) -> float | None:
    """How many members would bear the costs of a month, mixed as they are in it; None where a member costs more than they bring."""
    people = float(course.members[month].sum())
    brings = float(course.revenue[month] - course.own_costs[month])
    if people <= 0 or brings <= 0:
        return None
    fixed = brings - float(course.result[month])
    return fixed / (brings / people)


def _even(result: Array) -> int:
    good = np.asarray(result) >= -1e-9
    if good.size < IN_A_ROW:
        return -1
    run = np.convolve(good, np.ones(IN_A_ROW, dtype=int), mode="valid") == IN_A_ROW
    return int(run.argmax()) if run.any() else -1


def _joiners(plan: Plan) -> Array:
    """Expected joiners by month and tariff, as far as there are places."""
    share = np.array([t.share for t in plan.tariffs])
    return np.asarray(plan.leads * years(plan.more_leads, plan.months)[:, None] * plan.conversion * share, dtype=np.float64)


def _seated(plan: Plan, now: Array, new: Array, *, whole: bool = False) -> Array:
    """Those of the joiners (runs, tariffs) who find a place, tariff by tariff; `whole`: in whole people."""
    if plan.capacity is None:
        return new
    places = np.array([t.places for t in plan.tariffs])
    free = np.maximum(plan.capacity - now @ places, 0.0)
    found = np.zeros_like(new)
    for k, one in enumerate(places):
        if one <= 0:
            found[:, k] = new[:, k]
            continue
        room = free / one
        # A place that is free but for a rounding error is free.
        found[:, k] = np.minimum(new[:, k], np.floor(room + 1e-9) if whole else room)
        free = np.maximum(free - found[:, k] * one, 0.0)
    return found


def worn(cost: Cost, worth: float, months: int) -> Array:
    """What an investment of some worth loses in each month of a forecast, evenly over its years and from its own month on, array (months,)."""
    lasts, since = cost.years * 12, np.arange(months) - cost.first
    return np.where((since >= 0) & (since < lasts), worth / max(lasts, 1), 0.0)


def taxed(result: Array, rate: float) -> Array:
    """The tax on profit, in the last month of each twelve, array (..., months). Losses are carried on until profits have made up for them."""
    months = result.shape[-1]
    found, carried = np.zeros_like(result), np.zeros(result.shape[:-1])
    for start in range(0, months, 12):
        year = carried + result[..., start : start + 12].sum(axis=-1)
        found[..., min(start + 12, months) - 1] = rate * np.maximum(year, 0.0)
        carried = np.minimum(year, 0.0)
    return found


def _money(plan: Plan, members: Array, joined: Array, left: Array) -> Course:
    """What members bring and cost, and what is left of it; `members` of shape (..., months, tariffs)."""
    months = plan.months
    dearer, costlier = years(plan.dearer, months), years(plan.costlier, months)
    # A small business adds no VAT, and the VAT that it pays is a cost like any other.
    charged = 0.0 if plan.small_business else 1.0
    vat = np.array([t.vat for t in plan.tariffs])
    prices = np.array([t.price for t in plan.tariffs])
    own = np.array([t.cost for t in plan.tariffs])
    revenue = (members @ prices) * dearer
    vat_in = charged * (members @ (prices * vat)) * dearer
    own_vat = (members @ (own * vat)) * costlier
    own_costs = (members @ own) * costlier + (1.0 - charged) * own_vat
    kinds: dict[str, Array] = {}
    depreciation, drawn, invested, vat_out, vat_invested = (np.zeros(months) for _ in range(5))
    for cost in plan.costs:
        lasts = (np.arange(months) == cost.first) if cost.once else (np.arange(months) >= cost.first) & (np.arange(months) <= cost.last)
        amount = cost.amount * lasts * (1.0 if cost.once or cost.drawn else costlier)
        added = 0.0 if plan.small_business else cost.vat
        borne = 1.0 + cost.vat - added
        if cost.drawn:
            drawn = drawn + amount
        elif cost.once:
            invested, vat_invested = invested + amount * borne, vat_invested + amount * added
            depreciation = depreciation + worn(cost, cost.amount * borne, months)
        else:
            kinds[cost.kind] = kinds.get(cost.kind, np.zeros(months)) + amount * borne
            vat_out = vat_out + amount * added
    vat_out = vat_out + charged * own_vat
    lent, interest, repaid = np.zeros(months), np.zeros(months), np.zeros(months)
    for loan in plan.loans:
        more = repayment(loan, months)
        lent, interest, repaid = lent + more[0], interest + more[1], repaid + more[2]
    result = revenue - own_costs - sum(kinds.values(), np.zeros(months)) - depreciation - interest
    taxes = taxed(result, plan.taxes)
    owed = vat_in - vat_out - vat_invested
    settled = np.concatenate([np.zeros_like(owed[..., :1]), owed[..., :-1]], axis=-1)
    moved = result + depreciation + owed - settled - invested + lent - repaid - drawn - taxes
    places = members @ np.array([t.places for t in plan.tariffs])
    return Course(
        members, joined, left, places, revenue, own_costs, kinds, depreciation, invested, lent, interest, repaid, drawn,
        vat_in, vat_out, vat_invested, settled, result, taxes, plan.cash + np.cumsum(moved, axis=-1),
    )  # fmt: skip
