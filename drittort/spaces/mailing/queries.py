"""How the last test mail fared."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format

from drittort.core.mail.way import Handing, handing
from drittort.core.models import Mail
from drittort.spaces.house.rules import Actor
from drittort.spaces.mailing.rules import CATEGORY
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Test:
    """The last mail that somebody sent to themself."""

    to: str
    asked: str
    handing: Handing


def last_test(actor: Actor, space: Space) -> Test | None:
    """The last test of a member, or None. At most two queries."""
    mail = (
        Mail.objects.filter(to_member_id=actor.pk, space_id=space.pk, category=CATEGORY)
        .defer("text", "html", "attachments")
        .order_by("-created_at", "-id")
        .first()
    )
    if mail is None:
        return None
    return Test(mail.to_address, date_format(mail.created_at.astimezone(space.zone), "H:i"), handing(mail))
