"""What is announced, above everything else on the first page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When

from drittort.core.statements import Statement
from drittort.core.today import Found, Visit
from drittort.inform.announcements import rules
from drittort.inform.announcements.queries import card, with_own

SHOWN = 3

STANDING = Statement(
    lambda member, space, today: (
        with_own(rules.meant_for(member, space).standing(today), member)
        .annotate(asks=Case(When(Q(acknowledge=True, read=False), then=Value(True)), default=Value(False), output_field=BooleanField()))
        .order_by("-asks", "-pressing", "-published_at", "-pk")[:SHOWN]
    ),
    member=int,
    space=int,
    today=date,
)


def announced(visit: Visit) -> Found:
    """What holds today and is meant for the reader: first what they have still to acknowledge, then what presses. One query."""
    rows = STANDING.objects(member=visit.member.pk, space=visit.member.space_id, today=visit.day)

    def block(people: Mapping[int, Any]) -> Any:
        return tuple(card(visit.member, row, visit.at) for row in rows)

    return Found(block=block if rows else None)
