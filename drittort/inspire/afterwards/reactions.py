"""Who is told something after an event."""

from __future__ import annotations

from datetime import datetime

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inspire.events.models import Event
from drittort.inspire.events.reactions import CATEGORY
from drittort.inspire.pictures.actions import forget_who_left
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell

AFTER, EVENT = "event.after", "event"


def ask(event: Event, reader: Member, at: datetime) -> None:
    """Ask somebody how it was: one notice, with the house's plain letter."""
    path = address("inspire:afterwards", event.space.slug, event.pk)
    thread = f"event:{event.pk}"
    tell(
        member=reader,
        category=CATEGORY,
        thread=thread,
        key=f"{AFTER}:{event.pk}",
        at=at,
        text=AFTER,
        context={"event": event.pk},
        path=path,
    )


@reaction(LEFT, name="inspire.afterwards.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Pictures of whoever leaves, and those they brought, go. A story is its tellers' own, and stays until they take it back."""
    forget_who_left(member_id=row.subject_id or 0, kind=EVENT, at=at)
