"""Who sees the picture of the house."""

from __future__ import annotations

from collections.abc import Collection

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import Shape, purpose
from drittort.home.phone.models import PhoneIcon
from drittort.members.models import Member

SIDE = 512


def may_see(member: Member, file: StoredFile) -> bool:
    """Whether a member sees a picture that may become the sign of the house: everybody there does."""
    return member.space_id == file.space_id


def worn(ids: Collection[int]) -> set[int]:
    """Which of some pictures stand for a house now."""
    return set(PhoneIcon.objects.filter(file__in=ids).values_list("file_id", flat=True))


ICON = purpose("home.phone_icon", may_see=may_see, shape=Shape((("m", SIDE),), ratio=1), most_bytes=4 * 1024 * 1024, used=worn)
