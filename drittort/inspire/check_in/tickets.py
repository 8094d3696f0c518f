"""The tickets among what somebody has along: the events at which they have a seat, each with its code for the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.pocket import Ticket
from drittort.inspire.check_in import tokens
from drittort.inspire.events import words
from drittort.inspire.events.models import Registration
from drittort.inspire.events.queries import with_place
from drittort.inspire.events.rules import visible_to
from drittort.members.models import Member
from drittort.members.people.printing import qr_code

MOST, CODES = 12, 3
"""So many tickets, the next ones with their code: drawing one takes a while, and further ahead nobody stands at a door."""


def tickets(member: Member, at: datetime) -> Iterator[Ticket]:
    """The next events at which a member has a seat, in two queries."""
    mine = {
        row.event_id: row
        for row in Registration.objects.going().filter(member=member, event__ends_at__gte=at).order_by("event__starts_at", "pk")[:MOST]
    }
    ahead = with_place(visible_to(member).filter(pk__in=mine, cancelled_at=None)).order_by("starts_at", "pk")
    for place, event in enumerate(ahead):
        yield Ticket(
            at=event.starts_at, title=event.title, language=event.language, when=words.when(event, member.space.zone), where=words.where(event),
            state=words.standing(mine[event.pk], member.space.zone), url=address("inspire:event", member.space.slug, event.pk),
            code=qr_code(tokens.link(mine[event.pk], member.space.slug), _("Your code for the door")) if place < CODES else "",
        )  # fmt: skip
