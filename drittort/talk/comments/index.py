"""Comments as documents of the search: whoever may open the thing finds what was said under it. By their words only; what they mean is the thing's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Sort, split
from drittort.members.models import Member
from drittort.talk.conversations.about import commented, parts_of
from drittort.talk.conversations.models import Message

COMMENT = "comment"


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """What was said under things that are found themselves, for those who find them."""
    rows = list(Message.objects.filter(pk__in=ids, deleted_at=None).select_related("conversation").order_by("pk"))
    things: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind, number = parts_of(row.conversation.about)
        if kind in commented() and kind in index.KINDS:
            things[kind].add(number)
    found = {(kind, one.ref): one for kind, refs in things.items() for one in index.KINDS[kind].documents(sorted(refs))}
    for row in rows:
        thing = found.get(parts_of(row.conversation.about))
        if thing is not None and row.text.strip():
            yield Document(
                thing.space_id, row.pk, thing.title, tuple(split("text", "", row.text)), thing.audience, place=thing.place, under=row.conversation.about,
                person_id=row.author_id, at=row.at,
            )  # fmt: skip


def comments_of(space_id: int) -> Iterable[int]:
    """Ids of what stands under the things of a house."""
    return under(Message.objects.filter(conversation__space=space_id)).values_list("pk", flat=True)


def under(rows: QuerySet[Message]) -> QuerySet[Message]:
    """Those messages that stand under a thing."""
    kinds = commented()
    found = rows.none()
    for kind in kinds:
        found |= rows.filter(conversation__about__startswith=f"{kind}:")
    return found


def beneath(space_id: int, things: Collection[str]) -> Iterable[int]:
    """Ids of what stands under some things."""
    return Message.objects.filter(conversation__space=space_id, conversation__about__in=things).values_list("pk", flat=True)


def visible(member: Member, at: datetime) -> QuerySet[Message]:
    """What was not taken back; whether its thing opens is asked besides."""
    return Message.objects.filter(conversation__space=member.space_id, deleted_at=None)


index.register(
    COMMENT, documents, comments_of, newest=0, beneath=beneath,
    findable=Findable({COMMENT: Sort(_("Comments"), "talk", 80)}, visible, anchor="#letter-%d"),
)  # fmt: skip
