"""Who sees the photo of a member: the house."""

from __future__ import annotations

from collections.abc import Collection

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import FACE, purpose
from drittort.members.models import Member

PHOTO = "photo:"


def may_see(member: Member, file: StoredFile) -> bool:
    """Whether a member sees a photo: their own, and the face of whoever belongs to the house."""
    return (
        file.owner_id == member.pk or Member.objects.all().here().filter(space_id=member.space_id, portrait=f"{PHOTO}{file.token}").exists()
    )


def worn(ids: Collection[int]) -> set[int]:
    """Which of some photos are somebody's face now."""
    tokens = dict(StoredFile.objects.filter(pk__in=ids).values_list("token", "pk"))
    faces = Member.objects.filter(portrait__in=[f"{PHOTO}{token}" for token in tokens]).values_list("portrait", flat=True)
    return {tokens[face.removeprefix(PHOTO)] for face in faces}


PURPOSE = purpose("members.photo", may_see=may_see, shape=FACE, used=worn)
