"""What needs and offers bring to the first page: those that the house asks the reader about, and a few of the board, unanswered ones first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils.translation import gettext as _

from drittort.connect.introductions.words import since
from drittort.connect.needs import rules
from drittort.connect.needs.models import LIVES, Need, NeedAnswer
from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import ASKED, Card, Found, Visit
from drittort.members.models import Member
from drittort.members.people.queries import Face
from drittort.members.safety.rules import kept_apart_by

ROWS, SEEKS, OFFERS = 14, 3, 2
UNANSWERED, OFFERED, ANSWERED = range(3)

BOARD = Statement(
    lambda member, space, after: (
        rules.of_house(space)
        .filter(Q(opened_at__gt=after) | Q(renewed_at__gt=after), closed_at=None, helped_at=None)
        .exclude(member=member)
        .annotate(
            asked=Exists(rules.waiting_requests(member).filter(need=OuterRef("pk"))),
            helping=Exists(NeedAnswer.objects.filter(need=OuterRef("pk"), member=member, withdrawn_at=None)),
            folded=Exists(kept_apart_by(Member(pk=member)).filter(blocked=OuterRef("member"))),
            group=Case(
                When(side=Need.Side.OFFER, then=Value(OFFERED)), When(answered_at=None, then=Value(UNANSWERED)), default=Value(ANSWERED)
            ),
        )
        .filter(helping=False)
        .order_by("-asked", "group", Case(When(answered_at=None, side=Need.Side.SEEK, then=F("opened_at"))), "-opened_at", "pk")[:ROWS]
    ),
    member=int,
    space=int,
    after=datetime,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One need or offer of the board in two lines."""

    id: int
    path: str
    face: Face
    kicker: str
    text: str
    language: str
    since: str
    offer: bool
    unanswered: bool
    folded: bool


def board(visit: Visit) -> Found:
    """The needs that the house brought to the reader as cards; of the others a handful. One query."""
    me, slug = visit.member, visit.member.space.slug
    rows: list[Any] = BOARD.objects(member=me.pk, space=me.space_id, after=visit.at - LIVES)
    asked = [row for row in rows if row.asked]
    others = [row for row in rows if not row.asked]
    seeks, offers = [row for row in others if row.group == UNANSWERED][:SEEKS], [row for row in others if row.group == OFFERED][:OFFERS]
    # Where nobody waits for an answer, those that have one are still worth reading.
    shown = [*seeks, *offers, *[row for row in others if row.group == ANSWERED][: SEEKS - len(seeks)]]
    cards = tuple(
        Card(
            ASKED, row.opened_at, row.member_id, _("%(name)s is looking, and you may know something about it."), address("connect:need", slug, row.pk), _("Have a look"),
            row.text, row.language,
        )
        for row in asked
    )  # fmt: skip

    def block(people: Mapping[int, Face]) -> tuple[Row, ...]:
        return tuple(
            Row(
                row.pk, address("connect:need", slug, row.pk), people[row.member_id], _("offers") if row.group == OFFERED else _("is looking"), row.text, row.language,
                since((row.renewed_at or row.opened_at).astimezone(me.space.zone).date(), visit.day), row.group == OFFERED, row.group == UNANSWERED, row.folded,
            )
            for row in shown if row.member_id in people
        )  # fmt: skip

    return Found(cards=cards, people=frozenset(row.member_id for row in (*asked, *shown)), block=block if shown else None)
