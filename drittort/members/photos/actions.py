"""The face of a member: a photo, or one of the drawn ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.core.files.actions import Upload, crop_again, drop_files, keep_picture
from drittort.core.files.models import StoredFile
from drittort.core.files.pictures import Crop
from drittort.members.models import Member
from drittort.members.photos.rules import PHOTO, PURPOSE

CHANGED = "profile.changed"
DRAWN = 24


def set_photo(*, actor: Member, upload: Upload, crop: Crop | None, at: datetime) -> str:
    """Take a photo as the own face; returns the new portrait. The one before is removed. Raises Invalid with a sentence."""
    file = keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=PURPOSE, at=at, crop=crop)
    return wear(actor=actor, portrait=f"{PHOTO}{file.token}", at=at)


def crop_photo(*, actor: Member, crop: Crop, at: datetime) -> str:
    """Show another part of the present photo. Raises Invalid where there is none."""
    file = StoredFile.objects.filter(owner_id=actor.pk, purpose=PURPOSE, token=actor.portrait.removeprefix(PHOTO)).first()
    if file is None:
        raise Invalid(_("There is no photo yet."))
    return wear(actor=actor, portrait=f"{PHOTO}{crop_again(file=file, crop=crop, at=at).token}", at=at)


def choose_drawn(*, actor: Member, number: int, at: datetime) -> str:
    """Wear one of the drawn faces; a photo is removed."""
    if not 0 <= number < DRAWN:
        raise Invalid
    return wear(actor=actor, portrait=seed(actor, number), at=at)


def open_face(*, actor: Member, opened: bool, at: datetime) -> None:
    """Show the own face on the public page too, or only in the house again. Twice is once."""
    with transaction.atomic():
        member = locked(Member.objects.filter(pk=actor.pk)).get()
        if member.public_face != opened:
            member.public_face = actor.public_face = opened
            member.save(update_fields=["public_face"])
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=CHANGED,
                actor_id=actor.pk,
                subject_id=actor.pk,
                audience=ledger.only(actor.pk),
                facts={"fields": ["photo"]},
            )


def seed(member: Member, number: int) -> str:
    """The seed of one of the faces that a member may choose from."""
    return f"m{member.pk}-{number}"


def wear(*, actor: Member, portrait: str, at: datetime) -> str:
    """Put on a face; photos that are worn no more go."""
    with transaction.atomic():
        member = locked(Member.objects.filter(pk=actor.pk)).get()
        if member.portrait != portrait:
            member.portrait = actor.portrait = portrait
            member.save(update_fields=["portrait"])
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=CHANGED,
                actor_id=actor.pk,
                subject_id=actor.pk,
                audience=ledger.only(actor.pk),
                facts={"fields": ["photo"]},
            )
        mine = StoredFile.objects.filter(owner_id=actor.pk, purpose=PURPOSE)
        drop_files(ids=list(mine.exclude(token=portrait.removeprefix(PHOTO)).values_list("pk", flat=True)))
    return portrait
