"""What pulse itself gives: surveys, months of the network, and who stayed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from drittort.engine.scale import ELEMENTS, LEAST
from drittort.members.models import Member
from drittort.network.models import MonthFigure
from drittort.pulse.science import rules, sources
from drittort.pulse.science.sources import Row, Sums
from drittort.pulse.surveys.actions import months_after
from drittort.pulse.surveys.models import SurveyFigure, SurveyWave
from drittort.pulse.surveys.words import LABELS


def survey_rows(space: Any) -> Iterable[Row]:
    """All published means of surveys: of the house and of groups."""
    for wave in SurveyWave.objects.published().filter(space=space, dropped_at=None).order_by("number"):
        assert wave.closed_at is not None
        day = space.day(wave.closed_at)
        yield Row(day, "asked", wave.invited, wave.invited or 0)
        yield Row(day, "answered", wave.answered, wave.answered or 0)
        if wave.alpha is not None:
            yield Row(day, "alpha", wave.alpha, wave.counted or 0)
        for row in SurveyFigure.objects.filter(wave=wave).order_by("pk"):
            group = f"{row.grouping}:{row.option}" if row.grouping else ""
            yield Row(day, row.element, row.mean, row.people, row.low, row.high, group)


def network_rows(space: Any) -> Iterable[Row]:
    """The months of the network as they were published."""
    for row in MonthFigure.objects.filter(space=space).order_by("month", "measure"):
        yield Row(row.month, row.measure, row.value, row.people)


def element_sums(element: str, space: Any, quarter: date) -> Sums | None:
    """The sum of an element's scores of the survey that was published in a quarter."""
    begin = datetime.combine(quarter, time(), tzinfo=space.zone)
    end = datetime.combine(months_after(quarter, 3), time(), tzinfo=space.zone)
    row = (
        SurveyFigure.objects.filter(wave__space=space, wave__closed_at__gte=begin, wave__closed_at__lt=end, grouping="", element=element)
        .order_by("-wave__number")
        .first()
    )
    if row is None:
        return None
    return Sums(round((row.mean - rules.SCORE.middle) * row.people / rules.SCORE.step), row.people)


def stayed(space: Any, quarter: date) -> Sums | None:
    """Of those who belonged to the house when a quarter began, who still did when it ended."""
    end = months_after(quarter, 3) - timedelta(days=1)
    there = Member.objects.filter(space=space, joined_on__lt=quarter).filter(Q(left_on=None) | Q(left_on__gte=quarter))
    people = there.count()
    still = there.filter(Q(left_on=None) | Q(left_on__gt=end)).count()
    return Sums(still - (people - still), people) if people >= rules.LEAST else None


sources.source("surveys", _("Surveys"), survey_rows, least=LEAST)
sources.source("network", _("Network, month by month"), network_rows)
for name in ELEMENTS:
    sources.compared(
        name, LABELS[name], rules.SCORE, partial(element_sums, name), share=Fraction(7, 40), counted="survey", count_share=Fraction(3, 20)
    )  # fmt: skip
sources.compared(
    "stayed", _("Stayed through the quarter"), rules.SHARE, stayed, share=Fraction(3, 40), counted="members", count_share=Fraction(3, 40), percent=True
)  # fmt: skip
