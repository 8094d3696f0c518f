"""Who may take the whole house along. Everything stands in the file, what people wrote to each other too: founders only, on duty, and everybody sees it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from drittort.core.errors import Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.members.house_copy.models import HouseCopy
from drittort.members.models import Member
from drittort.spaces.house.rules import may_take_along

CATEGORY = "house_copy"
ASKED = "house.taken_along"
KEPT = timedelta(days=1)


def nobody(member: Member, file: StoredFile) -> bool:
    """The file is handed out by its own address only, to who asked for it and proved who they are a moment ago."""
    return False


def lasting(ids: Collection[int]) -> set[int]:
    """Which of some files may still be fetched."""
    return set(HouseCopy.objects.filter(file__in=ids).values_list("file_id", flat=True))


COPY = purpose("members.house_copy", may_see=nobody, used=lasting, made=True)


def may_ask(member: Member) -> Verdict:
    """Founders on duty; one file at a time."""
    verdict = may_take_along(member)
    if verdict and HouseCopy.objects.filter(space=member.space_id, done_at=None).exists():
        return no(_("The file of the house is being made."))
    return verdict


def kept(space_id: int, at: datetime) -> list[HouseCopy]:
    """The files of a house that are being made or can still be fetched, newest first."""
    rows = HouseCopy.objects.filter(space=space_id, asked_at__gt=at - KEPT).select_related("file", "by")
    return list(rows.order_by("-asked_at", "-pk"))
