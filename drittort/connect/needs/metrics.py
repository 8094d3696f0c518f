"""Figures on needs: how soon a member answers, what was met, and how much of it the team does itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from statistics import median

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from drittort.connect.needs.models import LIVES, Need, NeedAnswer
from drittort.core.metrics import (
    BETWEEN_PEOPLE,
    CONNECT,
    DOWN,
    HOURS,
    SHARE,
    UP,
    Calendar,
    Figure,
    gather,
    gives,
    metric,
    open_share,
    page,
    split,
)
from drittort.core.sums import of_people
from drittort.spaces.models import Space

WAITED = timedelta(days=14)
A_DAY = timedelta(hours=24)


def waits(space: Space, calendar: Calendar) -> dict[date, list[timedelta | None]]:
    """For each month how long its needs waited for the first answer of a member; None where none came. Two queries."""
    first: dict[int, datetime] = {}
    answers = NeedAnswer.objects.filter(
        need__space=space,
        need__side=Need.Side.SEEK,
        need__opened_at__gte=calendar.since,
        need__opened_at__lt=calendar.until,
        staff=False,
        withdrawn_at=None,
    ).exclude(member=F("need__member"))
    for need, at in answers.values_list("need_id", "at"):
        first[need] = min(at, first.get(need, at))
    needs = Need.objects.seeking().filter(space=space, opened_at__gte=calendar.since, opened_at__lt=calendar.until)
    return calendar.by_month((at, first[pk] - at if pk in first else None) for pk, at in needs.values_list("pk", "opened_at"))


def hours(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The median of hours until a member answered, of needs that a member answered within fourteen days."""
    told = {}
    for month, found in waits(space, Calendar(space, months)).items():
        heard = [wait.total_seconds() / 3600 for wait in found if wait is not None and wait <= WAITED]
        if heard:
            told[month] = Figure(float(median(heard)), len(heard))
    return told


def within_a_day(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of needs that a member answered within 24 hours."""
    found = waits(space, Calendar(space, months))
    return {month: open_share(sum(wait is not None and wait <= A_DAY for wait in each), len(each)) for month, each in found.items()}


def met(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of needs of which whoever asked said that somebody helped, as long as they lived."""
    calendar = Calendar(space, months)
    rows = Need.objects.seeking().filter(space=space, opened_at__gte=calendar.since, opened_at__lt=calendar.until)
    found = calendar.by_month(
        (opened, (helped is not None and helped <= opened + LIVES, of_people([asker])))
        for asker, opened, helped in rows.values_list("member_id", "opened_at", "helped_at")
    )
    return gather(months, found, lambda each: split([who for yes, who in each if yes], [who for yes, who in each if not yes]))


def by_team(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of answers on the board that came from those who care for the house."""
    calendar = Calendar(space, months)
    rows = NeedAnswer.objects.filter(need__space=space, at__gte=calendar.since, at__lt=calendar.until, withdrawn_at=None)
    found = calendar.by_month(rows.exclude(member=F("need__member")).values_list("at", "staff"))
    return {month: open_share(sum(each), len(each)) for month, each in found.items()}


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who wrote a need or an offer, and who answered one."""
    opened = Need.objects.filter(space=space_id, opened_at__gte=since, opened_at__lt=until).values_list("opened_at", "member_id")
    answered = NeedAnswer.objects.filter(need__space=space_id, at__gte=since, at__lt=until, withdrawn_at=None).values_list(
        "at", "member_id"
    )
    return chain(opened.iterator(), answered.iterator())


gives("needs", giving)
BOARD = {
    "program": CONNECT,
    "element": "needs",
    "open": True,
    "rows": page("connect:needs"),
    "source": _("The board: needs, and the answers that stand under them."),
}
metric(
    "need_hours", _("Hours to a member's answer"), hours, unit=HOURS, better=DOWN, ripens=15, **BOARD,
    definition=_("How long a need of the month waited for the first answer of a member, in hours: half waited less, half longer."),
    formula=_("The median over needs that a member answered within fourteen days; answers of the team and of the asker do not count."),
    limits=_("Needs that nobody answered are not in it. They show in the share that was answered within a day."),
    helps=_("Needs without a member's answer stand under “Care now”, with one button that asks whoever may know."), helps_at="home:care",
)  # fmt: skip
metric(
    "need_day", _("Needs answered within a day"), within_a_day, unit=SHARE, better=UP, ripens=2, **BOARD,
    definition=_("Of the needs of the month, the share that a member answered within 24 hours."),
    formula=_("Needs with a member's answer within 24 hours / all needs of the month."),
    limits=_("Weekends and nights count like any hour."),
    helps=_("Needs without a member's answer stand under “Care now”, with one button that asks whoever may know."), helps_at="home:care",
)  # fmt: skip
metric(
    "need_met", _("Needs that were met"), met, unit=SHARE, better=UP, program=CONNECT, element="needs", gathers=True, ripens=61,
    why_private=BETWEEN_PEOPLE,
    definition=_("Of the needs of the month, the share of which whoever asked said that somebody helped."),
    formula=_("Needs of which help was told within sixty days / all needs of the month."),
    source=_("What askers say once, when a need ends."),
    limits=_("Not everybody says what came of it; what is not told counts as not met. Shown sixty days later."),
    helps=_("Ask those whose needs ran out what would have helped."), helps_at="connect:needs",
)  # fmt: skip
metric(
    "staff_answers", _("Answers that come from the team"), by_team, unit=SHARE, better=DOWN, **BOARD,
    definition=_("Of the answers on the board in the month, the share that came from those who care for the house. Falling is good: members answer each other."),
    formula=_("Answers of the team / all answers of somebody else than the asker."),
    limits=_("Who counts as the team is written down with each answer, as it was on that day."),
    helps=_("Wait a day before you answer yourself, and ask a member who knows."), helps_at="home:care",
)  # fmt: skip
