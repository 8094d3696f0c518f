"""Posts and questions as documents of the search: what is out, for those who read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort, split
from drittort.inform.posts import rules
from drittort.inform.posts.models import Post
from drittort.members.models import Member
from drittort.talk.groups.models import Group
from drittort.web.markdown import plain

POST, QUESTION = "post", "question"
NEWEST = 50_000
"""Of so many posts it is known what they mean; of older ones, which are seldom wanted, only which words they hold. Questions stay known."""


def documents(ids: Sequence[int]) -> Iterable[Document]:
    """What is out. A post of a closed group is a document for its people alone: none of its words tells anything to others, not even how a word is spelled."""
    for row in Post.objects.filter(pk__in=ids, posted_at__isnull=False, removed_at=None).select_related("member", "answer", "group"):
        text = plain(row.text)
        told = split("text", row.language, text)
        if row.answer is not None and row.answer.deleted_at is None:
            told.append(Passage("answer", row.language, row.answer.text[:1000]))
        if row.member is not None:
            told.append(Passage("by", "", row.member.name))
        open_to_all = row.group is None or row.group.seen_by == Group.SeenBy.HOUSE
        facts: dict[str, Any] = {"verb": row.verb}
        if row.group is not None:
            facts["group"] = row.group.name
        for name, there in (
            ("answered", row.answered_at),
            ("solved", row.answer_id),
            ("away", row.archived_at),
            ("merged", row.merged_into_id),
        ):
            if there is not None:
                facts[name] = True
        yield Document(
            row.space_id, row.pk, row.title or text[:80], tuple(told), index.MEMBERS if open_to_all else f"group:{row.group_id}",
            sort=QUESTION if row.verb == Post.Verb.ASK else POST, place=f"group:{row.group_id}" if row.group_id else "", person_id=row.member_id, at=row.posted_at, facts=facts,
        )  # fmt: skip


def posts_of(space_id: int) -> Iterable[int]:
    """Ids of a house's posts."""
    return Post.objects.filter(space=space_id, posted_at__isnull=False, removed_at=None).values_list("pk", flat=True)


def note(facts: dict[str, Any], reader: Member, at: datetime) -> str:
    """How a post stands, and where."""
    asks = facts["verb"] == Post.Verb.ASK
    told = (
        (asks and "solved" in facts, _("solved")),
        (asks and "answered" in facts and "solved" not in facts, _("there are answers")),
        (asks and "answered" not in facts, _("still open")),
        ("away" in facts, _("put away")),
        ("merged" in facts, _("goes on elsewhere")),
        ("group" in facts, facts.get("group", "")),
    )
    return " · ".join(words for there, words in told if there)


def forget(space_id: int, refs: Sequence[int], at: datetime) -> None:
    """Somebody is erased: what they posted is written anew from what is left."""
    for start in range(0, len(refs), index.CHUNK):
        index.index(space_id=space_id, kind=POST, refs=refs[start : start + index.CHUNK], at=at)


index.register(
    POST, documents, posts_of, context=("by",), brief=True, telling=True, newest=NEWEST, lasting=(QUESTION,),
    findable=Findable(
        {QUESTION: Sort(gettext_lazy("Questions"), "question", 50), POST: Sort(gettext_lazy("Posts"), "new", 70)}, lambda member, at: rules.opens_for(member),
        lambda slug, pk: address("inform:post", slug, pk), note, {"answer": gettext_lazy("Answer"), "by": gettext_lazy("Written by")},
    ),
)  # fmt: skip
