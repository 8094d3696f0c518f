"""What a page shows of the links in a post."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from drittort.core.files.queries import address_of
from drittort.inform.links.models import LinkPreview


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of the web as it introduces itself."""

    url: str
    host: str
    title: str
    text: str
    picture: str
    width: int
    height: int


def previews(slug: str, post_id: int) -> tuple[Preview, ...]:
    """The previews of a post that its reader has found. One query."""
    rows = (
        LinkPreview.objects.filter(posts__post=post_id, failed_at=None, fetched_at__isnull=False)
        .select_related("picture")
        .order_by("posts__pk")
    )
    return tuple(
        Preview(
            row.url, (urlsplit(row.url).hostname or "").removeprefix("www."), row.title, row.text, address_of(slug, row.picture, "s") if row.picture else "",
            row.picture.sizes["s"][0] if row.picture else 0, row.picture.sizes["s"][1] if row.picture else 0,
        )
        for row in rows
    )  # fmt: skip
