"""Calls for circles as documents of the search: what every member may read of circles. What is said in one is found by nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from drittort.connect.circles import rules, words
from drittort.connect.circles.models import CircleSeason
from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort
from drittort.joining.days import weekday_and_day
from drittort.members.models import Member

CALL = "circle"


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """The calls whose people are not all asked yet. Until when one is open is asked of the rule by whoever looks."""
    rows = CircleSeason.objects.going().filter(pk__in=ids, open_until__isnull=False).select_related("space", "location")
    for row in rows:
        with override(row.language):
            told = [Passage("text", row.language, row.text), Passage("rhythm", row.language, words.rhythm(row))]
            title = words.title(row)
        yield Document(
            row.space_id, row.pk, title, tuple(told), place=f"location:{row.location_id}" if row.location_id else "", person_id=row.host_id, at=row.opened_at,
            facts={"until": str(row.open_until)},
        )  # fmt: skip


def calls_of(space_id: int) -> Iterable[int]:
    """Ids of a house's calls."""
    return CircleSeason.objects.going().filter(space=space_id, open_until__isnull=False).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """Until when one may say that one would like to be in."""
    return _("open until %(day)s") % {"day": weekday_and_day(date.fromisoformat(facts["until"]))}


index.register(
    CALL, documents, calls_of, context=("rhythm",), telling=True,
    findable=Findable(
        {CALL: Sort(gettext_lazy("Circles"), "coffee", 120)}, rules.calls_for, lambda slug, pk: f"{address('connect:circles', slug)}#call-{pk}", note,
    ),
)  # fmt: skip
