"""What goals may stand upon: the means of the elements, of the newest survey that was published by the end of a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from drittort.core import metrics
from drittort.core.metrics import Figure
from drittort.engine.scale import ELEMENTS, TOTAL
from drittort.pulse.surveys.actions import months_after
from drittort.pulse.surveys.models import SurveyFigure, SurveyWave
from drittort.pulse.surveys.words import LABELS, MEANINGS

PROGRAMS = {"needs": "connect", "membership": "connect", "influence": "inspire", "connection": "inspire", TOTAL: "house"}
HOLDS = 6
"""A survey speaks for so many months, its own included; then there is nothing to say until the next."""


def published_by(space: Any, months: Sequence[date]) -> dict[date, SurveyWave]:
    """For each month the newest wave that was published by its end and still speaks. One query."""
    waves = [
        (space.day(wave.closed_at), wave)
        for wave in SurveyWave.objects.published().filter(space=space, dropped_at=None).order_by("-number")
        if wave.closed_at is not None
    ]
    found = {}
    for month in months:
        over, since = months_after(month, 1), months_after(month, 1 - HOLDS)
        newest = next((wave for day, wave in waves if since <= day < over), None)
        if newest is not None:
            found[month] = newest
    return found


def means(element: str, space: Any, months: Sequence[date]) -> Mapping[date, Figure]:
    """The house's mean of an element for some months. Two queries."""
    waves = published_by(space, months)
    rows = {row.wave_id: row for row in SurveyFigure.objects.filter(wave__in=set(waves.values()), grouping="", element=element)}
    return {month: figure_of(rows.get(wave.pk)) for month, wave in waves.items()}


def figure_of(row: SurveyFigure | None) -> Figure:
    """A published mean as a figure."""
    return metrics.PRIVATE if row is None else Figure(row.mean, row.people, row.low, row.high)


def rates(space: Any, months: Sequence[date]) -> Mapping[date, Figure]:
    """The share that answered."""
    return {
        month: Figure((wave.answered or 0) / wave.invited, wave.invited)
        for month, wave in published_by(space, months).items()
        if wave.invited
    }


def element(name: str) -> Callable[[Any, Sequence[date]], Mapping[date, Figure]]:
    """The computation of one element."""
    return partial(means, name)


for name in (TOTAL, *ELEMENTS):
    metrics.metric(
        f"belonging_{name}",
        format_lazy(_("Sense of community: {element}"), element=LABELS[name]),
        element(name),
        unit=metrics.NUMBER,
        lowest=1.0,
        highest=5.0,
        better=metrics.UP,
        program=PROGRAMS[name],
        element="" if name == TOTAL else name,
        definition=MEANINGS[name],
        formula=_("Mean of everybody who has a score, from 1 to 5, with an interval of 95 %, corrected for how many of all answered."),
        source=_("The anonymous survey: eight sentences after the Brief Sense of Community Scale, two for each element."),
        limits=_("From eight people on. A survey speaks for six months. Own German wording, not validated; who answers chooses to."),
        rows=metrics.page("pulse:surveys"),
    )
metrics.metric(
    "survey_rate", _("Answered the survey"), rates, unit=metrics.SHARE, better=metrics.UP, program="house",
    definition=_("Of those who got a link, how many answered."), formula=_("Ballots in the box, divided by letters with a link."),
    source=_("The anonymous survey."), limits=_("Who answered is known to nobody."), rows=metrics.page("pulse:surveys"),
)  # fmt: skip
