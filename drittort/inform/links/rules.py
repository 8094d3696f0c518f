"""Whether links get a preview, and who sees its picture: whoever reads a post with the link."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import MEGABYTE, Shape, purpose
from drittort.inform.links.models import LinkPreview
from drittort.inform.posts import rules as posts
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

MOST = 2
FRESH = timedelta(days=30)
SHAPE = Shape((("s", 320), ("m", 640)))


def fetches(space: Space) -> bool:
    """Whether a house looks behind links. The demo asks nobody."""
    return bool(setting(space, "link_previews")) and not space.is_demo and not space.is_sample


def may_see(member: Member, file: StoredFile) -> bool:
    """The picture of a preview is seen by those who read a post with the link."""
    return posts.visible_to(member).filter(links__preview__picture=file.pk).exists()


def pictured(ids: Collection[int]) -> set[int]:
    """Which of some pictures belong to a preview."""
    return {pk for pk in LinkPreview.objects.filter(picture__in=ids).values_list("picture_id", flat=True) if pk is not None}


PICTURE = purpose("inform.preview", may_see=may_see, shape=SHAPE, most_bytes=5 * MEGABYTE, used=pictured, made=True)
