"""Making a house: the link that may do it, the row, and the moment when the door opens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.spaces.actions import check_space
from drittort.spaces.agreements.actions import propose_the_first
from drittort.spaces.house.rules import Actor
from drittort.spaces.models import OpeningLink, Space

OPENED = "space.opened"
VALID_FOR = timedelta(days=1)


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(*, at: datetime) -> str:
    """A fresh secret for one house; the ones that were not used are void from now on."""
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        OpeningLink.objects.filter(used_at=None).delete()
        OpeningLink.objects.create(digest=digest_of(token), made_at=at)
    return token


def link_of(*, token: str, at: datetime) -> OpeningLink:
    """The link that a secret belongs to. Raises Invalid when it was used, replaced or is older than a day."""
    link = OpeningLink.objects.filter(digest=digest_of(token), used_at=None, made_at__gt=at - VALID_FOR).first()
    if link is None:
        raise Invalid(
            _("This link has opened a house already, or is older than a day. On the machine itself, bin/drittort open prints a new one.")
        )
    return link


def use_link(*, link: OpeningLink, at: datetime) -> None:
    """Spend a link, once, whoever comes first. Raises Invalid. Inside the transaction that makes the house."""
    if not OpeningLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise Invalid(_("Somebody has just opened a house with this link."))


def begin_space(*, slug: str, name: str, language: str, timezone: str, at: datetime) -> Space:
    """Make a house that is still being opened, with agreements to begin with. Raises Invalid for an address that is taken, reserved or malformed."""
    space = Space(slug=slug, name=name, language=language, timezone=timezone, opening={}, created_at=at)
    check_space(space)
    try:
        with transaction.atomic():
            space.save(force_insert=True)
            propose_the_first(space=space, at=at)
    except IntegrityError as error:
        # Two at once: the check of both found the address free.
        raise Invalid(_("Somebody has just taken this address. Choose another one.")) from error
    return space


def note_step(*, space: Space, step: str, said: str) -> None:
    """Remember that a step of the opening was done or put off. After the opening it changes nothing."""
    with transaction.atomic():
        row = locked(Space.objects.filter(pk=space.pk)).get()
        if row.opening is not None:
            row.opening = {**row.opening, step: said}
            row.save(update_fields=["opening"])
        space.opening = row.opening


def open_the_door(*, actor: Actor, at: datetime) -> Space:
    """End the opening: from now on it is a house like any other. Doing it twice changes nothing."""
    with transaction.atomic():
        space = locked(Space.objects.filter(pk=actor.space_id)).get()
        if space.opening is not None:
            space.opening = None
            space.save(update_fields=["opening"])
            ledger.record(space_id=space.pk, at=at, kind=OPENED, actor_id=actor.pk, subject_id=space.pk, audience=ledger.EVERYONE)
    return space
