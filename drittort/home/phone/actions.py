"""A house's own picture, and the hint that is put away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core.errors import require
from drittort.core.files.actions import Upload, decode, drop_files, keep_picture
from drittort.home.phone.models import PhoneHint, PhoneIcon
from drittort.home.phone.rules import ICON
from drittort.members.models import Member
from drittort.spaces.house.actions import note_change
from drittort.spaces.house.rules import may_change


def set_icon(*, actor: Member, upload: Upload, at: datetime) -> PhoneIcon:
    """Give the house a picture of its own; the one before goes. Raises Invalid where it is no picture."""
    require(may_change(actor))
    found = decode(upload, ICON)
    with transaction.atomic():
        file = keep_picture(space_id=actor.space_id, owner_id=None, upload=found, purpose=ICON, at=at)
        _drop(actor.space_id)
        made = PhoneIcon.objects.create(space_id=actor.space_id, file=file)
        note_change(actor, "icon", at)
    return made


def drop_icon(*, actor: Member, at: datetime) -> None:
    """Back to the drawn sign; where there is no other, nothing happens."""
    require(may_change(actor))
    with transaction.atomic():
        if _drop(actor.space_id):
            note_change(actor, "icon", at)


def _drop(space_id: int) -> int:
    return drop_files(ids=list(PhoneIcon.objects.filter(space=space_id).values_list("file_id", flat=True)))


def dismiss_hint(*, actor: Member, at: datetime) -> None:
    """Say no more that the house can be an app. Twice is once."""
    PhoneHint.objects.get_or_create(member=actor, defaults={"dismissed_at": at})
