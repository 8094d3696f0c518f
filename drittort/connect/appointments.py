"""What a member has agreed on with others for the next days, on their first page: meetings of their circles and booked hours, in one question."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, CharField, DateTimeField, IntegerField, Value
from django.db.models.expressions import Combinable

from drittort.connect.circles import today as circles
from drittort.connect.office_hours import today as office_hours
from drittort.core.statements import Statement
from drittort.core.today import Found, Occasion, Visit

MOST = 8
WEEK = timedelta(days=7)
WORDS, NUMBER, NEITHER, NO_END = (
    Value("", CharField()),
    Value(0, IntegerField()),
    Value(False, BooleanField()),
    Value(None, DateTimeField()),
)
"""What stands in a column that only the other kind has."""

CIRCLES: tuple[str | Combinable, ...] = (
    Value(True, BooleanField()), "starts_at", "circle_id", "number", NO_END, WORDS, *(f"circle__season__{name}" for name in circles.COLUMNS),
)  # fmt: skip
HOURS: tuple[str | Combinable, ...] = (
    NEITHER, "slot__starts_at", "pk", NUMBER, "slot__ends_at", "slot__office_hour__language",
    "slot__office_hour__title", "slot__office_hour__place", WORDS, WORDS, WORDS, NUMBER, NEITHER,
)  # fmt: skip
NEXT = Statement(
    lambda member, now, week: (
        circles.meetings_of(member, now, week)
        .values_list(*CIRCLES)
        .union(office_hours.bookings_of(member, now, week).values_list(*HOURS), all=True)
        .order_by("starts_at")[:MOST]
    ),
    member=int,
    now=datetime,
    week=datetime,
)


def appointments(visit: Visit) -> Found:
    """The next of them. One query."""
    rows = NEXT.rows(member=visit.member.pk, now=visit.at, week=visit.at + WEEK)
    return Found(occasions=tuple(occasion(visit, *row) for row in rows))


def occasion(
    visit: Visit, is_circle: Any, starts_at: datetime, pk: int, number: int, ends_at: datetime, language: str, *told: Any
) -> Occasion:
    """One of them, by the columns."""
    if is_circle:
        return circles.occasion(visit, starts_at, pk, number, dict(zip(circles.COLUMNS, told, strict=True)))
    title, place = told[:2]
    return office_hours.occasion(visit, starts_at, pk, ends_at, title, language, place)
