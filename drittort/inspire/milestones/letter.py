"""The days to celebrate since the last letter, in the house letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext_lazy

from drittort.core import letter
from drittort.core.addresses import address
from drittort.core.letter import MOST_MADE, Item
from drittort.inspire.milestones import words
from drittort.inspire.milestones.models import Milestone
from drittort.members.people.words import initials
from drittort.spaces.models import Space


def celebrated(space: Space, since: datetime, until: datetime) -> Iterator[Item]:
    """Years, first times and birthdays since the last letter, the latest first."""
    rows = (
        Milestone.objects.shown().filter(space=space, on__gt=space.day(since), on__lte=space.day(until)).select_related("member", "company")
    )
    for row in rows.order_by("-on", "-pk")[:MOST_MADE]:
        name = row.member.name if row.member is not None else row.company.name if row.company is not None else ""
        sentence = words.sentence(row, name)
        if name and sentence:
            own = (row.member_id,) if row.member_id is not None else ()
            yield Item(row.pk, sentence, badge=initials(name), people=own, not_for=frozenset(own), fresh=False)


def path(slug: str, thing: int) -> str:
    """The page of milestones."""
    return address("inspire:milestones", slug)


letter.block(
    "milestones", gettext_lazy("To celebrate"), celebrated, kind="milestone", path=path, place=65, most=5, in_order=True,
    counted=ngettext_lazy("one day to celebrate", "%(n)s days to celebrate", "n"),
)  # fmt: skip
