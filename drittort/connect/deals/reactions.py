"""Notices about a deal, and the letter that asks whether it is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from drittort.connect.deals import actions, rules, tokens
from drittort.connect.deals.models import Deal
from drittort.connect.introductions.words import day as day_words
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.notices import Letter, Told, composer
from drittort.members.models import Member
from drittort.members.notices.actions import tell

CATEGORY = "deal"
ASKED = "connect/deals/mail/asked"


def write(deal: Deal, reader: Member, who: int, step: str, at: datetime, mail: str | None = None) -> None:
    """Tell somebody about a deal."""
    tell(
        member=reader,
        category=CATEGORY,
        thread=f"deal:{deal.pk}",
        key=f"deal:{deal.pk}:{step}",
        at=at,
        text=f"deal.{step}",
        context={"deal": deal.pk, "who": who},
        path=reverse("connect:deals", args=[deal.space.slug]),
        mail=mail,
    )


def found(deal_id: int) -> Deal | None:
    """A deal that stands."""
    rows = Deal.objects.select_related("space", "member__space", "partner__space", "company", "partner_company")
    return rows.filter(pk=deal_id, withdrawn_at=None).first()


@reaction(actions.RECORDED, name="connect.deals.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask the other side; never beside a block."""
    deal = found(row.subject_id or 0)
    if deal is not None and deal.confirmed_at is None:
        for person in rules.people_asked(deal).select_related("space", "account"):
            write(deal, person, deal.member_id, "asked", at, ASKED)


@reaction(actions.CONFIRMED, name="connect.deals.confirmed")
def confirmed(row: LedgerRow, at: datetime) -> None:
    """Tell who recorded it that both say so now."""
    deal = found(row.subject_id or 0)
    if deal is not None and deal.partner_id is not None:
        write(deal, deal.member, deal.partner_id, "confirmed", at)


@composer(ASKED)
def question_letter(told: Told) -> Letter | None:
    """The question, as long as it can be answered and was not laid aside."""
    deal = found(told.facts[-1]["deal"])
    reader = Member.objects.here().filter(pk=told.reader).first()
    if (
        deal is None
        or reader is None
        or deal.refused_at is not None
        or deal.unheard_at is not None
        or not rules.may_confirm(reader, deal, rules.speaks_for(reader), told.at)
    ):
        return None
    other = f"{deal.member.name} ({deal.company.name})" if deal.company is not None else deal.member.name
    mine = deal.partner_company.name if deal.partner_company is not None else ""
    return Letter({"who": other, "mine": mine, "text": deal.text, "day": day_words(deal.done_on), "link": tokens.link(deal.pk, reader.pk)})


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the deals that notices speak of were about, in one query."""
    words = dict(Deal.objects.filter(pk__in={row["deal"] for row in rows}).values_list("pk", "text"))
    return [{"deal": words.get(row["deal"], "…")} for row in rows]
