"""What other modules ask of the network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from drittort.engine.channels import THETA
from drittort.members.models import MemberQuerySet
from drittort.network.counted import counted
from drittort.network.models import FirstTie, MonthFigure, Tie
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


SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class FirstTies:
    """How newcomers fared: of `people` who came in a time, how many had a tie within the days asked for; None for a group under five."""

    people: int
    tied: int | None


def first_ties_of_newcomers(space: Space, since: date, until: date, *, within_days: int = FIRST_TIE_DAYS) -> FirstTies:
    """Of the counted people who came from `since` to `until` (both included): how many had their first tie within so many days. One question.

    Whoever has not been here for so many days yet is not in `until`: ask for a time that lies far enough back.
    """
    newcomers = counted(space).filter(joined_on__gte=since, joined_on__lte=until)
    rows = newcomers.values_list("joined_on", Subquery(FirstTie.objects.filter(member=OuterRef("pk")).values("on")[:1]))
    waited = [None if on is None else (on - joined_on).days for joined_on, on in rows]
    tied = sum(days is not None and days <= within_days for days in waited)
    return FirstTies(len(waited), tied if len(waited) >= SMALLEST_GROUP else None)


@dataclass(frozen=True, slots=True)
class Published:
    """A figure as it was published for a month, and how many people were counted then."""

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
