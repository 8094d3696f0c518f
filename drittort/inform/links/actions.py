"""Noting which links stand in a post, fetching what they lead to, and forgetting what nobody links to any more."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urljoin

from django.db import transaction

from drittort.core import outside
from drittort.core.errors import Invalid
from drittort.core.files.actions import Bytes, drop_files, keep_picture
from drittort.core.files.models import StoredFile
from drittort.core.jobs.queue import enqueue
from drittort.inform.links import rules
from drittort.inform.links.models import LinkPreview, PostLink
from drittort.inform.links.reading import introduction
from drittort.inform.posts.models import Post
from drittort.web.markdown import addresses

FETCH = "inform.links.fetch"
PAGES, PICTURES = ("text/html", "application/xhtml+xml"), ("image/jpeg", "image/png", "image/webp", "image/gif")
MOST_OF_PAGE, SECONDS = 512 * 1024, 8.0


def note_links(*, post: Post, at: datetime) -> None:
    """The first links of a post get a preview, where the house wants them; those that are gone from it go. May run again."""
    urls = []
    for url in addresses(post.text) if rules.fetches(post.space) and post.posted_at is not None and post.removed_at is None else ():
        try:
            outside.parts_of(url)
        except OSError:
            continue
        urls.append(url)
    urls = list(dict.fromkeys(urls))[: rules.MOST]
    with transaction.atomic():
        PostLink.objects.filter(post=post).exclude(preview__url__in=urls).delete()
        for url in urls:
            preview, new = LinkPreview.objects.get_or_create(space_id=post.space_id, url=url, defaults={"asked_at": at})
            PostLink.objects.get_or_create(post=post, preview=preview)
            if new or preview.asked_at <= at - rules.FRESH:
                LinkPreview.objects.filter(pk=preview.pk).update(asked_at=at)
                enqueue(FETCH, {"preview": preview.pk}, at=at, space_id=post.space_id, key=f"{FETCH}:{preview.pk}:{at.date().isoformat()}")


def fetch(*, preview_id: int, at: datetime) -> None:
    """Look behind a link. What is not there, or not for everybody, has no preview; it is asked once, not again and again."""
    preview = LinkPreview.objects.select_related("space").filter(pk=preview_id).first()
    if preview is None or not rules.fetches(preview.space):
        return
    try:
        page = outside.get(preview.url, accept="text/html", types=PAGES, most_bytes=MOST_OF_PAGE, seconds=SECONDS)
    except OSError:
        LinkPreview.objects.filter(pk=preview.pk).update(failed_at=at)
        return
    told = introduction(page.content)
    picture = picture_of(preview, urljoin(page.url, told.picture), at) if told.picture else None
    before = preview.picture_id
    LinkPreview.objects.filter(pk=preview.pk).update(
        fetched_at=at, failed_at=None if told.title else at, title=told.title, text=told.text, site=told.site, picture=picture
    )
    if before is not None:
        drop_files(ids=[before])


def picture_of(preview: LinkPreview, url: str, at: datetime) -> StoredFile | None:
    """The picture by which a page introduces itself, written anew; None where it is none."""
    try:
        found = outside.get(url, accept="image/*", types=PICTURES, most_bytes=5 * 1024 * 1024, seconds=SECONDS)
        return keep_picture(space_id=preview.space_id, owner_id=None, upload=Bytes("preview", found.content), purpose=rules.PICTURE, at=at)
    except (OSError, Invalid):
        return None


def forget_unlinked(*, at: datetime) -> int:
    """Remove previews to which no post links any more; returns how many."""
    gone = list(LinkPreview.objects.filter(posts=None, asked_at__lt=at - rules.FRESH).values_list("pk", "picture_id"))
    LinkPreview.objects.filter(pk__in=[pk for pk, _picture in gone]).delete()
    drop_files(ids=[picture for _pk, picture in gone if picture is not None])
    return len(gone)
