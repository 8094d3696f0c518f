"""A short survey: scores of four elements with intervals, how reliable the scale is, differences, and which groups may be told of.

The scale is built like the Brief Sense of Community Scale (Peterson, Speer & McMillan 2008, Journal of Community Psychology 36, 61-73): eight items from 1 to
5, two for each element. A score is the mean of its items, the whole the mean of the four elements, which is the mean of all eight where nothing is missing.

Telling groups of one survey apart is a disclosure even where each is large: whoever knows that all of one location are new learns by subtraction what the one
other newcomer said. `tellable` allows only groups of which no sums and differences whatever leave fewer than `LEAST` people. And where all whom a sum leaves said the
same, many are as few as one: `gives_away` finds that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from drittort.engine.scale import ELEMENTS, HIGH, ITEMS, ITEMS_OF, LEAST, LEAST_ITEMS, LOW

Array = NDArray[np.float64]

MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of `people` with its 95 % interval; `spread` is the standard deviation."""

    people: int
    mean: float
    spread: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of two means with its 95 % interval."""

    value: float
    low: float
    high: float


def scores(answers: ArrayLike) -> tuple[Array, NDArray[np.bool_]]:
    """The scores of people from their answers, (n, 8) with nan for what was left out.

    Returns (n, 5) scores, the four elements in the order of ELEMENTS and then the whole, and who has scores at all (n,): at least six answers, and at least
    one for each element. All scores are of the same people, so that none can be found by comparing how many answered what. Raises ValueError for a wrong
    shape or an answer outside 1 to 5.
    """
    rows = np.asarray(answers, dtype=float)
    if rows.ndim != 2 or rows.shape[1] != ITEMS:
        raise ValueError(f"answers have the shape {rows.shape}, not (n, {ITEMS})")
    given = ~np.isnan(rows)
    if ((rows[given] < LOW) | (rows[given] > HIGH)).any():
        raise ValueError(f"answers lie between {LOW} and {HIGH}")
    found = np.full((len(rows), len(ELEMENTS) + 1), np.nan)
    for column, element in enumerate(ELEMENTS):
        own = rows[:, ITEMS_OF[element]]
        many = (~np.isnan(own)).sum(axis=1)
        sums = np.nansum(own, axis=1)
        found[:, column] = np.divide(sums, many, out=np.full(len(rows), np.nan), where=many > 0)
    found[:, -1] = found[:, :-1].mean(axis=1)
    counted = (given.sum(axis=1) >= LEAST_ITEMS) & ~np.isnan(found[:, -1])
    found[~counted] = np.nan
    return found, counted


def alpha(items: ArrayLike) -> float:
    """Cronbach's alpha of (n, k) items (Cronbach 1951, Psychometrika 16), from rows without a gap; nan below LEAST of them, for it tells of these, or where nothing varies."""
    rows = np.asarray(items, dtype=float)
    rows = rows[~np.isnan(rows).any(axis=1)]
    if len(rows) < LEAST or rows.shape[1] < 2:
        return float("nan")
    whole = rows.sum(axis=1).var(ddof=1)
    if whole == 0:
        return float("nan")
    k = rows.shape[1]
    return float(k / (k - 1) * (1 - rows.var(axis=0, ddof=1).sum() / whole))


def unseen(answered: int, asked: int) -> float:
    """The finite population correction of a variance: which part of it is left when `answered` of `asked` people did (0 when all did)."""
    return 1.0 if asked <= 1 else max(0.0, (asked - answered) / (asked - 1))


def estimate(values: ArrayLike, left: float = 1.0) -> Estimate | None:
    """Mean and interval of some scores by the t distribution, with the share `left` of the variance (see `unseen`).

    None for fewer than LEAST people, and where all gave the same: then the mean would tell everybody's answer.
    """
    found = np.asarray(values, dtype=float)
    people = len(found)
    spread = float(found.std(ddof=1)) if people > 1 else 0.0
    if people < LEAST or spread < 1e-9:
        return None
    mean = float(found.mean())
    half = float(stdtrit(people - 1, 0.975)) * spread * sqrt(left / people)
    return Estimate(people, mean, spread, max(LOW, mean - half), min(HIGH, mean + half))


def difference(one: Estimate, other: Estimate, left: tuple[float, float] = (1.0, 1.0)) -> Difference:
    """One mean less the other with Welch's interval: two groups of people, or two waves, which are independent samples as answers cannot be joined."""
    parts = [each.spread**2 / each.people * share for each, share in zip((one, other), left, strict=True)]
    error = sum(parts)
    value = one.mean - other.mean
    if error == 0:
        return Difference(value, value, value)
    freedom = error**2 / sum(part**2 / (each.people - 1) for part, each in zip(parts, (one, other), strict=True))
    half = float(stdtrit(freedom, 0.975)) * sqrt(error)
    return Difference(value, value - half, value + half)


def tellable(labels: Mapping[str, Sequence[Hashable | None]], least: int = LEAST) -> dict[str, tuple[Hashable, ...]]:
    """Which groups may be told of beside the whole: for each of at most two groupings, the labels of those who have scores (None: not said).

    Returns the groups of each grouping, none where there is nothing to compare. Told are groups of at least `least` people of which the rest, all who are not
    told together, is nobody or at least `least` as well; and of two groupings no sum and difference of any of their groups leaves fewer. The second gives
    way, its smallest group first. Raises ValueError for more than two groupings, differing lengths, or more than MOST_OPTIONS groups.
    """
    if len(labels) > 2 or len({len(each) for each in labels.values()}) > 1:
        raise ValueError("two groupings of the same people at most")
    names = list(labels)
    blocks = {name: _large(labels[name], least) for name in names}
    if any(len(each) > MOST_OPTIONS for each in blocks.values()):
        raise ValueError(f"more than {MOST_OPTIONS} groups of one kind")
    if len(names) == 2:
        first, second = names
        while (
            blocks[second] and smallest_difference(_merged(labels[first], blocks[first]), _merged(labels[second], blocks[second])) < least
        ):
            blocks[second] = _fewer(labels[second], blocks[second], least)
    return {name: tuple(blocks[name]) for name in names}


def smallest_difference(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """The fewest people, above none, that any weighted sum of the groups of two groupings can leave; the number of people where there is none but the whole.

    Groups are the ends and people the lines of a graph with two sides. A weighted sum leaves everybody whose two groups have unlike weights, so what can be
    left is a cut, and the fewest are the smallest cut that is not empty: looked for among all, which are few.
    """
    cells, shape = _crossed(one, other)
    counts = np.zeros(shape, dtype=np.int64)
    np.add.at(counts, cells, 1)
    here, there = _sides(shape)
    cuts = ((here != there) * counts).sum(axis=(1, 2))
    cut = cuts[cuts > 0]
    return int(cut.min()) if len(cut) else len(one)


def gives_away(values: ArrayLike, one: Sequence[Hashable], other: Sequence[Hashable]) -> bool:
    """Whether the sums of the groups of two groupings, and of the whole, tell what somebody said, since all whom they leave said the same.

    For every weighted sum that leaves some people once: whether their scores are all one and the same. For every one that adds some and takes off others: whether it is as
    high as it can be, all the former with the highest and all the latter with the lowest score, for then everybody's is known. `other` may be one group of everybody.
    """
    cells, shape = _crossed(one, other)
    found = np.asarray(values, dtype=float)
    low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
    np.minimum.at(low, cells, found)
    np.maximum.at(high, cells, found)
    here, there = _sides(shape)
    bounds = [
        (np.where(chosen, low, np.inf).min(axis=(1, 2)), np.where(chosen, high, -np.inf).max(axis=(1, 2)))
        for chosen in ((here > there) & np.isfinite(low), (here < there) & np.isfinite(low))
    ]
    for (least, most), (rest_least, rest_most) in (bounds, bounds[::-1]):
        alone = np.isfinite(least) & ~np.isfinite(rest_least)
        if (alone & (least == most)).any() or (np.isfinite(rest_least) & (least == HIGH) & (rest_most == LOW)).any():
            return True
    return False


def _crossed(one: Sequence[Hashable], other: Sequence[Hashable]) -> tuple[tuple[list[int], list[int]], tuple[int, int]]:
    """The row and the column of each person, and how many rows and columns there are."""
    rows, columns = sorted(set(one), key=repr), sorted(set(other), key=repr)
    return ([rows.index(each) for each in one], [columns.index(each) for each in other]), (len(rows), len(columns))


def _sides(shape: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All ways to put rows and columns on two sides, but for exchanging the sides: (ways, rows, 1) and (ways, 1, columns)."""
    ends = sum(shape)
    sides = (np.arange(2 ** max(ends - 1, 0))[:, None] >> np.arange(ends)) & 1
    return sides[:, : shape[0], None], sides[:, None, shape[0] :]


def _large(labels: Sequence[Hashable | None], least: int) -> list[Hashable]:
    """The groups that are large enough and leave a rest that is."""
    sizes = Counter(label for label in labels if label is not None)
    told = sorted((label for label, size in sizes.items() if size >= least), key=lambda label: (-sizes[label], repr(label)))
    return _with_rest(labels, told, least)


def _with_rest(labels: Sequence[Hashable | None], told: list[Hashable], least: int) -> list[Hashable]:
    """Let the smallest groups go until the rest is nobody or enough; a single group that is everybody compares nothing."""
    while told:
        rest = sum(label not in told for label in labels)
        if rest >= least or (rest == 0 and len(told) > 1):
            return told
        told = told[:-1]
    return []


def _fewer(labels: Sequence[Hashable | None], told: list[Hashable], least: int) -> list[Hashable]:
    return _with_rest(labels, told[:-1], least)


def _merged(labels: Sequence[Hashable | None], told: Sequence[Hashable]) -> list[Hashable]:
    """Labels with everybody who is not told apart under one name."""
    return [label if label in told else None for label in labels]
