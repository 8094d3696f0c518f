"""Whom to ask for help: who fits a need, who has room for it, and that it does not always fall on the same few.

Fit comes first and alone decides who may be asked at all. Two sources are added: meaning (`drittort.engine.affinity`) and the words that a need and an
offer share, weighted by how rare they are in the house (inverse document frequency: Spärck Jones 1972, J. Documentation 28, 11-21). A person is as good as
their best text, and a little better where the mean of all they say points the same way.

Among those who fit, worth is fit less what somebody was asked lately, plus a little for who is in the house and for who was helped themself a short while
ago: whoever got help is glad to give some. The load is counted in requests that decay with a half-life of four weeks, so that of equally skilled people
each has a turn (a soft, decaying form of least-recently-used; hard caps alone leave the first in line with everything up to the cap).

Nothing here is fitted to one house. Constants were chosen on the development part of the labelled bench: `bin/bench routing`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Scores = NDArray[np.float64]
Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]

NONE = -99.0
"""Fit of somebody who says nothing: below every other."""
WORDS = 7.0
"""What it is worth that the words of a need are all answered, on the scale of `Affinity.similarity`."""
LEAST, LEAST_WORDS, BY_CHANCE = 3.0, 0.3, 50
"""Fit below which nobody is asked whatever chance gives; the share of a need's words where only words are compared; of how many people one fits by chance."""
WHOLE, LEAST_WHOLE = 1.2, -2.0
"""What it is worth how near everything is that a person says, beside their best text, and the least of it: nobody is out of reach for a second trade."""
LOAD = 2.5
"""What one request of today takes off."""
HALF_LIFE = 28.0
"""Days after which a request weighs half."""
REQUESTS_COUNT_FOR = timedelta(days=84)
"""How long a request counts at all: after three half-lives it weighs an eighth."""
GLADLY, GLAD_FOR = 1.0, 60.0
"""What having been helped today adds, and the days after which it adds nothing."""
NEAR = 0.5
"""What it adds to be in the house within the next two days."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well n people fit one need: score (n,), `NONE` where nothing is said; text (n,): position of their best text, -1 where none."""

    score: Scores
    text: Positions


@dataclass(frozen=True, slots=True)
class Readiness:
    """n people as they stand when a need comes in.

    able (n,): may be asked at all (consent, pause, blocks, caps). load (n,): requests of late, decayed (see `decayed`). helped (n,): days since
    somebody helped them, nan for never. near (n,): usually in the house within two days.
    """

    able: Mask
    load: Scores
    helped: Scores
    near: Mask


@dataclass(frozen=True, slots=True)
class Route:
    """Whom to ask, best first: order (k,) positions of people; fitting: how many fit in all, able or not room for them; worth (n,)."""

    order: Positions
    fitting: int
    worth: Scores


def rarity(texts: Sequence[Collection[str]]) -> dict[str, float]:
    """Return ln(1 + n / documents) for each word of n texts."""
    counts = Counter(word for text in texts for word in set(text))
    return {word: float(np.log1p(len(texts) / count)) for word, count in counts.items()}


def answered(need: Collection[str], texts: Sequence[Collection[str]], weights: dict[str, float]) -> Scores:
    """Return how much of a need's words each text holds, (t,) in [0, 1], each word by its rarity; a word that no text holds counts as the rarest."""
    asked = set(need)
    rarest = max(weights.values(), default=1.0)
    whole = sum(weights.get(word, rarest) for word in asked)
    if not whole:
        return np.zeros(len(texts))
    return np.array([sum(weights.get(word, rarest) for word in asked & set(text)) for text in texts], dtype=np.float64) / whole


def joined(meaning: Scores | None, words: Scores) -> Scores:
    """Return the score of each text (t,) from its meaning (t,), None where no encoder answered, and its words (t,) in [0, 1]."""
    if meaning is None:
        return WORDS * words
    return np.asarray(np.where(meaning <= NONE, NONE, meaning + WORDS * words), dtype=np.float64)


def means(vectors: NDArray[np.float32], owner: Sequence[int] | Positions, people: int) -> NDArray[np.float32]:
    """Return the mean vector (people, d) of each person's texts (t, d), zeros for who says nothing: what they say as a whole, without encoding it."""
    owners = np.asarray(owner, dtype=np.int64)
    whole = (
        sparse.csr_array((np.ones(len(owners), dtype=np.float32), (owners, np.arange(len(owners)))), shape=(people, len(vectors))) @ vectors
    )
    return np.asarray(whole / np.maximum(np.bincount(owners, minlength=people), 1)[:, None], dtype=np.float32)


def best_of(scores: Scores, owner: Sequence[int] | Positions, people: int, whole: Scores | None = None) -> Fit:
    """Return each person's fit from the scores (t,) of their texts, `owner` (t,) in [0, people), and that of all they say (people,) where it is known.

    ValueError for lengths or positions that are wrong.
    """
    owners = np.asarray(owner, dtype=np.int64).reshape(-1)
    if len(owners) != len(scores):
        raise ValueError("each text needs exactly one owner")
    if len(owners) and (owners.min() < 0 or owners.max() >= people):
        raise ValueError(f"owner holds a position outside 0..{people - 1}")
    best, text = np.full(people, NONE), np.full(people, -1, dtype=np.int64)
    order = np.lexsort((-np.arange(len(scores)), scores, owners))  # the last of a person is their best; of equals, the one written first
    last = order[np.append(owners[order][1:] != owners[order][:-1], True)] if len(order) else order
    last = last[np.asarray(scores)[last] > NONE]
    best[owners[last]], text[owners[last]] = np.asarray(scores)[last], last
    more = np.zeros(people) if whole is None else WHOLE * np.maximum(whole, LEAST_WHOLE)
    return Fit(np.where(text < 0, NONE, best + more), text)


def decayed(person: Sequence[int] | Positions, days_ago: Sequence[float] | Scores, people: int) -> Scores:
    """Return the load (people,) of requests: each weighs 2^(-days / `HALF_LIFE`)."""
    load = np.zeros(people)
    np.add.at(load, np.asarray(person, dtype=np.int64), 2.0 ** (-np.asarray(days_ago, dtype=np.float64) / HALF_LIFE))
    return load


def worth_of(fit: Scores, ready: Readiness) -> Scores:
    """Return what it is worth to ask each person (n,): their fit, less their load, and the small things."""
    glad = np.clip(1.0 - np.nan_to_num(ready.helped, nan=GLAD_FOR) / GLAD_FOR, 0.0, 1.0)
    return np.asarray(fit - LOAD * ready.load + GLADLY * glad + NEAR * ready.near, dtype=np.float64)


def route(fit: Scores, ready: Readiness, *, least: float, most: int, seed: int) -> Route:
    """Choose at most `most` people for a need, best first, all with a fit (n,) of `least` or more.

    Equal worths are drawn by `seed`: nobody wins by a low position. Nobody fits: an empty order. ValueError for lengths that differ.
    """
    n = len(fit)
    if any(len(part) != n for part in (ready.able, ready.load, ready.helped, ready.near)):
        raise ValueError(f"{n} people need as many entries everywhere")
    fits = np.asarray(fit >= least)
    worth = worth_of(fit, ready)
    turn = np.random.default_rng(seed).permutation(n)
    order = np.lexsort((turn, -worth))
    chosen = order[(fits & ready.able)[order]][:most]
    return Route(np.asarray(chosen, dtype=np.int64), int(fits.sum()), worth)


def least_of(usual: Scores | None, owner: Sequence[int] | Positions, people: int, whole: Scores | None = None) -> float:
    """Return the fit from which somebody may be asked.

    usual (needs, t), whole (needs, people): scores in a house for typical needs of somebody else; what one person in `BY_CHANCE` reaches there is chance.
    None: only words are compared, and a share of the need's words decides.
    """
    if usual is None:
        return WORDS * LEAST_WORDS
    return least_above(reached_by(usual, owner, people, whole))


def reached_by(usual: Scores, owner: Sequence[int] | Positions, people: int, whole: Scores | None = None) -> Scores:
    """Return the fit (needs, people) that each person has for each typical need, `NONE` for who says nothing; `usual` and `whole` as in `least_of`."""
    owners = np.asarray(owner, dtype=np.int64).reshape(-1)
    order = np.argsort(owners, kind="stable")
    said, starts = np.unique(owners[order], return_index=True)
    reached = np.full((len(usual), people), NONE)
    if len(said) and len(usual):
        best = np.maximum.reduceat(usual[:, order], starts, axis=1)
        more = 0.0 if whole is None else WHOLE * np.maximum(whole[:, said], LEAST_WHOLE)
        reached[:, said] = np.where(best > NONE, best + more, NONE)
    return reached


def least_above(reached: Scores) -> float:
    """Return the fit that one in `BY_CHANCE` of all that is reached (of any shape, see `reached_by`) is above; at least `LEAST`."""
    some = reached[reached > NONE]
    return max(LEAST, float(np.quantile(some, 1 - 1 / BY_CHANCE))) if len(some) else LEAST
