"""Counting a wave: the box is opened once, what may be told is written down, and everything else is gone."""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from drittort.core.database import locked
from drittort.engine import scale, survey
from drittort.engine.survey import Estimate
from drittort.pulse.surveys import actions, box, keys
from drittort.pulse.surveys.models import SurveyBallot, SurveyFigure, SurveyTally, SurveyText, SurveyWave
from drittort.pulse.surveys.words import ORDER, SCALE, TEXT

DIGITS = 4
log = logging.getLogger("drittort.pulse")


@dataclass(frozen=True, slots=True)
class Counted:
    """What is published of a wave: figures, tallies as (question, option, people), texts as (question, text) in an order drawn by chance."""

    answered: int
    counted: int
    alpha: float | None
    figures: tuple[SurveyFigure, ...]
    tallies: tuple[tuple[int, int, int], ...]
    texts: tuple[tuple[int, str], ...]


def count_wave(wave_id: int, at: datetime) -> SurveyWave | None:
    """Publish a wave whose time is over; None where there is nothing to do. Twice is once, and a death in between is made good the next time.

    Where the key of the box is gone (the machine was set up anew from a backup), the wave is dropped as lost: nobody can read it.
    """
    wave = SurveyWave.objects.running().filter(pk=wave_id, closes_at__lte=at).first()
    if wave is None:
        return None
    key = keys.kept(keys.BOX, actions.name_of(wave))
    keys.wipe_later()
    with transaction.atomic():
        wave = locked(SurveyWave.objects.running().filter(pk=wave_id)).first()
        if wave is None:
            return None
        sealed = list(SurveyBallot.objects.filter(wave=wave).values_list("sealed", flat=True))
        if key is None and (sealed or wave.lock):
            actions.end(wave, at, lost=True)
            actions.record(actions.DROPPED, wave, None, at)
        else:
            publish(wave, opened(key, sealed), at)
            actions.record(actions.CLOSED, wave, None, at)
    actions.forget_secrets(wave)
    return wave


def opened(key: bytes | None, sealed: Iterable[bytes | memoryview]) -> list[Mapping[str, Any]]:
    """What the ballots say. One that was altered, or came back half from a backup, is left out: the others count."""
    ballots: list[Mapping[str, Any]] = []
    if key is None:
        return ballots
    for each in sealed:
        try:
            ballots.append(box.unseal(key, bytes(each)))
        except box.Unreadable:
            log.error("A ballot of a survey does not open, and is left out.")
    return ballots


def publish(wave: SurveyWave, ballots: Sequence[Mapping[str, Any]], at: datetime) -> None:
    """Write down what may be told of some ballots, and empty the box. Inside the transaction that holds the wave."""
    told = counted(wave, ballots, before(wave))
    SurveyFigure.objects.bulk_create(told.figures)
    SurveyTally.objects.bulk_create(SurveyTally(wave=wave, question=q, option=o, people=n) for q, o, n in told.tallies)
    SurveyText.objects.bulk_create(SurveyText(id=uuid.uuid4(), wave=wave, question=q, text=text) for q, text in told.texts)
    wave.closed_at, wave.answered, wave.counted, wave.alpha = at, told.answered, told.counted, told.alpha
    wave.save(update_fields=["closed_at", "answered", "counted", "alpha"])
    actions.empty(wave)


def before(wave: SurveyWave) -> dict[str, tuple[Estimate, float]]:
    """The house's figures in the wave before, by element, each with what of its variance is left."""
    last = SurveyWave.objects.published().filter(space=wave.space_id, number__lt=wave.number, dropped_at=None).order_by("-number").first()
    if last is None:
        return {}
    left = survey.unseen(last.counted or 0, last.invited or 0)
    return {
        row.element: (Estimate(row.people, row.mean, row.spread, row.low, row.high), left)
        for row in SurveyFigure.objects.filter(wave=last, grouping="")
    }


def counted(wave: SurveyWave, ballots: Sequence[Mapping[str, Any]], last: Mapping[str, tuple[Estimate, float]]) -> Counted:
    """What may be told of some ballots. Reads nothing."""
    items = np.array([[np.nan if value is None else value for value in each["items"]] for each in ballots], dtype=float).reshape(
        -1, scale.ITEMS
    )
    found, has = survey.scores(items)
    people = int(has.sum())
    left = survey.unseen(people, wave.invited or 0)
    reliable = survey.alpha(items[has]) if people >= scale.LEAST else float("nan")
    figures = list(of_house(wave, found[has], left, last))
    if figures:
        figures += of_groups(wave, found[has], [each for each, there in zip(ballots, has, strict=True) if there], left)
    return Counted(
        len(ballots), people, None if np.isnan(reliable) else round(reliable, DIGITS), tuple(figures),
        tuple(tallies(wave, ballots)), tuple(texts(wave, ballots)),
    )  # fmt: skip


def figure(wave: SurveyWave, element: str, one: Estimate, **more: Any) -> SurveyFigure:
    """A row of an estimate, rounded: what is stored is what is shown."""
    kept = {name: round(getattr(one, name), DIGITS) for name in ("mean", "spread", "low", "high")}
    rounded = {name: round(value, DIGITS) if isinstance(value, float) else value for name, value in more.items()}
    return SurveyFigure(wave=wave, element=element, people=one.people, **kept, **rounded)


def against(difference: survey.Difference) -> dict[str, float]:
    """The fields of a difference."""
    return {"difference": difference.value, "difference_low": difference.low, "difference_high": difference.high}


def of_house(wave: SurveyWave, found: Any, left: float, last: Mapping[str, tuple[Estimate, float]]) -> Iterable[SurveyFigure]:
    """The figures of the whole, each against the wave before. Where all said the same of an element, the mean of the four would tell it as well."""
    estimates = [survey.estimate(column, left) for column in found.T]
    for element, one in zip(ORDER, estimates, strict=True):
        if one is None or (element == scale.TOTAL and None in estimates):
            continue
        more = against(survey.difference(one, last[element][0], (left, last[element][1]))) if element in last else {}
        yield figure(wave, element, one, **more)


def of_groups(wave: SurveyWave, found: Any, ballots: Sequence[Mapping[str, Any]], left: float) -> Iterable[SurveyFigure]:
    """The figures of those groups that may be told of, each against all who are not in it.

    A grouping is not told where all of a group said the same of an element, or all whom sums of groups leave; of two groupings that do so together the second is not.
    """
    labels = {kept["name"]: [each["groups"].get(kept["name"]) for each in ballots] for kept in wave.groups}
    first: list[Any] = [None] * len(ballots)
    for name, options in survey.tellable(labels).items():
        told = [label if label in options else None for label in labels[name]]
        if any(survey.gives_away(column, told, first) for column in found.T):
            continue
        rows: list[SurveyFigure | None] = []
        for option in options:
            inside = np.array([label == option for label in labels[name]])
            for column, element in enumerate(ORDER):
                one, rest = survey.estimate(found[inside, column], left), survey.estimate(found[~inside, column], left)
                if one is None or rest is None:
                    rows.append(None)
                    continue
                apart = against(survey.difference(one, rest, (left, left)))
                rows.append(figure(wave, element, one, grouping=name, option=option, **apart))
        if None not in rows:
            first = told
            yield from (row for row in rows if row is not None)


def tallies(wave: SurveyWave, ballots: Sequence[Mapping[str, Any]]) -> Iterable[tuple[int, int, int]]:
    """How often each option of the house's own questions was chosen, where enough people answered and not all the same."""
    for place, question in enumerate(wave.questions):
        if question["kind"] == TEXT:
            continue
        many = scale.HIGH if question["kind"] == SCALE else len(question["options"])
        given = [each["own"][place] for each in ballots if each["own"][place] is not None]
        counts = [given.count(option) for option in range(many)]
        if len(given) >= scale.LEAST and max(counts) < len(given):
            yield from ((place, option, count) for option, count in enumerate(counts))


def texts(wave: SurveyWave, ballots: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    """What people wrote, where enough wrote, in an order drawn by chance."""
    found: list[tuple[int, str]] = []
    for place, question in enumerate(wave.questions):
        if question["kind"] == TEXT:
            written = [each["own"][place] for each in ballots if each["own"][place]]
            found += [(place, text) for text in written] if len(written) >= scale.LEAST else []
    secrets.SystemRandom().shuffle(found)
    return found
