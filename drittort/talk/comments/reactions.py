"""Somebody wrote under a thing: whose it is, who wrote there and who is named find one notice, until they have looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.search import index as search
from drittort.members.models import Notice
from drittort.members.notices.actions import tell as notice
from drittort.talk.comments import index, queries, rules
from drittort.talk.comments.actions import CHANGED, DELETED, RESTORED, WRITTEN
from drittort.talk.comments.models import Following
from drittort.talk.conversations.models import Conversation, Message
from drittort.talk.conversations.reactions import MENTION

ANSWERS = "answers"


@reaction(WRITTEN, name="talk.comments.tell")
def tell(row: LedgerRow, at: datetime) -> None:
    """One notice for a thread: as long as somebody has not looked, further comments tell them nothing; being named always does."""
    message = Message.objects.select_related("conversation").filter(pk=row.subject_id or 0, deleted_at=None).first()
    if message is None:
        return
    key = message.conversation.about
    path = queries.path_of(message, f"#letter-{message.pk}")
    people = rules.told_of(message)
    waiting = set(
        Notice.objects.filter(member__in=[person.pk for person, _named in people], thread=key, seen_at=None).values_list(
            "member_id", flat=True
        )
    )
    read = dict(
        Following.objects.filter(conversation=message.conversation_id, seen_up_to__gte=message.pk).values_list("member_id", "seen_up_to")
    )
    for person, named in people:
        if person.pk in read or (person.pk in waiting and not named):
            continue
        notice(
            member=person, category=MENTION if named else ANSWERS, thread=key, key=f"comment:{message.pk}", at=at,
            text="comment.names" if named else "comment.new", context={"who": message.author_id, "conversation": message.conversation_id}, path=path,
        )  # fmt: skip


@reaction(WRITTEN, CHANGED, DELETED, RESTORED, name="talk.comments.write_index")
def write_index(row: LedgerRow, at: datetime) -> None:
    """A comment came, changed or went: the index follows."""
    search.index(space_id=row.space_id, kind=index.COMMENT, refs=[row.subject_id or 0], at=at)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the things are called under which somebody wrote: as everybody in the house may know them."""
    keys = dict(Conversation.objects.filter(pk__in={row["conversation"] for row in rows}).values_list("pk", "about"))
    titles = queries.titles(keys.values())
    return [{"title": titles.get(keys.get(row["conversation"], ""), "…")} for row in rows]
