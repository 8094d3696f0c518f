"""Who looks at a picture, who adds one, and who may take it away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inspire.pictures.models import Picture, PictureConsent
from drittort.inspire.pictures.subjects import SUBJECTS, Subject, split
from drittort.members.models import Member

OPEN_FOR = timedelta(days=30)
"""So long a picture waits for those who were asked; then it goes, whether they said nothing or no."""
MOST = 12


def subject_of(member: Member, thing: str) -> tuple[Subject, int]:
    """The thing that somebody may put a picture to. Raises NotFound."""
    known = split(thing)
    if known is None or not known[0].may_add(member, known[1]):
        raise NotFound
    return known


def may_see(member: Member, file: StoredFile) -> bool:
    """Whether somebody sees a picture: who brought it, who was asked, and once all agreed everybody who reads the thing it stands with."""
    picture = Picture.objects.filter(file=file.pk, space=member.space_id).first()
    if picture is None:
        return False
    if picture.by_id == member.pk or PictureConsent.objects.filter(picture=picture, member=member).exists():
        return True
    known = split(picture.subject)
    agreed = Picture.objects.agreed().filter(pk=picture.pk).exists()
    return agreed and known is not None and known[1] in known[0].visible(member, [known[1]])


def used(ids: Collection[int]) -> set[int]:
    """Which of some files are pictures of something."""
    return set(Picture.objects.filter(file__in=ids).values_list("file_id", flat=True))


def may_remove(member: Member, picture: Picture) -> bool:
    """Whether somebody may take a picture away: who brought it, and whose story it is."""
    known = split(picture.subject)
    return picture.by_id == member.pk or (known is not None and member.pk in known[0].owners(known[1]))


def open_to_all(picture: Picture) -> bool:
    """Whether everybody may look at a picture: all who were asked agree, and everybody reads what it stands with."""
    kind, _mark, number = picture.subject.partition(":")
    known = SUBJECTS.get(kind)
    return known is not None and int(number) in known.public([int(number)]) and Picture.objects.public().filter(pk=picture.pk).exists()


PHOTO = purpose("inspire.photo", may_see=may_see, used=used)
