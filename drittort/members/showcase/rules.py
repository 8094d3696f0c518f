"""Who sees the pictures of work: the house."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Member, ShowcaseItem


def may_see(member: Member, file: StoredFile) -> bool:
    """Pictures of work are there for the house, as long as whoever shows them belongs to it."""
    of_house = Q(company__space_id=member.space_id) | Q(member__space_id=member.space_id, member__left_on=None)
    return ShowcaseItem.objects.filter(of_house, picture_id=file.pk).exists()


def shown(ids: Collection[int]) -> set[int]:
    """Which of some pictures belong to a piece of work."""
    return {pk for pk in ShowcaseItem.objects.filter(picture_id__in=ids).values_list("picture_id", flat=True) if pk is not None}


WORK = purpose("members.work", may_see=may_see, used=shown)
