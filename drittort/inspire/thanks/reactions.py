"""Thanks reach those who are thanked, and count as such between the two where both agreed to be counted."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inspire.thanks import actions
from drittort.inspire.thanks.models import Thanks, ThanksTo
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import kept_from
from drittort.network.ties.actions import note_contact

CATEGORY = "thanks"


@reaction(actions.SAID, name="inspire.thanks.hand_over")
def hand_over(row: LedgerRow, at: datetime) -> None:
    """Tell whom it is to, never beside a block; of a company those who work there."""
    thanks = Thanks.objects.select_related("space").filter(pk=row.subject_id or 0, off_at=None).first()
    if thanks is None:
        return
    path = f"{reverse('inspire:thanks', args=[thanks.space.slug])}?part={{part}}"
    for one in ThanksTo.objects.filter(thanks=thanks).select_related("member__space"):
        if not one.withheld:
            hand(thanks, one.member, path.format(part="received"), at)
        note_contact(space=thanks.space, a=thanks.member_id, b=one.member_id, at=row.at, kind="thanks", origin=f"thanks:{thanks.pk}")
    if thanks.company_id is not None:
        staff = Member.objects.here().select_related("space").filter(employments__company=thanks.company_id, employments__until_on=None)
        people = list(staff.exclude(pk=thanks.member_id).distinct())
        apart = kept_from(thanks.member_id, [one.pk for one in people])
        for colleague in people:
            if colleague.pk not in apart:
                hand(thanks, colleague, path.format(part="house"), at)


def hand(thanks: Thanks, reader: Member, path: str, at: datetime) -> None:
    """One line in the inbox, with the words."""
    tell(
        member=reader, category=CATEGORY, thread="thanks", key=f"thanks:{thanks.pk}", at=at, text="thanks.said", context={"thanks": thanks.pk, "who": thanks.member_id},
        path=path,
    )  # fmt: skip
