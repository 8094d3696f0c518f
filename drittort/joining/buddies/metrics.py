"""Whether newcomers have somebody beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import CONNECT, SHARE, UP, Calendar, Figure, gather, metric, share
from drittort.joining.buddies.models import Buddy
from drittort.members.membership.queries import spans
from drittort.spaces.models import Space

WITHIN = timedelta(days=14)


def beside(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who first came in a month, the share who had a buddy within fourteen days; from the first buddy on that is known."""
    calendar = Calendar(space, months)
    first: dict[int, date] = {}
    for member, since in Buddy.objects.filter(space=space).order_by("-since").values_list("member_id", "since"):
        first[member] = space.day(since)
    known_from = min(first.values(), default=date.max)
    fresh: dict[date, list[bool]] = defaultdict(list)
    for member, days in spans(space).items():
        month = calendar.month_of_day(days[0][0])
        if month is not None and days[0][0] + WITHIN >= known_from:
            fresh[month].append(member in first and first[member] <= days[0][0] + WITHIN)
    return gather(months, fresh, lambda people: share(sum(people), len(people)))


metric(
    "buddies", _("Newcomers with a buddy"), beside, unit=SHARE, better=UP, program=CONNECT, element="membership", gathers=True, ripens=15,
    why_private=_("It tells something of single newcomers. It is told as soon as there are five, and never opens to names."),
    definition=_("Of the people who first came in the month, the share who had a buddy within fourteen days."),
    formula=_("Newcomers with a buddy by the 14th day / all newcomers."),
    source=_("Buddies with the day since which they are one."),
    limits=_("A buddy of a year ago is forgotten, so it begins with the first who is known. Months with fewer than five newcomers wait for the next."),
    helps=_("Ask long-standing members whether they would be a buddy."), helps_at="joining:buddies",
)  # fmt: skip
