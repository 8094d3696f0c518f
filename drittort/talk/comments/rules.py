"""Who reads and writes under a thing, and who is told. A thing that all see hides nothing beside a block; only notices know it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from drittort.core.errors import NotFound, Verdict
from drittort.core.models import LedgerRow
from drittort.members.models import Member
from drittort.members.safety.rules import kept_from
from drittort.talk.comments.models import Following
from drittort.talk.conversations.about import commented, comments_on
from drittort.talk.conversations.models import Conversation, Message
from drittort.web.in_text import mention


def may_read(member: Member, key: str) -> bool:
    """Whether somebody sees the thing, and so what is written under it."""
    known = comments_on(key)
    return known is not None and member.pk in known[0].readers(known[1], [member.pk])


def may_say(member: Member, key: str, at: datetime) -> Verdict:
    """Whether somebody may write there now. Raises NotFound where they don't see the thing."""
    known = comments_on(key)
    if known is None or not may_read(member, key):
        raise NotFound
    return known[0].may_say(member, known[1], at)


def is_comment(message: Message) -> bool:
    """Whether a message stands under a thing."""
    return message.conversation.about.partition(":")[0] in commented()


def told_of(message: Message) -> list[tuple[Member, bool]]:
    """Who is told of a comment, and whether it names them: those whose thing it is, those who wrote there or are quoted, and who is named.

    Never its author, nobody beside a block, nobody who does not see the thing, nobody who wants silence there.
    """
    key = message.conversation.about
    known = comments_on(key)
    if known is None or message.author_id is None:
        return []
    comments, number = known
    muted = set(Following.objects.filter(conversation=message.conversation_id).exclude(muted_at=None).values_list("member_id", flat=True))
    wanted = set(comments.told(number)) | set(
        Following.objects.filter(conversation=message.conversation_id).exclude(follows_at=None).values_list("member_id", flat=True)
    )
    named = named_in(message) if "@" in message.text else set()
    ids = (wanted | named) - muted - {message.author_id}
    ids = set(comments.readers(number, ids)) - kept_from(message.author_id, ids) if ids else set()
    people = Member.objects.here().select_related("space").filter(pk__in=ids).order_by("pk")
    return [(person, person.pk in named) for person in people]


def named_in(message: Message) -> set[int]:
    """The ids of people of the house whom a text names by “@name”."""
    people = dict(Member.objects.here().filter(space=message.conversation.space_id).values_list("pk", "name"))
    found = mention(set(people.values()))
    names = {each.casefold() for each in found.findall(message.text)} if found else set()
    return {pk for pk, name in people.items() if name.casefold() in names}


def conversation_of(space_id: int, key: str) -> Conversation | None:
    """The conversation of a thing, once somebody wrote there."""
    return Conversation.objects.filter(space=space_id, about=key).first()


def woken(rows: Sequence[LedgerRow], members: Collection[int]) -> list[tuple[int, str]]:
    """Who of some members, with a page open, learns that something was written under a thing: those who see it."""
    ids = {row.facts["conversation"] for row in rows if "conversation" in row.facts}
    keys = Conversation.objects.filter(pk__in=ids).values_list("about", flat=True)
    told = []
    for key in keys:
        known = comments_on(key)
        if known is not None:
            told += [(member, f"comments:{key}") for member in known[0].readers(known[1], members)]
    return told
