"""What is new on the market in the house letter: to each reader first what they look for, else each listing in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from drittort.connect.market import rules
from drittort.connect.market.actions import CLOSED
from drittort.connect.market.models import Listing
from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Fit, Item
from drittort.members.people.fitting import who_wants
from drittort.spaces.models import Space


def shown(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """What was put up since the last letter."""
    rows = rules.of_house(space.pk).open(until).filter(shown_at__gt=since).select_related("company", "member")
    for row in rows.order_by("-shown_at", "-pk")[:MOST_MADE]:
        by = row.company.name if row.company else row.member.name
        about = " · ".join(filter(None, (str(Listing.Kind(row.kind).label), by, row.price)))
        yield Item(row.pk, row.title, "", about, "", row.language, people=(row.member_id,), not_for=frozenset((row.member_id,)))


def who_looks_for(space_id: int, told: Sequence[Item]) -> Mapping[int, Mapping[int, Fit]]:
    """Whom listings fit, by what they look for."""
    return who_wants(space_id, {item.thing: item.title for item in told})


def path(slug: str, thing: int) -> str:
    """The page of a listing."""
    return address("connect:listing", slug, thing)


letter.block(
    "market", _("New on the market"), shown, kind="listing", path=path, place=45, most=3, taken_back=(CLOSED,), fits=who_looks_for, why=_("To you, because you are looking: “%(why)s”"),
    counted=ngettext_lazy("one thing on the market", "%(n)s things on the market", "n"),
)  # fmt: skip
