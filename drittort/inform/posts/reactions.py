"""What follows: the index, that a post is heard, a word of thanks told once, who is named, and the week in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.addresses import address
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.core.search import index as search
from drittort.inform.posts import actions, index, queries, rules
from drittort.inform.posts.models import Post, Reaction
from drittort.members.models import Member, Notice
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import reach_each_other
from drittort.talk.comments.actions import WRITTEN
from drittort.talk.comments.reactions import ANSWERS
from drittort.talk.conversations.reactions import MENTION
from drittort.talk.groups.actions import CHANGED
from drittort.web.in_text import mention

WEEK = "posts"


@reaction(
    actions.POSTED, actions.EDITED, actions.REMOVED, actions.RESTORED, actions.ARCHIVED, actions.MOVED, actions.MERGED, actions.ANSWERED, actions.UNANSWERED,
    name="inform.posts.write_index",
)  # fmt: skip
def write_index(row: LedgerRow, at: datetime) -> None:
    """A post came, changed or went: the index follows."""
    search.index(space_id=row.space_id, kind=index.POST, refs=[row.subject_id or 0], at=at)


@reaction(CHANGED, name="inform.posts.write_index_of_group")
def write_index_of_group(row: LedgerRow, at: datetime) -> None:
    """A group says anew who reads in it, or what it is called: so do its posts."""
    refs = Post.objects.filter(group=row.subject_id or 0).values_list("pk", flat=True)
    search.changed(space_id=row.space_id, kind=index.POST, refs=refs, at=at)


@reaction(WRITTEN, name="inform.posts.heard")
def heard(row: LedgerRow, at: datetime) -> None:
    """Somebody else wrote under a post: nobody needs to look after it any more."""
    post_id = actions.note_comment(message_id=row.subject_id or 0, at=at)
    if post_id is not None:
        search.index(space_id=row.space_id, kind=index.POST, refs=[post_id], at=at)


@reaction(actions.REACTED, name="inform.posts.tell_reaction")
def tell_reaction(row: LedgerRow, at: datetime) -> None:
    """Somebody said a word to a post: told once, until its author has looked. Never beside a block."""
    felt = Reaction.objects.select_related("post__member__space").filter(pk=row.facts.get("reaction", 0)).first()
    author = felt.post.member if felt is not None else None
    if felt is None or author is None or author.left_on is not None or not reach_each_other(felt.member_id, author.pk):
        return
    thread = rules.about(felt.post_id)
    if Notice.objects.filter(member=author, thread=thread, seen_at=None).exists():
        return
    tell(
        member=author, category=ANSWERS, thread=thread, key=f"reaction:{felt.pk}", at=at, text=f"post.{felt.kind}",
        context={"who": felt.member_id, "post": felt.post_id}, path=queries.page_of(author.space.slug, felt.post_id),
    )  # fmt: skip


@reaction(actions.POSTED, name="inform.posts.tell_named")
def tell_named(row: LedgerRow, at: datetime) -> None:
    """A notice for those whom a post names, if they may read it. Never beside a block."""
    post = Post.objects.out().filter(pk=row.subject_id or 0).first()
    if post is None or post.member_id is None or "@" not in post.text:
        return
    people = {m.pk: m for m in Member.objects.here().select_related("space").filter(space=post.space_id).exclude(pk=post.member_id)}
    found = mention({m.name for m in people.values()})
    names = {each.casefold() for each in found.findall(post.text)} if found else set()
    named = {pk for pk, m in people.items() if m.name.casefold() in names}
    for pk in sorted(rules.readers(post.pk, named)):
        if reach_each_other(post.member_id, pk):
            tell(
                member=people[pk], category=MENTION, thread=rules.about(post.pk), key=f"post:{post.pk}:named", at=at, text="post.names",
                context={"who": post.member_id, "post": post.pk}, path=queries.page_of(people[pk].space.slug, post.pk),
            )  # fmt: skip


def tell_week(member: Member, count: int, at: datetime) -> None:
    """What somebody has not read, in one line a week."""
    year, week, _day = member.space.day(at).isocalendar()
    tell(
        member=member, category=WEEK, thread="posts", key=f"posts:{year}-{week}", at=at, text="posts.week" if count > 1 else "posts.one", context={"count": count},
        path=address("inform:news", member.space.slug),
    )  # fmt: skip


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: what they posted stays without them or goes, and the index follows."""
    refs = list(Post.objects.filter(member=erased.person_id).values_list("pk", flat=True))
    actions.forget_person(erased)
    index.forget(erased.space_id, refs, erased.at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the posts are called of which notices speak: as everybody in the house may know them."""
    found = queries.names({row["post"] for row in rows})
    return [{"title": found[row["post"]].title if row["post"] in found else "…"} for row in rows]


def numbers(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """How much is new."""
    return [{"n": str(row["count"])} for row in rows]
