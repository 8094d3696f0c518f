"""Who sees the pictures of a company: the house."""

from __future__ import annotations

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.models import Member, ShowcaseItem


def may_see(member: Member, file: StoredFile) -> bool:
    """Pictures of pieces of work are there for the house."""
    return ShowcaseItem.objects.filter(company__space_id=member.space_id, picture_id=file.pk).exists()


WORK = purpose("members.work", may_see=may_see)
