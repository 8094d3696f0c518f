"""Whether newcomers finish their first visit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import CONNECT, SHARE, UP, Calendar, Figure, gather, metric, share
from drittort.home.first_visit.models import FirstVisit
from drittort.members.membership.queries import spans
from drittort.spaces.models import Space

WITHIN = timedelta(days=7)


def in_a_week(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who first came in a month, the share who finished the first visit within seven days; from the first visit on that was begun."""
    calendar = Calendar(space, months)
    visits = list(FirstVisit.objects.filter(member__space=space).values_list("member_id", "begun_at", "done_at"))
    done = {member: at for member, _begun, at in visits if at is not None}
    since = min((space.day(begun) for _member, begun, _at in visits), default=date.max)
    fresh: dict[date, list[bool]] = defaultdict(list)
    for member, days in spans(space).items():
        month = calendar.month_of_day(days[0][0])
        if month is not None and days[0][0] + WITHIN >= since:
            at = done.get(member)
            fresh[month].append(at is not None and space.day(at) <= days[0][0] + WITHIN)
    return gather(months, fresh, lambda people: share(sum(people), len(people)))


metric(
    "first_visit", _("First visit within a week"), in_a_week, unit=SHARE, better=UP, program=CONNECT, element="membership", gathers=True, ripens=8,
    why_private=_("It tells something of single newcomers. It is told as soon as there are five, and never opens to names."),
    definition=_("Of the people who first came in the month, the share who passed every step of the first visit within seven days."),
    formula=_("Newcomers whose first visit was done by the 7th day / all newcomers."),
    source=_("The steps of the first visit; a step put off counts as passed."),
    limits=_("Months with fewer than five newcomers wait for the next."),
    helps=_("Sit down with newcomers for five minutes when they get their key."), helps_at="home:care_house",
)  # fmt: skip
