"""How long newcomers wait for their first and their third tie."""

import math
from collections.abc import Sequence

import numpy as np

from drittort.engine.channels import HALF_LIFE, THETA
from drittort.engine.graph import Floats, Interactions, Ints, contact_days, last_moment
from drittort.engine.survival import Survival, kaplan_meier


def tie_starts(
    contacts: Interactions, *, half_life: float = HALF_LIFE, theta: float = THETA, now: float | None = None
) -> tuple[Ints, Floats]:
    """Return the pairs that ever were tied, int64[k, 2] with the lower position first, and the day on which each first was, float64[k].

    The first day on which max(w_ij, w_ji) reached theta. Rows without a time are left out.
    """
    source, target, day, amount = contact_days(contacts, now=now)
    dated = ~np.isnan(day)
    source, target, day, amount = source[dated], target[dated], day[dated], amount[dated]
    n = max(len(contacts.ids), 1)
    key = source * n + target
    if len(key) == 0:
        return np.zeros((0, 2), dtype=np.int64), np.zeros(0)
    start = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    group = np.repeat(np.arange(len(start)), np.diff(np.concatenate([start, [len(key)]])))
    # w on the k-th day = 2^(-d_k/h) * sum of c 2^(d/h) so far; counted from the pair's own first day the powers stay finite for 80 years at h = 30.
    grown = amount * np.exp2(np.minimum((day - day[start][group]) / half_life, 1000.0))
    so_far = _running(grown, start, group)
    strength = so_far * np.exp2(-np.minimum((day - day[start][group]) / half_life, 1000.0))
    tied = strength >= theta * (1 - 1e-12)
    low, high = np.minimum(source, target)[tied], np.maximum(source, target)[tied]
    pair, inverse = np.unique(low * n + high, return_inverse=True)
    first = np.full(len(pair), np.inf)
    np.minimum.at(first, inverse, day[tied])
    return np.column_stack([pair // n, pair % n]), first


def _running(values: Floats, start: Ints, group: Ints) -> Floats:
    """Return running sums that begin anew in every group, without carrying one group's size into the rounding of the next."""
    result = values.copy()
    place = np.arange(len(values)) - start[group]
    longest = int(place.max())
    step = 1
    while step <= longest:
        later = np.flatnonzero(place >= step)
        result[later] = result[later] + result[later - step]
        step *= 2
    return result


def waiting_for_ties(
    contacts: Interactions,
    since: Sequence[float | None],
    which: int,
    *,
    half_life: float = HALF_LIFE,
    theta: float = THETA,
    now: float | None = None,
) -> Survival:
    """Return how long newcomers wait for their `which`-th tie (1: the first).

    `since`: the day (since 1970-01-01) on which each person came, None where unknown; one entry for each of `contacts.ids`, and more for people without a
    row. Newcomers are those who came after the first contact on record and not after `now`: for others the beginning was not seen. A tie older than the coming
    counts as day 0. Who has too few ties by `now` is censored there.
    """
    moment = last_moment(contacts) if now is None else now
    dated = contacts.at[~np.isnan(contacts.at)]
    came = np.array([math.nan if s is None else s for s in since], dtype=np.float64)
    if len(came) < len(contacts.ids):
        raise ValueError("since needs one entry for each person")
    if len(dated) == 0:
        return kaplan_meier(np.zeros(0), np.zeros(0, dtype=bool))
    nth = day_of_tie(*tie_starts(contacts, half_life=half_life, theta=theta, now=moment), which, len(came))
    with np.errstate(invalid="ignore"):
        new = (np.floor(came) >= np.floor(dated.min())) & (came <= moment)
    seen = np.isfinite(nth[new])
    waited = np.where(seen, nth[new], math.floor(moment)) - np.floor(came[new])
    return kaplan_meier(np.maximum(waited, 0.0), seen)


def day_of_tie(pairs: Ints, day: Floats, which: int, people: int) -> Floats:
    """Return the day on which each of so many people had their `which`-th tie (1: the first), inf for who never had so many: float64[people].

    `pairs` and `day` are those of `tie_starts`.
    """
    person, when = pairs.ravel(), np.repeat(day, 2)
    order = np.lexsort((when, person))
    person, when = person[order], when[order]
    place = np.arange(len(person)) - np.searchsorted(person, person)
    nth = np.full(people, np.inf)
    nth[person[place == which - 1]] = when[place == which - 1]
    return nth
