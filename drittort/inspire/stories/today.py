"""What stories bring to the first page: the one that the house asked for, while it is not told and nobody said no."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.statements import Statement
from drittort.core.today import TO_TELL, Card, Found, Visit
from drittort.inspire.stories.models import StorySide

SHOWN_FOR = timedelta(days=14)
ASKED = Statement(
    lambda member, since: (
        StorySide.objects.filter(member=member, asked_at__gt=since, sent_at=None, declined_at=None, story__off_at=None)
        .annotate(other=Subquery(StorySide.objects.filter(story=OuterRef("story")).exclude(member=member).order_by("pk").values("member_id")[:1]))
        .order_by("asked_at", "pk")
        .values_list("story_id", "asked_at", "other")[:1]
    ),
    member=int,
    since=datetime,
)  # fmt: skip


def asked(visit: Visit) -> Found:
    """A card for the story that the reader was asked for. One query."""
    cards = tuple(
        Card(
            TO_TELL, at, other, _("%(name)s and you: what became of it? Would you tell?"), address("inspire:story", visit.member.space.slug, story), _("Tell it, or rather not")
        )
        for story, at, other in ASKED.rows(member=visit.member.pk, since=visit.at - SHOWN_FOR)
        if other is not None
    )  # fmt: skip
    return Found(cards=cards, people=frozenset(card.person for card in cards))
