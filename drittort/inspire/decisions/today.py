"""What decisions bring to the first page: those that wait for the reader, the one that ends first on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from drittort.core.statements import Statement
from drittort.core.today import Found, Visit
from drittort.inspire.decisions import queries, rules, words
from drittort.members.models import Member

SHOWN, LOOKED_AT = 3, 8

WAITING = Statement(
    lambda member, space, now: (
        queries.standing_of(
            Member(pk=member, space_id=space),
            rules.visible_to(Member(pk=member, space_id=space)).running().filter(closes_at__gt=now),
        )
        .filter(listed=True, spoke=False)
        .order_by("closes_at", "pk")[:LOOKED_AT]
    ),
    member=int,
    space=int,
    now=datetime,
)


@dataclass(frozen=True, slots=True)
class Waits:
    """One decision in a line."""

    path: str
    title: str
    language: str
    kind: str
    until: str


def waiting(visit: Visit) -> Found:
    """Decisions that wait for the reader. At most two queries; the second only where one of them is secret."""
    reader = visit.member
    rows = WAITING.objects(member=reader.pk, space=reader.space_id, now=visit.at)
    had = queries.papers_of(reader, rows)
    shown = [
        Waits(
            queries.page_of(reader.space.slug, row.pk), row.title, row.language, row.get_kind_display(), words.last_day(row, reader.space)
        )
        for row in rows
        if row.pk not in had
    ][:SHOWN]
    return Found(block=(lambda people: shown) if shown else None)
