"""Whether questions to the house find an answer, and who writes to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from drittort.core.metrics import INFORM, SHARE, UP, Calendar, Figure, gives, metric, open_share, page
from drittort.inform.posts.models import Post
from drittort.spaces.models import Space
from drittort.talk.conversations.models import Message

A_WEEK = timedelta(days=7)


def answered(space: Space, months: Sequence[date]) -> dict[date, Figure]:
    """The share of questions to the house under which somebody else wrote within a week."""
    calendar = Calendar(space, months)
    rows = Post.objects.out().asking().filter(space=space, group=None, posted_at__gte=calendar.since, posted_at__lt=calendar.until)
    found = calendar.by_month(
        (at, heard is not None and heard <= at + A_WEEK) for at, heard in rows.values_list("posted_at", "answered_at") if at is not None
    )
    return {month: open_share(sum(each), len(each)) for month, each in found.items()}


def giving(space_id: int, since: datetime, until: datetime) -> Iterator[tuple[datetime, int | None]]:
    """Who wrote something to the house, or under it. What is written in a group is the group's."""
    house = Post.objects.out().filter(space=space_id, group=None)
    posts = house.filter(posted_at__gte=since, posted_at__lt=until).values_list("posted_at", "member_id")
    keys = house.annotate(key=Concat(Value("post:"), Cast("pk", CharField()))).values("key")
    comments = Message.objects.filter(
        conversation__space=space_id, conversation__about__in=keys, at__gte=since, at__lt=until, deleted_at=None
    )
    return chain(((at, who) for at, who in posts.iterator() if at is not None), comments.values_list("at", "author_id").iterator())


gives("posts", giving)
metric(
    "questions_answered", _("Questions answered within a week"), answered, unit=SHARE, better=UP, program=INFORM, element="needs",
    open=True, ripens=8, rows=page("inform:questions"),
    definition=_("Of the questions to the house in the month, the share under which somebody else wrote within a week."),
    formula=_("Questions with a comment of somebody else within seven days / all questions to the house."),
    source=_("Questions that every member may read; those in groups are left out."),
    limits=_("A comment is not yet an answer. Whether it helped, only whoever asked knows."),
    helps=_("Ask somebody who may know; the page of a question has a button for it."), helps_at="inform:questions",
)  # fmt: skip
