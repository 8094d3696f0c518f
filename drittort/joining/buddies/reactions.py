"""What follows when somebody gets a buddy."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.joining.buddies.actions import GIVEN
from drittort.joining.buddies.models import Buddy
from drittort.members.notices.actions import tell

CATEGORY = "buddy"


@reaction(GIVEN, name="joining.buddies.tell_buddy")
def tell_buddy(row: LedgerRow, at: datetime) -> None:
    """Tell the buddy who is new, once; not when it has ended by then."""
    held = Buddy.objects.select_related("buddy__space").filter(pk=row.subject_id or 0).current(at).filter(member__left_on=None).first()
    if held is None:
        return
    tell(
        member=held.buddy,
        category=CATEGORY,
        thread=f"buddy:{held.pk}",
        key=f"buddy:{held.pk}:given",
        at=at,
        text="buddy.given",
        context={"who": held.member_id},
        path=reverse("joining:buddies", args=[held.buddy.space.slug]),
    )
