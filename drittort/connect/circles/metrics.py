"""How well circles are attended, over all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.connect.circles.models import CircleMeeting, CirclePresence, CircleSeat
from drittort.core import sums
from drittort.core.metrics import CONNECT, PRIVATE, SHARE, UP, Calendar, Figure, gather, metric
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Met:
    """One meeting of which somebody noted who came: the circle, who has a seat in it, and how many of them came."""

    circle: int
    seated: frozenset[int]
    came: int


def told(meetings: Sequence[Met]) -> Figure:
    """The share who came; only where five people remain, whichever circle is left out."""
    sizes: dict[int, frozenset[int]] = defaultdict(frozenset)
    for each in meetings:
        sizes[each.circle] |= each.seated
    expected = sum(len(each.seated) for each in meetings)
    return (
        Figure(sum(each.came for each in meetings) / expected, expected)
        if sums.enough_people(len(seats) for seats in sizes.values())
        else PRIVATE
    )


def attendance(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of the seats in circles that met in a month, the share that was taken."""
    calendar = Calendar(space, months)
    meetings = CircleMeeting.objects.filter(circle__space=space, starts_at__gte=calendar.since, starts_at__lt=calendar.until)
    seats = defaultdict(list)
    for circle, member, since, left in CircleSeat.objects.filter(circle__space=space, accepted_at__isnull=False).values_list(
        "circle_id", "member_id", "accepted_at", "left_at"
    ):
        seats[circle].append((member, since, left))
    came: dict[int, set[int]] = defaultdict(set)
    for meeting, member in CirclePresence.objects.filter(meeting__in=meetings).values_list("meeting_id", "member_id"):
        came[meeting].add(member)
    found = []
    for pk, circle, starts in meetings.values_list("pk", "circle_id", "starts_at"):
        seated = frozenset(
            who for who, since, left in seats[circle] if since is not None and since <= starts and (left is None or left > starts)
        )
        if pk in came and seated:
            found.append((starts, Met(circle, seated, len(came[pk] & seated))))
    return gather(months, calendar.by_month(found), told)


metric(
    "circle_attendance", _("Seats taken in circles"), attendance, unit=SHARE, better=UP, program=CONNECT, element="connection", gathers=True,
    why_private=_("What happens in a circle stays in it. The share is told over several circles only, so that none of them shows."),
    definition=_("Of the seats in circles that met in the month, the share whose people came."),
    formula=_("People noted as present / people with a seat, over meetings at which somebody noted who came."),
    source=_("Seats and presences of circles; never what was said."),
    limits=_("A meeting at which nobody noted anything is left out. It takes two circles at least."),
    helps=_("Fewer, shorter meetings are kept more often than many: look at the rhythm of the season."), helps_at="connect:circle_seasons",
)  # fmt: skip
