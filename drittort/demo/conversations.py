"""Letters of the demo house: said in the past, read up to where the text says, without mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from drittort.core.models import LedgerRow
from drittort.demo.texts import read
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.talk.conversations import actions, rules
from drittort.talk.conversations.models import Conversation, Message, Participant


def load_conversations(space: Space, at: datetime) -> None:
    """Write all conversations in a handful of statements. Whoever is not in the house (a smaller world) takes their letters along."""
    members = {m.name: m for m in Member.objects.here().filter(space=space)}
    people = {**members, **{m.attributes["plays"]: m for m in members.values() if "plays" in m.attributes}}
    rows = [row for row in read("conversations")["conversation"] if all(name in people for name in row["with"])]
    made: list[tuple[Conversation, list[Member], list[Message], int]] = []
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
        for who, minutes, text in row["said"]:
            moment = min(moment + timedelta(minutes=minutes), at - timedelta(minutes=5))
            said.append(Message(conversation=conversation, author=those[who], at=moment, text=text))
        made.append((conversation, those, said, row["unread"]))
    Conversation.objects.bulk_create(one[0] for one in made)
    for conversation, _those, said, _unread in made:
        for message in said:
            message.conversation = conversation
    messages = Message.objects.bulk_create(message for one in made for message in one[2])
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
