"""What people of the demo house do for it: those who have been here longest, and nobody whom a visitor plays."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.members.models import Member
from drittort.members.roles.actions import found
from drittort.spaces.models import Space
from drittort.spaces.roles import CIRCLE_HOST, HOST, MENTOR

GIVEN = (HOST, HOST, MENTOR, MENTOR, MENTOR, CIRCLE_HOST)


def load_roles(space: Space, at: datetime) -> None:
    """Two hosts, three mentors and somebody who leads a circle."""
    people = Member.objects.here().filter(space=space, roles=[]).exclude(attributes__has_key="plays").order_by("joined_on", "pk")
    found(space=space, holders=list(zip(people[: len(GIVEN)], GIVEN, strict=False)), at=at - timedelta(days=140))
