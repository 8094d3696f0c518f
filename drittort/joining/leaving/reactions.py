"""Mail to whoever goes, is told to go, or is back."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import post
from drittort.core.models import LedgerRow
from drittort.joining.leaving import actions
from drittort.joining.leaving.models import Departure
from drittort.joining.leaving.queries import day
from drittort.members.leaving import AFTER_LEAVING
from drittort.members.membership.actions import LEFT, RETURNED
from drittort.members.quiet_hours import next_mail_moment

CATEGORY = "membership"
WHAT = {
    actions.ANNOUNCED: "announced",
    actions.ENDING: "ordered",
    actions.WITHDRAWN: "withdrawn",
    LEFT: "left",
    RETURNED: "returned",
}


@reaction(*WHAT, name="joining.leaving.write")
def write(row: LedgerRow, at: datetime) -> None:
    """One letter for each step of a departure. What the membership itself is about cannot be switched off."""
    found = Departure.objects.select_related("space", "member__account").filter(pk=row.facts.get("departure", 0)).first()
    if found is None or found.member.account is None:
        return
    what, mine = WHAT[row.kind], row.actor_id == found.member_id
    # Who takes back or comes back with one's own hand sees it happen.
    if what in ("withdrawn", "returned") and mine:
        return
    # Meanwhile taken back, or moved to another day: that letter says more.
    if what in ("announced", "ordered") and (found.withdrawn_at is not None or found.last_on.toordinal() != row.facts.get("day")):
        return
    name = {"left": "joining:away", "returned": "home:today"}.get(what, "joining:leaving")
    post(
        key=f"departure:{found.pk}:{what}:{row.facts.get('day', 0)}",
        at=at,
        template="joining/leaving/mail/word",
        context={
            "what": what,
            "by_house": found.by_house,
            "house": found.space.name,
            "last_on": _Day(found.last_on),
            "kept_until": _Day(found.last_on + AFTER_LEAVING),
            "reason": found.reason,
            "url": f"{settings.ADDRESS}{reverse(name, args=[found.space.slug])}",
        },
        to=found.member.account.email,
        to_member_id=found.member_id,
        language=found.member.language,
        category=CATEGORY,
        space_id=found.space_id,
        not_before=next_mail_moment(found.space, at),
    )


class _Day:
    """A day that is written in the language of the letter, not in that of the worker."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __str__(self) -> str:
        return day(self.value)  # type: ignore[arg-type]
