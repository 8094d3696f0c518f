"""A notice when somebody can help, and its letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.urls import reverse

from drittort.connect.needs.actions import ANSWERED
from drittort.connect.needs.models import Need
from drittort.connect.needs.rules import reaches
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.members.membership.actions import LEFT
from drittort.members.notices.actions import tell

CATEGORY = "need"
LETTER = "connect/needs/mail/answered"


@reaction(ANSWERED, name="connect.needs.tell_asker")
def tell_asker(row: LedgerRow, at: datetime) -> None:
    """Tell the asker who can help."""
    need = answered(row.subject_id or 0)
    if need is None or need.answered_by is None:
        return
    tell(
        member=need.member,
        category=CATEGORY,
        thread=f"need:{need.pk}",
        key=f"need:{need.pk}:answered",
        at=at,
        text="need.answered",
        context={"need": need.pk, "who": need.answered_by.pk},
        path=reverse("connect:needs", args=[need.space.slug]),
        mail=LETTER,
    )


def answered(need_id: int) -> Need | None:
    """A need whose answer reaches its asker; None when it is gone, or stands beside a block."""
    need = Need.objects.select_related("space", "member__space", "answered_by__account").filter(pk=need_id).first()
    return need if need is not None and need.answered_by is not None and reaches(need.answered_by, need.member) else None


@composer(LETTER)
def helper_letter(told: Told) -> Letter | None:
    """Who can help; an answer goes straight to that person."""
    need = answered(told.facts[-1]["need"])
    if need is None or need.answered_by is None:
        return None
    helper = need.answered_by
    return Letter(
        {
            "need": need.text,
            "helper": helper.name,
            "url": f"{settings.ADDRESS}{reverse('connect:needs', args=[need.space.slug])}",
        },
        reply_to=formataddr((helper.name, helper.account.email)) if helper.account else "",
    )


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The needs that notices speak of, in one query."""
    found = dict(Need.objects.filter(pk__in={row["need"] for row in rows}).values_list("pk", "text"))
    return [{"need": found.get(row["need"], "…")} for row in rows]


@reaction(LEFT, name="connect.needs.take_down")
def take_down(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves looks for nothing here any more; what was answered stays."""
    Need.objects.open().filter(member_id=row.subject_id or 0).update(closed_at=at)
