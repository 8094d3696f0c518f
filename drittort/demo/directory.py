"""What the directory of the demo house shows on the first day: everybody in the index, and who said this morning that they are here."""

from __future__ import annotations

from datetime import datetime

from drittort.core.search import index
from drittort.members.here_today.models import HereToday
from drittort.members.models import Member
from drittort.members.people import asked
from drittort.spaces.models import Space

EVERY = 3
"""Of those who usually come on this weekday every third says so."""


def fill_directory(space: Space, at: datetime) -> int:
    """Write the index, and the statements of today; returns how many there are. What texts mean is read by the worker afterwards."""
    today = space.day(at)
    usual = [
        pk for pk, days in Member.objects.filter(space=space).here().order_by("pk").values_list("pk", "days") if today.weekday() in days
    ]
    HereToday.objects.bulk_create(HereToday(member_id=pk, on=today, said_at=at) for pk in usual[::EVERY])
    index.index_everything(space.pk, at)
    asked.count(space)
    return len(usual[::EVERY])
