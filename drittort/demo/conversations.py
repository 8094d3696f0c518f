"""Letters of the demo house: said in the past, read up to where the text says, without mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from drittort.core.files.actions import Bytes, keep_file
from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.talk.conversations import actions, rules
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant


def load_conversations(space: Space, at: datetime) -> None:
    """Write all conversations in a handful of statements. Whoever is not in the house (a smaller world) takes their letters along."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    rows = [row for row in read("conversations")["conversation"] if all(name in people for name in row["with"])]
    made: list[tuple[Conversation, list[Member], list[Message], int]] = []
    told = []
    for row in rows:
        those = [people[name] for name in row["with"]]
        if len({m.pk for m in those}) < len(those):
            continue
        begun = (
            (at - timedelta(days=row["days"]))
            .astimezone(space.zone)
            .replace(hour=9, minute=14 + 3 * len(made) % 40, second=0, microsecond=0)
        )
        pair = rules.pair_key(those[0].pk, those[1].pk) if len(those) == 2 else None
        conversation = Conversation(
            space=space, code=sha256(f"{space.slug}:{len(made)}".encode()).hexdigest()[:16], begun_at=begun, begun_by=those[0], pair=pair
        )
        said, moment = [], begun
        for who, minutes, text, *_answers in row["said"]:
            moment = min(moment + timedelta(minutes=minutes), at - timedelta(minutes=5))
            said.append(Message(conversation=conversation, author=those[who], at=moment, text=text))
        made.append((conversation, those, said, row["unread"]))
        told.append(row)
    Conversation.objects.bulk_create(one[0] for one in made)
    for conversation, _those, said, _unread in made:
        for message in said:
            message.conversation = conversation
    messages = Message.objects.bulk_create(message for one in made for message in one[2])
    for row, (_conversation, _those, said, _unread) in zip(told, made, strict=True):
        send_along(space, row, said)
    Participant.objects.bulk_create(
        Participant(
            conversation=conversation, member=member, joined_at=conversation.begun_at, newest_id=said[-1].pk, newest_at=said[-1].at, notified_up_to=said[-1].pk,
            seen_up_to=said[-1].pk if place or not unread else (said[-1 - unread].pk if unread < len(said) else 0),
        )
        for conversation, those, said, unread in made
        for place, member in enumerate(those)
    )  # fmt: skip
    LedgerRow.objects.bulk_create(
        LedgerRow(space_id=space.pk, at=m.at, kind=actions.SAID, actor_id=m.author_id, subject_id=m.pk, audience="nobody", facts={"conversation": m.conversation_id})
        for m in messages
    )  # fmt: skip


def send_along(space: Space, row: dict[str, Any], said: list[Message]) -> None:
    """What some lines answer, and the document that comes with the last one."""
    for message, (_who, _minutes, _text, *answers) in zip(said, row["said"], strict=True):
        if answers:
            message.quotes = said[answers[0]]
            message.save(update_fields=["quotes"])
    if "along" in row:
        name, text = row["along"]
        file = keep_file(
            space_id=space.pk, owner_id=said[-1].author_id, upload=Bytes(name, text.encode()), purpose=rules.PAPER, at=said[-1].at
        )
        Attachment.objects.create(message=said[-1], file=file)
