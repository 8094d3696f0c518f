"""Who is told something after an event."""

from __future__ import annotations

from datetime import datetime

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import CHANGE
from drittort.inspire.afterwards import actions
from drittort.inspire.afterwards.models import EventPhotoFace
from drittort.inspire.events.models import Event
from drittort.inspire.events.reactions import CATEGORY
from drittort.members.membership.actions import LEFT
from drittort.members.models import Member
from drittort.members.notices.actions import tell

AFTER, IN_PICTURE = "event.after", "event.in_picture"


def say(event: Event, reader: Member, code: str, news: int, at: datetime) -> None:
    """One notice, with the house's plain letter; `news` is the number of what it is about."""
    path = address("inspire:afterwards", event.space.slug, event.pk)
    thread = f"event:{event.pk}"
    tell(
        member=reader,
        category=CATEGORY,
        thread=thread,
        key=f"{code}:{event.pk}:{news}",
        at=at,
        text=code,
        context={"event": event.pk, CHANGE: news},
        path=path,
    )


@reaction(actions.PHOTO, name="inspire.afterwards.ask_faces")
def ask_faces(row: LedgerRow, at: datetime) -> None:
    """Ask those who are in a picture."""
    asked = EventPhotoFace.objects.filter(photo=row.facts.get("photo", 0), agreed_at=None, declined_at=None, withheld=False)
    for face in asked.select_related("photo__event__space", "member__space"):
        say(face.photo.event, face.member, IN_PICTURE, face.photo_id, at)


@reaction(LEFT, name="inspire.afterwards.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Pictures of whoever leaves go."""
    actions.end_of(member_id=row.subject_id or 0)
