"""Who sees the photo of a member: the house."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import FACE, purpose
from drittort.members.models import Member, ProfileValue
from drittort.members.profiles.models import Visibility
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

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


def open_to_all(slug: str) -> QuerySet[Member]:
    """Who shows their face at the door: by their own word, in a house that has public profiles, with something to read beside it."""
    spoken = ProfileValue.objects.filter(
        member=OuterRef("pk"), visibility=Visibility.PUBLIC, field__widest=Visibility.PUBLIC, field__retired_at=None
    )
    house = Space.objects.filter(slug=slug).first()
    if house is None or not setting(house, "public_profiles"):
        return Member.objects.none()
    return Member.objects.filter(Exists(spoken), space=house, left_on=None, public_face=True)


PURPOSE = purpose("members.photo", may_see=may_see, shape=FACE, used=worn)
