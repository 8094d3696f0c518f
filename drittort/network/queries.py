"""What other modules ask of the network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from drittort.engine.channels import THETA
from drittort.members.models import MemberQuerySet
from drittort.network.counted import counted
from drittort.network.models import MonthFigure, Tie
from drittort.spaces.models import Space

NEWCOMER_DAYS = 60
FIRST_TIE_DAYS = 14


def newcomers_without_tie(
    space: Space, at: datetime, *, after_days: int = FIRST_TIE_DAYS, newcomer_days: int = NEWCOMER_DAYS
) -> MemberQuerySet:
    """Counted members who came between `newcomer_days` and `after_days` ago and have no tie of strength theta yet, the longest waiting first.

    Only people who agreed to be counted: of others nothing is known, and nothing is guessed.
    """
    today = space.day(at)
    strong = Q(forth__gte=THETA * (1 - 1e-12)) | Q(back__gte=THETA * (1 - 1e-12))
    newcomers: MemberQuerySet = (
        counted(space)
        .here()
        .filter(joined_on__gt=_before(today, newcomer_days), joined_on__lte=_before(today, after_days))
        # Two conditions instead of one with OR, so that each finds its index.
        .filter(~Exists(Tie.objects.filter(strong, first=OuterRef("pk"))), ~Exists(Tie.objects.filter(strong, second=OuterRef("pk"))))
        .order_by("joined_on", "pk")
    )
    return newcomers


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as it was published for a month, and how many people were counted then, in fives."""

    month: date
    value: float
    people: int


def published(space_id: int, since: date = date.min, until: date = date.max) -> dict[str, list[Published]]:
    """The published figures of the months from `since` to `until`, by measure, those of a grouping as "company.ei_index"; the oldest month first. One question."""
    found: dict[str, list[Published]] = defaultdict(list)
    rows = MonthFigure.objects.filter(space=space_id, month__gte=since, month__lte=until).order_by("measure", "month")
    for measure, month, value, people in rows.values_list("measure", "month", "value", "people"):
        found[measure].append(Published(month, value, people))
    return dict(found)


def tied(member_id: Any) -> Q:
    """The condition that a member (an id, or an `OuterRef`) has a tie now that is one. For their own eyes only."""
    strong = Tie.objects.filter(Q(forth__gte=THETA * (1 - 1e-12)) | Q(back__gte=THETA * (1 - 1e-12)))
    return Q(Exists(strong.filter(first=member_id))) | Q(Exists(strong.filter(second=member_id)))


def _before(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))
