"""Questions as what is asked the house: for whoever finds people who know. What is said in a closed group is nobody else's to bring around."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from drittort.core import asking
from drittort.core.asking import Asked, Knew
from drittort.inform.posts import queries, rules
from drittort.inform.posts.models import Post
from drittort.web.markdown import plain

MOST_KNEW = 2000


def find(ids: Collection[int]) -> Mapping[int, Asked]:
    """Questions that are out and read by the whole house, of people who are here."""
    rows = Post.objects.out().asking().filter(rules.OPEN, pk__in=ids, member__left_on=None, member__isnull=False).select_related("space")
    return {row.pk: asked(row) for row in rows}


def asked(row: Post) -> Asked:
    """One question."""
    words = plain(row.text)
    between = " " if row.title.endswith(tuple(".!?…")) else ". "
    return Asked(
        id=row.pk, space_id=row.space_id, asker_id=row.member_id or 0, title=queries.open_title(row), text=f"{row.title}{between}{words}" if row.title else words,
        language=row.language, about=rules.about(row.pk), path=queries.page_of(row.space.slug, row.pk), trade=row.trade,
        open=row.archived_at is None and row.answer_id is None, answered=row.answered_at is not None,
    )  # fmt: skip


def knew(space_id: int) -> Iterable[Knew]:
    """Whose answers were taken, newest first: whoever knew once may know again."""
    rows = Post.objects.out().asking().filter(rules.OPEN, space=space_id, answer__author__left_on=None, answer__deleted_at=None)
    found = rows.exclude(answer__author=None).order_by("-posted_at").values_list("answer__author_id", "pk", "title", "text")
    for who, pk, title, text in found[:MOST_KNEW]:
        yield Knew(who, pk, title or plain(text)[:200])


asking.asks(find, knew)
