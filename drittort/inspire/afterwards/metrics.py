"""What people say of events afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import BETWEEN_PEOPLE, INSPIRE, SHARE, UP, Calendar, Figure, gather, metric, split
from drittort.core.sums import of_people
from drittort.inspire.afterwards.models import EventFeedback
from drittort.spaces.models import Space


def gladly(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """Of those who said how an event was, the share who would gladly come again."""
    calendar = Calendar(space, months)
    rows = EventFeedback.objects.filter(event__space=space, event__ends_at__gte=calendar.since, event__ends_at__lt=calendar.until)
    said = (
        (at, (again == EventFeedback.Again.GLADLY, of_people([who])))
        for at, again, who in rows.values_list("event__ends_at", "again", "member_id")
    )
    return gather(
        months, calendar.by_month(said), lambda each: split([who for yes, who in each if yes], [who for yes, who in each if not yes])
    )


metric(
    "event_again", _("Would gladly come again"), gladly, unit=SHARE, better=UP, program=INSPIRE, element="connection", gathers=True, ripens=31,
    why_private=BETWEEN_PEOPLE,
    definition=_("Of those who said how an event of the month was, the share who would gladly come again."),
    formula=_("Answers “gladly” / all answers to the two questions after an event."),
    source=_("What people say after events, without names."),
    limits=_("Who was bored seldom answers. Told a month later, when nobody can answer any more."),
    helps=_("Read the words that people left, and change one thing."), helps_at="inspire:past_events",
)  # fmt: skip
