"""The kind mail."""

from __future__ import annotations

from datetime import datetime

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import post
from drittort.core.models import LedgerRow
from drittort.joining.lapsing.actions import ASKED
from drittort.joining.lapsing.models import Lapse
from drittort.joining.lapsing.tokens import link
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.people.words import first_name
from drittort.members.quiet_hours import next_mail_moment

CATEGORY = "lapsing"


@reaction(ASKED, name="joining.lapsing.write")
def write(row: LedgerRow, at: datetime) -> None:
    """Ask whether all is well, once for each silence, unless it has ended or they want no such mail."""
    found = Lapse.objects.open().select_related("member__account", "member__space").filter(pk=row.facts.get("lapse", 0)).first()
    if found is None or found.member.account is None or found.member.left_on is not None or not wants_mail(found.member, CATEGORY):
        return
    member = found.member
    url = link(found)
    post(
        key=f"lapse:{found.pk}",
        at=at,
        template="joining/lapsing/mail/well",
        context={"house": member.space.name, "name": first_name(member.name), "here": f"{url}?says=here", "pause": f"{url}?says=pause", "leave": f"{url}?says=leave"},
        to=found.member.account.email,
        to_member_id=member.pk,
        language=member.language,
        category=CATEGORY,
        space_id=member.space_id,
        unsubscribe=unsubscribe_url(member, CATEGORY),
        not_before=next_mail_moment(member.space, at),
    )  # fmt: skip
