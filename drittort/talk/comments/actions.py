"""Writing under a thing, changing and taking back one's own words, reading, silence; and what becomes of comments when things move or go."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import NotFound, OutOfDate, require
from drittort.core.search import index as search
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.talk.comments import rules
from drittort.talk.comments.index import COMMENT
from drittort.talk.comments.models import Following
from drittort.talk.conversations import rules as conversations
from drittort.talk.conversations.actions import clean, create, said_before
from drittort.talk.conversations.models import Conversation, Message

WRITTEN, CHANGED, DELETED, RESTORED = "comment.written", "comment.changed", "comment.deleted", "comment.restored"


def comment(*, actor: Member, about: str, text: str, at: datetime, key: str = "", quotes: int | None = None) -> Message:
    """Write under a thing that the actor sees. Sent twice with one `key` it is said once; whoever writes follows from then on.

    Raises NotFound, NotAllowed, Invalid.
    """
    text = clean(text)
    require(rules.may_say(actor, about, at))
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        # The writer first, then the conversation: the brake holds for one who writes in two at once.
        locked(Member.objects.filter(pk=actor.pk)).get()
        found, _new = create(actor, None, about, at)
        there = locked(Conversation.objects.filter(pk=found.pk)).first()
        # While we waited its thing may have been merged into another, put away or taken back.
        require(rules.may_say(actor, about, at))
        if there is None:
            raise OutOfDate
        before = said_before(actor, key, text, found.pk)
        if before is not None:
            return before
        require(conversations.in_time(actor, at))
        free = key if key and not Message.objects.filter(author=actor, client_key=key).exists() else None
        quoted = Message.objects.filter(conversation=found, pk=quotes, deleted_at=None).first() if quotes else None
        message = Message.objects.create(conversation=found, author=actor, at=at, text=text, quotes=quoted, client_key=free)
        Following.objects.update_or_create(
            conversation=found,
            member=actor,
            defaults={"seen_up_to": message.pk},
            create_defaults={"seen_up_to": message.pk, "follows_at": at},
        )
        Following.objects.filter(conversation=found, member=actor, follows_at=None).update(follows_at=at)
        record(WRITTEN, actor, message, at)
    return message


def own(actor: Member, comment_id: int) -> Message:
    """A comment under a thing that the actor sees, locked. Raises NotFound."""
    message = Message.objects.select_related("conversation").filter(pk=comment_id, conversation__space=actor.space_id).first()
    if message is None or not rules.is_comment(message) or not rules.may_read(actor, message.conversation.about):
        raise NotFound
    # As it is once it is held, not as it was before we waited.
    now = locked(Message.objects.filter(pk=comment_id)).first()
    if now is None:
        raise NotFound
    return now


def edit_comment(*, actor: Member, comment_id: int, text: str, at: datetime) -> Message:
    """Change one's own words for a quarter of an hour. The same words again change nothing."""
    text = clean(text)
    with transaction.atomic():
        message = own(actor, comment_id)
        require(conversations.may_edit(actor, message, at))
        require(may_use(actor, POSTS, at))
        if message.text != text:
            message.text, message.edited_at, message.changed_at = text, at, at
            message.save(update_fields=["text", "edited_at", "changed_at"])
            record(CHANGED, actor, message, at)
    return message


def delete_comment(*, actor: Member, comment_id: int, at: datetime) -> Message:
    """Take one's own words back; a trace stays. Twice is once."""
    with transaction.atomic():
        message = own(actor, comment_id)
        require(conversations.may_delete(actor, message))
        if message.deleted_at is None:
            message.deleted_at = message.changed_at = at
            message.save(update_fields=["deleted_at", "changed_at"])
            record(DELETED, actor, message, at)
    return message


def restore_comment(*, actor: Member, comment_id: int, at: datetime) -> Message:
    """Undo deleting, as long as the words are kept. What was not deleted stays as it is."""
    with transaction.atomic():
        message = own(actor, comment_id)
        if message.author_id == actor.pk and message.deleted_at is None:
            return message
        require(conversations.may_restore(actor, message, at))
        message.deleted_at, message.changed_at = None, at
        message.save(update_fields=["deleted_at", "changed_at"])
        record(RESTORED, actor, message, at)
    return message


def see_comments(*, actor: Member, about: str, up_to: int) -> None:
    """Move the pointer forward to what was shown. Never backward, and nobody else can see it."""
    conversation = rules.conversation_of(actor.space_id, about)
    if conversation is None or not up_to:
        return
    mine, new = Following.objects.get_or_create(conversation=conversation, member=actor, defaults={"seen_up_to": up_to})
    if not new and mine.seen_up_to < up_to:
        Following.objects.filter(pk=mine.pk, seen_up_to__lt=up_to).update(seen_up_to=up_to)


def follow(*, actor: Member, about: str, wanted: bool, at: datetime) -> None:
    """Be told of what is written under a thing, or not any more. Nobody learns of it. Raises NotFound."""
    if not rules.may_read(actor, about):
        raise NotFound
    with transaction.atomic():
        conversation, _new = create(actor, None, about, at)
        told = {"follows_at": at, "muted_at": None} if wanted else {"follows_at": None, "muted_at": at}
        Following.objects.update_or_create(conversation=conversation, member=actor, defaults=told)


def move_comments(*, source: str, target: str, actor: Member, at: datetime) -> int:
    """Let everything that was written under one thing stand under another, in the order of writing; inside the transaction of whoever merges. Returns how many."""
    before = rules.conversation_of(actor.space_id, source)
    if before is None:
        return 0
    there, _new = create(actor, None, target, at)
    # Whoever writes there just now has written before, or is told that it goes on somewhere else.
    locked(Conversation.objects.filter(pk=before.pk)).get()
    ids = list(Message.objects.filter(conversation=before).values_list("pk", flat=True))
    moved = Message.objects.filter(conversation=before).update(conversation=there, changed_at=at)
    search.changed(space_id=actor.space_id, kind=COMMENT, refs=ids, at=at)
    for one in Following.objects.filter(conversation=before).exclude(follows_at=None, muted_at=None):
        Following.objects.get_or_create(
            conversation=there, member_id=one.member_id, defaults={"follows_at": one.follows_at, "muted_at": one.muted_at}
        )
    before.delete()
    return moved


def drop_comments(*, space_id: int, about: str) -> None:
    """A thing is gone, and with it what was written under it."""
    Conversation.objects.filter(space=space_id, about=about).delete()


def record(kind: str, actor: Member, message: Message, at: datetime) -> None:
    """One row in the ledger; who may read the comment is asked of its thing."""
    ledger.record(
        space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=message.pk, audience=ledger.NOBODY,
        facts={"conversation": message.conversation_id},
    )  # fmt: skip
