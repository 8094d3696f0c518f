"""The calendar file that comes along: the first proposed moment, tentative, to be moved by the two."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from drittort.connect.introductions.meeting import still_ahead
from drittort.connect.introductions.models import Introduction
from drittort.core.calendars import Entry, attachment, uid
from drittort.core.mail.outbox import Attachment
from drittort.members.models import Member
from drittort.spaces.models import Location


def invitation(introduction: Introduction, member: Member, other: Member, at: datetime) -> tuple[Attachment, ...]:
    """A calendar file with the first of the moments that the letter proposes; none where it proposes none."""
    ahead = still_ahead(introduction.slots, member, other, at)
    entries = []
    for slot in ahead[:1]:
        start = datetime.fromisoformat(slot["at"]).astimezone(introduction.space.zone)
        place = Location.objects.filter(pk=slot["location"] or 0).first()
        entries.append(
            Entry(
                uid=uid("introduction", introduction.pk),
                starts_at=start,
                ends_at=start + timedelta(minutes=30),
                summary=_("%(name)s and you") % {"name": other.name},
                stamp=introduction.introduced_at or at,
                tentative=True,
                description=_("A first meeting. The time is only a suggestion: move it as it suits you both."),
                location=", ".join(filter(None, (introduction.space.name, place.name, place.address))) if place is not None else "",
            )
        )
    return (attachment(*entries),) if entries else ()
