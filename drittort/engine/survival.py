"""How long until something happens, with those to whom it has not happened yet: the product-limit estimate and its interval; and whether groups differ in it."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, norm

from drittort.engine.graph import Flags, Floats, Ints

Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan-Meier curve over the k times at which something happened.

    `days` float64[k], ascending; `share` float64[k], the share to whom it has not happened by then, with its 95 % interval `low`, `high` (log-log, Greenwood);
    `at_risk` int64[k], how many were watched just before; `people` in all, `reached` of them had the event. Before the first time the share is 1.
    """

    days: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Ints
    people: int
    reached: int

    def at(self, day: float) -> tuple[float, float, float]:
        """Return the share without the event after `day` days, and its interval."""
        i = int(np.searchsorted(self.days, day, side="right")) - 1
        return (1.0, 1.0, 1.0) if i < 0 else (float(self.share[i]), float(self.low[i]), float(self.high[i]))

    @property
    def median(self) -> tuple[float, float, float]:
        """Days after which half have it, and the interval (Brookmeyer & Crowley 1982); inf where the curve does not come down that far."""
        return tuple(
            float(self.days[np.argmax(curve <= 0.5)]) if np.any(curve <= 0.5) else math.inf for curve in (self.share, self.low, self.high)
        )  # type: ignore[return-value]


def kaplan_meier(days: Floats, reached: Flags, *, entered: Floats | None = None) -> Survival:
    """Return the product-limit estimate for durations in days, each ended by the event (`reached`) or by the end of observation (Kaplan & Meier 1958).

    `entered`: the day from which each was watched, where that was not the beginning; they count as at risk from the day after (left truncation). Raises ValueError where
    lengths differ, or somebody who entered late was gone by then.
    """
    days = np.asarray(days, dtype=np.float64)
    reached = np.asarray(reached, dtype=bool)
    start = np.zeros(len(days)) if entered is None else np.asarray(entered, dtype=np.float64)
    if not len(days) == len(reached) == len(start):
        raise ValueError("days, reached and entered need one entry for each")
    if np.any((start > 0) & (start >= days)):
        raise ValueError("who entered late must be watched for some time")
    times, inverse = np.unique(days[reached], return_inverse=True)
    events = np.bincount(inverse, minlength=len(times))
    # Who came with the beginning is at risk from time 0 on, the others for every time after their own.
    begun = np.sort(np.where(start > 0, start, -np.inf))
    at_risk = (np.searchsorted(begun, times, side="left") - np.searchsorted(np.sort(days), times, side="left")).astype(np.int64)
    share: Floats = np.cumprod(1 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(events / (at_risk * (at_risk - events)))
        spread = Z * np.sqrt(variance) / np.abs(np.log(share))
        low, high = share ** np.exp(spread), share ** np.exp(-spread)
    flat = (share <= 0) | (share >= 1)
    low, high = np.where(flat, share, low), np.where(flat, share, high)
    return Survival(times, share, low, high, at_risk, len(days), int(reached.sum()))


@dataclass(frozen=True, slots=True)
class LogRank:
    """Whether two curves differ: the statistic (chi-squared with one degree of freedom), its p-value, and the events seen and expected in the first group."""

    statistic: float
    p: float
    seen: int
    expected: float


def least_of_all(people: int) -> float:
    """The lower end of the 95 % interval of a share of one, of so many people (Clopper & Pearson 1934, Biometrika 26): where nothing has happened yet, Greenwood's
    variance is nought, and an interval from 100 to 100 % would promise what nobody knows."""
    return 0.025 ** (1 / people) if people else 0.0


def log_rank(days: Floats, reached: Flags, group: Flags) -> LogRank:
    """Return the log-rank test between those in `group` and the others (Mantel 1966; variance hypergeometric). Raises ValueError where one is empty or nothing happened."""
    days, reached, group = np.asarray(days, dtype=np.float64), np.asarray(reached, dtype=bool), np.asarray(group, dtype=bool)
    if not group.any() or group.all() or not reached.any():
        raise ValueError("two groups and an event are needed")
    expected = variance = 0.0
    for time in np.unique(days[reached]):
        at_risk, now = days >= time, reached & (days == time)
        n, d, mine = int(at_risk.sum()), int(now.sum()), int((at_risk & group).sum())
        expected += d * mine / n
        if n > 1:
            variance += d * (mine / n) * (1 - mine / n) * (n - d) / (n - 1)
    seen = int((reached & group).sum())
    statistic = (seen - expected) ** 2 / variance if variance > 0 else 0.0
    return LogRank(statistic, float(chi2.sf(statistic, 1)), seen, expected)


@dataclass(frozen=True, slots=True)
class Hazards:
    """A proportional hazards model: coefficients, their standard errors, and for each the hazard ratio with its 95 % interval and p-value (Wald)."""

    coefficients: Floats
    errors: Floats
    ratios: Floats
    low: Floats
    high: Floats
    p: Floats
    people: int
    reached: int


def cox(days: Floats, reached: Flags, covariates: Floats) -> Hazards | None:
    """Return the proportional hazards model of durations on covariates (n, k), by partial likelihood with Efron's ties (Cox 1972; Efron 1977), as lifelines and R do.

    None where it has no finite answer: nothing happened, a covariate is the same for everybody, or it parts those with the event from those without.
    """
    days, reached = np.asarray(days, dtype=np.float64), np.asarray(reached, dtype=bool)
    x = np.asarray(covariates, dtype=np.float64).reshape(len(days), -1)
    if not reached.any() or np.any(x.std(axis=0) == 0):
        return None
    middle = x.mean(axis=0)
    x = x - middle
    beta = np.zeros(x.shape[1])
    times = [(days >= time, np.flatnonzero(reached & (days == time))) for time in np.unique(days[reached])]
    for _ in range(40):
        score, information = _partial(x, beta, times)
        try:
            step = np.linalg.solve(information, score)
        except np.linalg.LinAlgError:
            return None
        # A long first step is halved; one that never ends has no answer.
        beta = beta + step / max(1.0, float(np.abs(step * x.std(axis=0)).max()) / 2.0)
        if float(np.abs(step).max()) < 1e-10:
            break
    try:
        errors = np.sqrt(np.diag(np.linalg.inv(_partial(x, beta, times)[1])))
    except np.linalg.LinAlgError:
        return None
    if not np.all(np.isfinite(errors)) or float(np.abs(step).max()) > 1e-6 or float(np.abs(beta * x.std(axis=0)).max()) > 15:
        return None
    return Hazards(
        beta, errors, np.exp(beta), np.exp(beta - Z * errors), np.exp(beta + Z * errors), 2 * norm.sf(np.abs(beta) / errors), len(days), int(reached.sum())
    )  # fmt: skip


def _partial(x: Floats, beta: Floats, times: list[tuple[Flags, Ints]]) -> tuple[Floats, Floats]:
    """The score and the information of the partial likelihood."""
    weight = np.exp(x @ beta)
    score, information = np.zeros(len(beta)), np.zeros((len(beta), len(beta)))
    for at_risk, now in times:
        risk, told = weight[at_risk], x[at_risk]
        s0, s1, s2 = risk.sum(), risk @ told, (told * risk[:, None]).T @ told
        own, tied = weight[now], x[now]
        t0, t1, t2 = own.sum(), own @ tied, (tied * own[:, None]).T @ tied
        score += tied.sum(axis=0)
        for k in range(len(now)):
            share = k / len(now)
            a0, a1, a2 = s0 - share * t0, s1 - share * t1, s2 - share * t2
            score -= a1 / a0
            information += a2 / a0 - np.outer(a1, a1) / a0**2
    return score, information
