"""Somebody said something: whoever has not seen it two minutes later is told by mail; whom it names or answers finds a notice at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.core.jobs.queue import enqueue
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.notices.actions import tell as notice
from drittort.talk.conversations import queries, rules
from drittort.talk.conversations.actions import SAID
from drittort.talk.conversations.models import Message

PATIENCE = timedelta(minutes=2)
TELL = "talk.conversations.tell"
MENTION = "mention"


@reaction(SAID, name="talk.conversations.tell_soon")
def tell_soon(row: LedgerRow, at: datetime) -> None:
    """Look again in two minutes: who reads in the house needs no mail."""
    conversation_id = int(row.facts["conversation"])
    enqueue(
        TELL, {"conversation": conversation_id}, at=at, space_id=row.space_id, key=f"talk.tell:{conversation_id}:{row.subject_id}", run_at=row.at + PATIENCE
    )  # fmt: skip


@reaction(SAID, name="talk.conversations.tell_named")
def tell_named(row: LedgerRow, at: datetime) -> None:
    """A notice for those whom a message names or answers, if it was delivered to them and they have not made the conversation silent."""
    message = Message.objects.select_related("conversation__space", "quotes").filter(pk=row.subject_id or 0, deleted_at=None).first()
    if message is None or message.conversation.pair or message.author_id is None:
        return  # between two every message is a personal one, and the number at the messages says so
    for part, named in rules.addressed_in(message):
        notice(
            member=part.member,
            category=MENTION,
            thread=f"conversation:{message.conversation_id}",
            key=f"message:{message.pk}:named",
            at=at,
            text="message.names" if named else "message.answers",
            context={"who": message.author_id},
            path=f"{queries.conversation_path(message.conversation.space.slug, message.conversation.code)}#letter-{message.pk}",
        )
