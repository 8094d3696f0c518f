"""How often pairs of mentoring meet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.connect.mentoring.models import MentoringMeeting
from drittort.core.metrics import BETWEEN_PEOPLE, CONNECT, COUNT, UP, Calendar, Figure, gather, metric, summed
from drittort.core.sums import Sides, of_people
from drittort.spaces.models import Space


def meetings(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """How many meetings pairs noted."""
    calendar = Calendar(space, months)
    rows = MentoringMeeting.objects.filter(pair__season__space=space, on__gte=calendar.first, on__lt=calendar.until_on)
    found: dict[date, list[Sides]] = {}
    for on, mentor, mentee in rows.values_list("on", "pair__mentor_id", "pair__mentee_id"):
        found.setdefault(on.replace(day=1), []).append(of_people((mentor, mentee)))
    return gather(months, found, summed)


metric(
    "mentoring", _("Meetings of mentoring pairs"), meetings, unit=COUNT, better=UP, program=CONNECT, element="needs", gathers=True, ripens=7,
    why_private=BETWEEN_PEOPLE,
    definition=_("How often a mentor and a mentee met in the month."),
    formula=_("Meetings noted by one of the two, one a day for each pair."),
    source=_("Meetings that pairs note for themselves."),
    limits=_("Who meets and notes nothing does not show. Months with too few wait for the next."),
    helps=_("Ask the pairs in a season's middle whether their goal still fits."), helps_at="connect:mentoring_seasons",
)  # fmt: skip
