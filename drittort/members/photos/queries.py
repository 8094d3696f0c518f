"""The face at the door: what somebody who is not signed in may see of it."""

from __future__ import annotations

from dataclasses import dataclass

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.members.models import Member
from drittort.members.photos.rules import PHOTO, PURPOSE, open_to_all


@dataclass(frozen=True, slots=True)
class OpenFace:
    """A photo's address where the person opened it, else the seed of a drawing."""

    photo: str
    seed: str


def face_of(member: Member) -> OpenFace:
    """What the public page shows. Who has not opened their face has the first drawing, whatever they wear."""
    neutral = f"m{member.pk}-0"
    if not member.public_face:
        return OpenFace("", neutral)
    if member.portrait.startswith(PHOTO):
        return OpenFace(address("members:public_face", member.space.slug, member.pk), neutral)
    return OpenFace("", member.portrait)


def public_photo(slug: str, member_id: int) -> StoredFile:
    """The photo that somebody opened to everybody. Raises NotFound for everything else, the same whatever the reason."""
    return photo_of(open_to_all(slug).filter(pk=member_id).first())


def photo_of(member: Member | None) -> StoredFile:
    """The photo of a person whose face may be shown. Raises NotFound where there is none, or nobody."""
    file = (
        StoredFile.objects.filter(space_id=member.space_id, token=member.portrait.removeprefix(PHOTO), purpose=PURPOSE).first()
        if member is not None and member.portrait.startswith(PHOTO)
        else None
    )
    if file is None:
        raise NotFound
    return file
