"""Somebody who knows everything but the answers: who answered, in which groups everybody is, and all that is published. They add and subtract until few are left."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import numpy as np

from drittort.engine import scale, survey
from drittort.pulse.surveys import counting
from drittort.pulse.surveys.models import SurveyWave
from drittort.pulse.surveys.tests.world import GROUPS, ballot

WEIGHTS = (-1, 0, 1)


@dataclass(frozen=True)
class Published:
    """The people of a wave by their groups, their true scores of one element, and what is told of it: cells with their members, and the sum that follows."""

    truth: Any
    cells: Any
    sums: Any


def house(rng: Random) -> list[dict[str, Any]]:
    """Answers of a house in which groups hang together, as they do: who is new sits where there was room."""
    many, together = rng.randrange(12, 90), rng.random()
    people = []
    for _ in range(many):
        new = rng.random() < 0.4
        there = new if rng.random() < together else rng.random() < 0.5
        people.append(ballot(rng, groups={"time": "new" if new else "long", "location": "0" if there else rng.choice(["1", None])}))
    return people


def published(ballots: Sequence[dict[str, Any]], *, naive: bool = False) -> Published:
    """What a wave with these answers tells of its first element; `naive` is the usual rule: eight in a group, and eight outside."""
    wave = SurveyWave(number=1, opened_at=datetime(2026, 5, 1, tzinfo=UTC), groups=GROUPS, questions=[], invited=100)
    given = [{**each, "own": []} for each in ballots]
    found, has = survey.scores([[np.nan if value is None else value for value in each["items"]] for each in given])
    people = [each for each, there in zip(given, has, strict=True) if there]
    truth = found[has][:, 0]
    cells, sums = [], []
    if naive:
        for kept in GROUPS:
            labels = [each["groups"][kept["name"]] for each in people]
            for option in sorted({label for label in labels if label is not None}):
                inside = np.array([label == option for label in labels])
                if inside.sum() >= scale.LEAST and (~inside).sum() >= scale.LEAST:
                    cells.append(inside)
                    sums.append(truth[inside].sum())
        cells.append(np.ones(len(people), dtype=bool))
        sums.append(truth.sum())
    else:
        for row in counting.counted(wave, given, {}).figures:
            if row.element == scale.NEEDS:
                mine = [not row.grouping or each["groups"][row.grouping] == row.option for each in people]
                cells.append(np.array(mine))
                sums.append(row.mean * row.people)
    return Published(truth, np.array(cells, dtype=int).reshape(len(cells), len(people)), np.array(sums))


def questions(told: Published, rng: Random, many: int) -> Iterator[Any]:
    """Weighted sums of what is told: all with weights of -1, 0 and 1 where these are few enough, then some by chance with larger ones."""
    cells = len(told.cells)
    every = [np.array(each) for each in itertools.product(WEIGHTS, repeat=cells)] if 3**cells <= many else []
    yield from every
    for _ in range(many - len(every)):
        yield np.array([rng.randrange(-3, 4) for _ in range(cells)])


def identified(told: Published, weights: Any) -> bool:
    """Whether a weighted sum leaves fewer than eight people, and what it says of them is what they answered."""
    left = weights @ told.cells
    few = np.flatnonzero(left)
    if not 0 < len(few) < scale.LEAST:
        return False
    return bool(abs(weights @ told.sums - left @ told.truth) < 0.1)
