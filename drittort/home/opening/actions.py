"""Opening a house: the whole first step at once, and throwing away what was only begun."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.database import locked
from drittort.core.errors import Invalid, require
from drittort.members.founding import found_house
from drittort.members.models import Account, Member
from drittort.spaces.actions import delete_space
from drittort.spaces.house.rules import may_change
from drittort.spaces.models import OpeningLink, Space
from drittort.spaces.opening.actions import begin_space, note_step, use_link


def begin_house(
    *,
    account: Account | None,
    link: OpeningLink | None,
    email: str,
    person: str,
    name: str,
    slug: str,
    language: str,
    timezone: str,
    at: datetime,
) -> Member:
    """Make house, founder and first agreements, and spend the link: all or nothing. Raises Invalid."""
    with transaction.atomic():
        if link is not None:
            use_link(link=link, at=at)
        space = begin_space(slug=slug, name=name, language=language, timezone=timezone, at=at)
        member = found_house(space=space, account=account, email=email, name=person, at=at)
    note_step(space=space, step="house", said="done")
    return member


def discard_house(*, actor: Member) -> None:
    """Throw away a house that was only begun. Raises Invalid once it is open."""
    require(may_change(actor))
    with transaction.atomic():
        # Under the lock of the house, which opening the door takes, too: an open house is never thrown away.
        space = locked(Space.objects.filter(pk=actor.space_id), whole=True).first()
        if space is None or space.opening is None:
            raise Invalid(_("This house is open; it is not thrown away here."))
        delete_space(space=space)
