"""What stories bring to the first page: the one that the house asked for, while it is not told and nobody said no."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.today import TO_TELL, Card, Found, Visit
from drittort.inspire.stories.models import StorySide

SHOWN_FOR = timedelta(days=14)
# The story for which the reader was asked last, and with whom it is.
LAST = StorySide.objects.filter(member=OuterRef("pk"), asked_at__isnull=False, sent_at=None, declined_at=None, story__off_at=None).order_by(
    "-asked_at", "-pk"
)
WITH = StorySide.objects.filter(story=OuterRef("story")).exclude(member=OuterRef("member")).order_by("pk").values("member_id")[:1]
OWN = {
    "story": Subquery(LAST.values("story_id")[:1]),
    "at": Subquery(LAST.values("asked_at")[:1]),
    "other": Subquery(LAST.annotate(other=Subquery(WITH)).values("other")[:1]),
}  # fmt: skip


def asked(visit: Visit) -> Found:
    """A card for the story that the reader was asked for."""
    story, at, other = (visit.own[f"stories_{name}"] for name in OWN)
    if other is None or at <= visit.at - SHOWN_FOR:
        return Found()
    path = address("inspire:story", visit.member.space.slug, story)
    card = Card(TO_TELL, at, other, _("%(name)s and you: what became of it? Would you tell?"), path, _("Tell it, or rather not"))
    return Found(cards=(card,), people=frozenset({other}))
