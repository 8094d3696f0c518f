"""What introductions bring to the first page: who waits for an answer, what is to be told, and, for those who care, what lies ready."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from drittort.connect.introductions import rules
from drittort.connect.introductions.models import Draft, Introduction, Round
from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import TO_TELL, WAITS, Card, Found, Visit
from drittort.spaces.roles import holds

MOST = 6

OPEN = Statement(
    lambda member, now, begun: rules.to_do(member, now, begun).order_by(F("introduced_at").asc(nulls_first=True), "expires_at", "pk")[
        :MOST
    ],
    member=int,
    now=datetime,
    begun=datetime,
)
# How many suggestions of the newest round lie ready in the reader's house.
NEWEST = Round.objects.filter(space=OuterRef(OuterRef("space")), series=None, season=None).order_by("-made_at").values("pk")[:1]
READY = Subquery(
    Draft.objects.filter(round__in=NEWEST, dropped_at=None, sent_at=None, spare=False).order_by().values("round").annotate(count=Count("pk")).values("count")[:1]
)  # fmt: skip


def mine(visit: Visit) -> Found:
    """Introductions that wait for the reader's answer, and those that opened and of which they have told nothing yet. One query."""
    me, slug = visit.member.pk, visit.member.space.slug
    rows: list[Introduction] = OPEN.objects(member=me, now=visit.at, begun=visit.at - rules.OUTCOME_OPEN_FOR)
    cards = tuple(
        Card(
            WAITS if one.introduced_at is None else TO_TELL, one.expires_at if one.introduced_at is None else one.introduced_at, one.other(me),
            _("%(name)s and you: shall we introduce you?") if one.introduced_at is None else _("%(name)s and you both said yes. Have you met?"),
            address("connect:introduction", slug, one.pk), _("Have a look") if one.introduced_at is None else _("Tell how it was"),
        )
        for one in rows
    )  # fmt: skip
    return Found(cards=cards, people=frozenset(card.person for card in cards))


def ready(visit: Visit) -> Found:
    """How many suggestions lie ready for those who care."""
    if not holds(visit.member, rules.CARE):
        return Found()
    count = visit.own["care_ready"] or 0

    def block(people: Mapping[int, Any]) -> int:
        return min(count, rules.SUGGESTED_A_DAY)

    return Found(block=block)
