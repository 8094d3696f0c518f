"""Who is asked for a picture."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inspire.pictures import actions
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import kept_from

CATEGORY = "picture"


@reaction(actions.ADDED, name="inspire.pictures.ask")
def ask(row: LedgerRow, at: datetime) -> None:
    """Ask everybody who can be seen, or whose story it is; never beside a block, and it never shows then."""
    picture = Picture.objects.select_related("space", "by").filter(pk=row.subject_id or 0).first()
    if picture is None:
        return
    rows = PictureConsent.objects.filter(picture=picture, house_at=None, declined_at=None, withheld=False).select_related("member__space")
    waiting = list(rows)
    apart = kept_from(picture.by_id, [one.member_id for one in waiting])
    for one in waiting:
        if one.member_id not in apart:
            tell(
                member=one.member, category=CATEGORY, thread="pictures", key=f"picture:{picture.pk}", at=at, text="picture.asked",
                context={"picture": picture.pk, "who": picture.by_id}, path=reverse("inspire:my_pictures", args=[picture.space.slug]),
            )  # fmt: skip
