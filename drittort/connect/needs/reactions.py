"""Mail when somebody can help."""

from __future__ import annotations

from datetime import datetime
from email.utils import formataddr

from django.conf import settings
from django.urls import reverse

from drittort.connect.introductions.queries import house_address
from drittort.connect.needs.actions import ANSWERED
from drittort.connect.needs.models import Need
from drittort.connect.needs.rules import reaches
from drittort.core.ledger import reaction
from drittort.core.mail.outbox import post
from drittort.core.models import LedgerRow
from drittort.members.mail_refusals.actions import unsubscribe_url, wants_mail
from drittort.members.quiet_hours import next_mail_moment

CATEGORY = "need"


@reaction(ANSWERED, name="connect.needs.tell_asker")
def tell_asker(row: LedgerRow, at: datetime) -> None:
    """Tell the asker who can help; an answer goes straight to that person."""
    need = Need.objects.select_related("space", "member__account", "answered_by__account").filter(pk=row.subject_id or 0).first()
    if (
        need is None
        or need.answered_by is None
        or need.member.account is None
        or need.member.left_on is not None
        or not wants_mail(need.member, CATEGORY)
        or not reaches(need.answered_by, need.member)
    ):
        return
    helper = need.answered_by
    post(
        key=f"need:{need.pk}:answered",
        at=at,
        template="connect/needs/mail/answered",
        context={
            "need": need.text,
            "helper": helper.name,
            "house": need.space.name,
            "url": f"{settings.ADDRESS}{reverse('connect:needs', args=[need.space.slug])}",
        },
        to=need.member.account.email,
        to_member_id=need.member_id,
        language=need.member.language,
        category=CATEGORY,
        space_id=need.space_id,
        sender=formataddr((need.space.name, house_address())),
        reply_to=formataddr((helper.name, helper.account.email)) if helper.account else "",
        unsubscribe=unsubscribe_url(need.member, CATEGORY),
        not_before=next_mail_moment(need.space, at),
    )
