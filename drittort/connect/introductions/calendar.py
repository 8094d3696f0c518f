"""The calendar file that comes along: the first proposed moment, tentative, to be moved by those who meet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from drittort.connect.introductions.meeting import still_ahead
from drittort.connect.introductions.models import Introduction
from drittort.core.calendars import Entry, attachment, uid
from drittort.core.mail.outbox import Attachment
from drittort.members.models import Member
from drittort.spaces.models import Location, Space


def invitation(introduction: Introduction, member: Member, other: Member, at: datetime) -> tuple[Attachment, ...]:
    """A calendar file with the first of the moments that the letter proposes; none where it proposes none."""
    ahead = still_ahead(introduction.slots, member, other, at)
    if not ahead:
        return ()
    return suggested(
        ahead[0],
        introduction.space,
        uid("introduction", introduction.pk),
        summary=_("%(name)s and you") % {"name": other.name},
        description=_("A first meeting. The time is only a suggestion: move it as it suits you both."),
        stamp=introduction.introduced_at or at,
    )


def suggested(
    slot: Mapping[str, Any], space: Space, key: str, *, summary: str, description: str, stamp: datetime
) -> tuple[Attachment, ...]:
    """A calendar file with one proposed moment (as `meeting` makes them), under the key of what it is about."""
    start = datetime.fromisoformat(slot["at"]).astimezone(space.zone)
    place = Location.objects.filter(pk=slot["location"] or 0).first()
    entry = Entry(
        uid=key,
        starts_at=start,
        ends_at=start + timedelta(minutes=30),
        summary=summary,
        stamp=stamp,
        tentative=True,
        description=description,
        location=", ".join(filter(None, (space.name, place.name, place.address))) if place is not None else "",
    )
    return (attachment(entry),)
