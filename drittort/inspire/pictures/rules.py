"""Who looks at a picture, who adds one, and who may take it away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from drittort.core.errors import NotFound, require
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inspire.pictures.models import Picture, PictureConsent, PictureWish
from drittort.inspire.pictures.subjects import Subject, split
from drittort.members.models import Member

OPEN_FOR = timedelta(days=30)
"""So long a picture waits for those who were asked; then it goes, whether they said nothing or no."""
MOST_SHOWN = 20
"""So many people can be named in one picture."""


def subject_of(member: Member, thing: str, at: datetime) -> tuple[Subject, int]:
    """The thing that somebody may put a picture to. Raises NotFound for what they don't see, NotAllowed with the reason."""
    known = split(thing)
    if known is None or known[1] not in known[0].visible(member, [known[1]]):
        raise NotFound
    require(known[0].may_add(member, known[1], at))
    return known


def asked_of(member: Member) -> QuerySet[PictureConsent]:
    """What somebody was asked for; never beside a block."""
    return PictureConsent.objects.filter(member=member, withheld=False)


def in_none(people: Collection[int]) -> set[int]:
    """Which of some people would rather be in no picture. Read where a picture is brought, and shown to nobody."""
    return set(PictureWish.objects.filter(member__in=people).values_list("member_id", flat=True))


def may_see(member: Member, file: StoredFile) -> bool:
    """Whether somebody sees a picture: who brought it, who was asked, and once all agreed everybody who reads the thing it stands with."""
    picture = Picture.objects.filter(file=file.pk, space=member.space_id).first()
    if picture is None:
        return False
    return picture.by_id == member.pk or asked_of(member).filter(picture=picture).exists() or shows(member, picture)


def shows(member: Member, picture: Picture) -> bool:
    """Whether a picture shows to somebody as to everybody else: all agreed, and they read the thing it stands with."""
    known = split(picture.subject)
    return (
        known is not None and Picture.objects.agreed().filter(pk=picture.pk).exists() and known[1] in known[0].visible(member, [known[1]])
    )


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are pictures of something."""
    return set(Picture.objects.filter(file__in=ids).values_list("file_id", flat=True))


def may_remove(member: Member, picture: Picture) -> bool:
    """Whether somebody may take a picture away: who brought it, and whoever answers for the thing it stands with, once they see it."""
    if picture.by_id == member.pk:
        return True
    known = split(picture.subject)
    return known is not None and known[0].may_remove(member, known[1]) and may_see(member, picture.file)


def can_be_public(picture: Picture) -> bool:
    """Whether everybody might ever look at it: pictures of some things stay in the house."""
    known = split(picture.subject)
    return known is not None and known[0].public is not None


def open_to_all(picture: Picture) -> bool:
    """Whether everybody may look at a picture: all who were asked agree, and everybody reads what it stands with."""
    known = split(picture.subject)
    if known is None or known[0].public is None:
        return False
    return known[1] in known[0].public([known[1]]) and Picture.objects.public().filter(pk=picture.pk).exists()


PHOTO = purpose("inspire.photo", may_see=may_see, used=used)
