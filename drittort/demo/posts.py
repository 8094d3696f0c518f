"""Groups, posts, questions and what was said under them in the demo house. Nothing is mailed and nobody is told: it is the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.questions.models import QuestionRequest
from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts import actions, rules
from drittort.inform.posts.models import Post, Reaction, ReadLine
from drittort.inform.trades.models import TradeMember
from drittort.members.models import Member, StandingLine
from drittort.spaces.models import Space
from drittort.talk.comments.models import Following
from drittort.talk.conversations.models import Conversation, Message
from drittort.talk.groups.models import Group, GroupMember

LAST_LOOK = timedelta(days=4)
"""So long ago the member of the demo looked at what is new."""


def load_posts(space: Space, at: datetime) -> None:
    """Write all of it in a handful of statements. Whoever is not in the house (a smaller world) has written nothing."""
    told = read("posts")
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    groups = load_groups(space, [row for row in told["group"] if row["hosts"][0] in people], people, at)
    rows = [row for row in (*told["post"], *told["draft"]) if row["by"] in people and row.get("group", "") in {"", *groups}]
    posts = Post.objects.bulk_create(
        post(space, row, moment(space, row["days"], place, at), row in told["draft"], people, groups, at) for place, row in enumerate(rows)
    )
    told_under = [(post, row) for post, row in zip(posts, rows, strict=True) if post.posted_at is not None]
    comments(space, told_under, people, at)
    for one, row in told_under:
        if "poll" in row:
            poll(one, row["poll"], people, at)
    Reaction.objects.bulk_create(
        Reaction(post=post, member=people[name], kind=kind, at=min(at, post.posted_at + timedelta(hours=3 + k)))
        for post, row in told_under
        for kind, names in row.get("felt", {}).items()
        for k, name in enumerate(names)
        if name in people and post.posted_at is not None and people[name].pk != post.member_id
    )
    LedgerRow.objects.bulk_create(
        LedgerRow(
            space_id=space.pk, at=post.posted_at or at, kind=kind, actor_id=post.member_id, subject_id=post.pk, audience="nobody" if post.group_id else "members",
            facts=actions.asked_about(post) if kind == actions.ASKED else {},
        )
        for post, _row in told_under
        for kind in ((actions.POSTED, actions.ASKED) if post.verb == Post.Verb.ASK else (actions.POSTED,))
    )  # fmt: skip
    bring(told_under, people, at)
    TradeMember.objects.bulk_create(
        TradeMember(member=people[name], letter=letter, rhythm="week", joined_at=at - timedelta(days=60), seen_at=at - LAST_LOOK)
        for letter, names in told["takes_part"].items()
        for name in names
        if name in people
    )
    if "member" in people:
        ReadLine.objects.create(member=people["member"], line_at=at - LAST_LOOK, seen_at=at - LAST_LOOK)


def bring(told: list[tuple[Post, dict[str, Any]]], people: dict[str, Member], at: datetime) -> None:
    """Questions that the house brought to somebody, by the first thing that they offer."""
    brought = [(post, people[name]) for post, row in told for name in row.get("brought", ()) if name in people]
    offers = dict(
        StandingLine.objects.filter(member__in=[m for _post, m in brought], side="offer")
        .order_by("-position")
        .values_list("member_id", "text")
    )
    QuestionRequest.objects.bulk_create(
        QuestionRequest(
            question=post, member=member, position=0, fit=1, reasons=[{"code": "offer", "text": offers[member.pk]}] if member.pk in offers else [],
            found_at=post.posted_at or at, asked_at=post.posted_at or at,
        )
        for post, member in brought
    )  # fmt: skip


def load_groups(space: Space, rows: list[dict[str, Any]], people: dict[str, Member], at: datetime) -> dict[str, Group]:
    """The groups by their keys, with their people."""
    made = Group.objects.bulk_create(
        Group(
            space=space, name=row["name"], line=row["line"], welcome=row["welcome"], language=row.get("language", "de"), seen_by=row["seen_by"], joining=row["joining"],
            founded_at=at - timedelta(days=350 - 20 * place), founded_by=people[row["hosts"][0]],
        )
        for place, row in enumerate(rows)
    )  # fmt: skip
    GroupMember.objects.bulk_create(
        (
            GroupMember(
                group=group, member=people[name], joined_at=min(at, group.founded_at + timedelta(days=9 * k)), is_host=name in row["hosts"]
            )
            for group, row in zip(made, rows, strict=True)
            for k, name in enumerate((*row["hosts"], *row["people"]))
            if name in people
        ),
        ignore_conflicts=True,
    )
    return {row["key"]: group for row, group in zip(rows, made, strict=True)}


def moment(space: Space, days: float, place: int, at: datetime) -> datetime:
    """When it was written: so many days ago, in the hours in which people are up."""
    day = (at - timedelta(days=days)).astimezone(space.zone)
    return min(day.replace(hour=8 + 3 * place % 10, minute=7 * place % 60, second=0, microsecond=0), at - timedelta(hours=1))


def post(
    space: Space, row: dict[str, Any], written: datetime, draft: bool, people: dict[str, Member], groups: dict[str, Group], at: datetime
) -> Post:
    """One post, not yet in its table."""
    return Post(
        space=space, member=people[row["by"]], group=groups[row["group"]] if "group" in row else None, verb=row["verb"], title=row.get("title", ""), text=row["text"],
        language=row.get("language", "de"), trade=row.get("trade", ""), created_at=written, posted_at=None if draft else written, pinned_at=written if row.get("pinned") else None,
        archived_at=at - timedelta(days=30) if row.get("archived") else None,
    )  # fmt: skip


def poll(post: Post, row: dict[str, Any], people: dict[str, Member], at: datetime) -> None:
    """The poll of a post: one that is over was counted, of the other it stands there who chose what."""
    until, counted = at + timedelta(days=row["ends"]), row.get("counted")
    made = Poll.objects.create(
        post=post,
        secret=row.get("secret", False),
        until=until,
        closed_at=until if counted else None,
        voters=sum(counted) if counted else None,
    )
    options = PollOption.objects.bulk_create(
        PollOption(poll=made, position=k, text=text, votes=counted[k] if counted else None) for k, text in enumerate(row["options"])
    )
    PollVote.objects.bulk_create(
        PollVote(option=option, member=people[name], at=(post.posted_at or at) + timedelta(hours=k + 1))
        for option, names in zip(options, row.get("chosen", ()), strict=False)
        for k, name in enumerate(names)
        if name in people
    )


def comments(space: Space, told: list[tuple[Post, dict[str, Any]]], people: dict[str, Member], at: datetime) -> None:
    """What was said under posts, in the order of time; which one answered; and that those who wrote have read it."""
    threads = {
        post.pk: Conversation(space=space, about=rules.about(post.pk), begun_at=post.posted_at or at)
        for post, row in told
        if row.get("said")
    }
    Conversation.objects.bulk_create(threads.values())
    said = [
        (
            post,
            k,
            Message(
                conversation=threads[post.pk],
                author=people[name],
                text=text,
                at=min(at, (post.posted_at or at) + timedelta(minutes=35 * (k + 1))),
            ),
        )
        for post, row in reversed(told)
        for k, (name, text) in enumerate(row.get("said", ()))
        if name in people
    ]
    Message.objects.bulk_create(message for _post, _place, message in said)
    rows = dict(told)
    answered = []
    for one, place, message in said:
        if one.answered_at is None and message.author_id != one.member_id:
            one.answered_at = message.at
        if rows[one].get("answer") == place:
            one.answer = message
        answered.append(one)
    Post.objects.bulk_update(set(answered), ["answered_at", "answer"])
    newest = {message.conversation_id: message for _post, _place, message in said}
    writers = {(message.conversation_id, message.author_id, post.member_id) for post, _place, message in said}
    followers = {(conversation, who) for conversation, author, poster in writers for who in (author, poster)}
    Following.objects.bulk_create(
        Following(conversation_id=conversation, member_id=who, seen_up_to=newest[conversation].pk, follows_at=newest[conversation].at)
        for conversation, who in sorted(followers, key=str)
        if who is not None
    )
