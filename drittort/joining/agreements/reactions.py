"""Mail to whoever proposed a change, when it was answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.mail.outbox import post
from drittort.core.models import LedgerRow
from drittort.joining.agreements.actions import ADOPTED, DECLINED
from drittort.joining.agreements.models import AgreementProposal
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.quiet_hours import next_mail_moment

CATEGORY = "agreements"


@reaction(ADOPTED, DECLINED, name="joining.agreements.tell_proposer")
def tell_proposer(row: LedgerRow, at: datetime) -> None:
    """Tell what became of the proposal, with the reason."""
    found = AgreementProposal.objects.select_related("space", "member__account").filter(pk=row.subject_id or 0).first()
    if found is None or found.member.account is None or found.member.left_on is not None or not wants_mail(found.member, CATEGORY):
        return
    if found.answered_by_id == found.member_id:
        return
    post(
        key=f"agreement-proposal:{found.pk}:answered",
        at=at,
        template="joining/agreements/mail/answered",
        context={
            "text": found.text,
            "adopted": found.adopted_at is not None,
            "answer": found.answer,
            "house": found.space.name,
            "url": f"{settings.ADDRESS}{reverse('joining:agreements', args=[found.space.slug])}",
        },
        to=found.member.account.email,
        to_member_id=found.member_id,
        language=found.member.language,
        category=CATEGORY,
        space_id=found.space_id,
        unsubscribe=unsubscribe_url(found.member, CATEGORY),
        not_before=next_mail_moment(found.space, at),
    )
