"""Listings as documents of the search: what stands on the market for the house; what was taken down, for those who care for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.connect.market import rules
from drittort.connect.market.models import Listing
from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort, split
from drittort.members.models import Member
from drittort.members.people.index import COMPANY, ONESELF

LISTING = "listing"


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """Listings of people who are here. That one has run out is asked of the rule by whoever looks: the clock changes no document."""
    rows = Listing.objects.filter(pk__in=ids, member__left_on=None).select_related("company", "member")
    for row in rows:
        by = row.company.name if row.company else row.member.name
        told = [*split("text", row.language, row.text), Passage("by", "", by)]
        readers = f"{ONESELF}:{row.member_id}" + (f" {COMPANY}:{row.company_id}" if row.company_id else "")
        facts: dict[str, Any] = {"kind": row.kind, "expires": row.expires_at.isoformat()}
        facts |= {name: True for name, there in (("taken", row.taken_at), ("closed", row.closed_at)) if there is not None}
        yield Document(
            row.space_id, row.pk, row.title, tuple(told), index.MEMBERS if row.closed_at is None else readers, person_id=row.member_id, at=row.shown_at, facts=facts
        )  # fmt: skip


def listings_of(space_id: int) -> Iterable[int]:
    """Ids of a house's listings."""
    return rules.of_house(space_id).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """What kind of listing it is, and whether it still stands."""
    told = (
        ("closed" in facts, _("taken down")),
        ("taken" in facts and "closed" not in facts, _("gone already")),
        ("closed" not in facts and datetime.fromisoformat(facts["expires"]) <= at, _("ran out")),
    )
    return " · ".join([str(Listing.Kind(facts["kind"]).label), *(words for there, words in told if there)])


index.register(
    LISTING, documents, listings_of, context=("by",), telling=True,
    findable=Findable(
        {LISTING: Sort(gettext_lazy("Market"), "market", 110)}, rules.visible_to, lambda slug, pk: address("connect:listing", slug, pk), note,
        {"by": gettext_lazy("Put up by")},
    ),
)  # fmt: skip
