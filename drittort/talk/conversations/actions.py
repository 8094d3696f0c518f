"""Beginning a conversation, saying something in it, and what one does with it. Ids only go into the ledger, never words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import HouseError, Invalid, NotAllowed, NotFound, require
from drittort.core.files.actions import Decoded, Upload, decode, drop_files, keep_file, keep_picture
from drittort.core.files.documents import ENDINGS
from drittort.core.files.models import StoredFile
from drittort.core.privacy import Erased
from drittort.members.models import Member
from drittort.members.safety.rules import MESSAGES, kept_from, may_use
from drittort.talk.conversations import rules
from drittort.talk.conversations.about import commented, people_of
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, Withheld

BEGUN, SAID, EDITED, DELETED, RESTORED = "conversation.begun", "message.said", "message.edited", "message.deleted", "message.restored"
FEW = 500
ADDED, LEFT, REJOINED = "conversation.added", "conversation.left", "conversation.rejoined"


def begin_conversation(
    *, actor: Member, others: Sequence[Member], text: str, at: datetime, about: str = "", key: str = "", files: Sequence[Upload] = ()
) -> Conversation:
    """Write to one person or to several; with `about` ("kind:id") in the thread of a thing.

    Two people have one conversation, and a thing has one: if it is there, the text is said in it. Two who begin at once meet in the same one,
    and what is sent twice with one `key` is said once. Raises NotAllowed with a sentence, Invalid for an empty or too long text or a file that is refused.
    """
    text = clean(text, files)
    require(may_use(actor, MESSAGES, at))
    others = [other for other in {o.pk: o for o in others}.values() if other.pk != actor.pk]
    kept = keep(actor, files, at)
    with dropped_unless_said(kept), transaction.atomic():
        # The lock of the beginner keeps the daily limit when somebody begins twice at once.
        locked(Member.objects.filter(pk=actor.pk)).first()
        before = said_before(actor, key, text)
        if before is not None:
            drop_files(ids=[file.pk for file in kept])
            return before.conversation
        pair = rules.pair_key(actor.pk, others[0].pk) if len(others) == 1 and not about else None
        found = existing(actor, pair, about)
        if found is None:
            require(rules.may_begin(actor, others, at))
            found, new = create(actor, pair, about, at)
            if new:
                record(BEGUN, actor, found.pk, at, {"people": len(others) + 1})
        elif any(other.space_id != actor.space_id for other in others):
            raise NotFound
        take_part(found, [actor, *others], at)
        _say(actor, found, text, at, key=key, files=kept)
    return found


def say_about(*, actor: Member, about: str, text: str, at: datetime, key: str = "", files: Sequence[Upload] = ()) -> Conversation:
    """Say something in the thread of a thing; the first one begins it. Who takes part says the rule of the thing, each time anew.

    Raises NotFound for whoever does not belong to it, NotAllowed, Invalid.
    """
    people = people_of(about)
    if people is None or actor.pk not in people:
        raise NotFound
    with transaction.atomic():
        found = existing(actor, None, about)
        if found is not None:
            fit(found, people, at)
    if found is not None:
        say(actor=actor, conversation_id=found.pk, text=text, at=at, key=key, files=files)
        return found
    others = list(Member.objects.here().filter(pk__in=people, space=actor.space_id))
    return begin_conversation(actor=actor, others=others, text=text, at=at, about=about, key=key, files=files)


def fit(conversation: Conversation, people: Collection[int], at: datetime) -> None:
    """Let exactly those take part who belong to the thing now: inside a transaction. Twice is once."""
    locked(Conversation.objects.filter(pk=conversation.pk)).first()
    parts = {part.member_id: part for part in Participant.objects.filter(conversation=conversation)}
    gone = [part.pk for part in parts.values() if part.left_at is None and part.member_id not in people]
    Participant.objects.filter(pk__in=gone).update(left_at=at)
    back = [part.pk for part in parts.values() if part.left_at is not None and part.member_id in people]
    Participant.objects.filter(pk__in=back).update(left_at=None)
    take_part(conversation, Member.objects.here().filter(pk__in=set(people) - set(parts), space=conversation.space_id), at)
    for part in (
        Participant.objects.here().filter(conversation=conversation).exclude(pk__in=[p.pk for p in parts.values() if p.pk not in back])
    ):
        catch_up(part)


def said_before(actor: Member, key: str, text: str, conversation_id: int | None = None) -> Message | None:
    """The message that was sent with this key, by the same author and with the same words; another text is another message."""
    if not key:
        return None
    rows = Message.objects.select_related("conversation").filter(author=actor, client_key=key, text=text)
    return rows.filter(conversation=conversation_id).first() if conversation_id else rows.first()


def keep(actor: Member, files: Sequence[Upload], at: datetime) -> list[StoredFile]:
    """Keep what is sent along: pictures written anew, documents of the short list as they are. Raises Invalid with a sentence; then nothing is kept."""
    if len(files) > rules.MOST_FILES:
        raise Invalid(_("At most four files go with one message."))
    kept: list[StoredFile] = []
    try:
        for upload in files:
            kept.append(keep_one(actor, upload, at))
    except Invalid:
        drop_files(ids=[file.pk for file in kept])
        raise
    return kept


def keep_one(actor: Member, upload: Upload | Decoded, at: datetime) -> StoredFile:
    """Keep one file by what its name says it is. Raises Invalid with a sentence."""
    if isinstance(upload, Decoded) or not is_paper(upload):
        return keep_picture(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=rules.PICTURE, at=at)
    return keep_file(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=rules.PAPER, at=at)


def is_paper(upload: Upload) -> bool:
    """Whether a file is a document by its name; everything else is meant as a picture."""
    return (upload.name or "").lower().rpartition(".")[2] in ENDINGS


def ready(upload: Upload) -> Upload | Decoded:
    """A file for `say_what_passes`, decoded where it is a picture, for a caller who is about to begin a transaction."""
    return upload if is_paper(upload) else decode(upload, rules.PICTURE)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that does not come along, and the sentence why."""

    name: str
    reason: str


def keep_what_passes(actor: Member, files: Sequence[Upload | Decoded], at: datetime) -> tuple[list[StoredFile], list[Refused]]:
    """Keep those of some files that may go with one message, the first ones first, and say why the others may not."""
    kept: list[StoredFile] = []
    refused: list[Refused] = []
    for upload in files:
        try:
            if len(kept) == rules.MOST_FILES:
                raise Invalid(_("At most four files go with one message."))
            kept.append(keep_one(actor, upload, at))
        except Invalid as error:
            refused.append(Refused(upload.name or "", str(error.reason)))
    return kept, refused


@contextmanager
def dropped_unless_said(kept: Sequence[StoredFile]) -> Iterator[None]:
    """Files of a message that was refused are not kept."""
    try:
        yield
    except HouseError:
        drop_files(ids=[file.pk for file in kept])
        raise


def existing(actor: Member, pair: str | None, about: str) -> Conversation | None:
    """The one conversation of a pair or about a thing."""
    if pair is None and not about:
        return None
    wanted = {"pair": pair} if pair else {"about": about}
    return Conversation.objects.filter(space=actor.space_id, **wanted).first()


def create(actor: Member, pair: str | None, about: str, at: datetime) -> tuple[Conversation, bool]:
    """A new row; where somebody was faster by a blink, theirs."""
    values = {"begun_at": at, "begun_by": actor}
    if pair:
        return Conversation.objects.get_or_create(space_id=actor.space_id, pair=pair, defaults=values)
    if about:
        return Conversation.objects.get_or_create(space_id=actor.space_id, about=about, defaults=values)
    return Conversation.objects.create(space_id=actor.space_id, **values), True


def take_part(conversation: Conversation, people: Iterable[Member], at: datetime) -> None:
    """Whoever is not in it yet comes in."""
    Participant.objects.bulk_create(
        (Participant(conversation=conversation, member=person, joined_at=at) for person in people), ignore_conflicts=True
    )


def say(
    *, actor: Member, conversation_id: int, text: str, at: datetime, key: str = "", quotes: int | None = None, files: Sequence[Upload] = ()
) -> Message:
    """Say something in a conversation that one takes part in; `quotes` is a message there that one may read, `key` makes two sendings one.

    Raises NotFound, NotAllowed, Invalid; then no file is kept either.
    """
    text = clean(text, files)
    if not rules.visible_to(actor).filter(conversation=conversation_id).exists():
        raise NotFound
    kept = keep(actor, files, at)
    with dropped_unless_said(kept):
        return say_kept(actor, conversation_id, text, kept, at, key=key, quotes=quotes)


def say_what_passes(
    *,
    actor: Member,
    conversation_id: int,
    text: str,
    files: Sequence[Upload | Decoded],
    told: Callable[[Sequence[Refused]], str],
    at: datetime,
    key: str = "",
) -> tuple[Message, list[Refused]]:
    """As `say`, but a file that is refused keeps nobody's words back: `told` makes the sentence about what did not come along, and it stands below the words.

    For what can't be chosen anew, as in a mail. Sent twice with one `key`, no file is even looked at again. Raises NotFound, NotAllowed, and Invalid with
    that sentence where nothing would be left to say.
    """
    if not rules.visible_to(actor).filter(conversation=conversation_id).exists():
        raise NotFound
    before = Message.objects.filter(author=actor, client_key=key, conversation=conversation_id).first() if key else None
    if before is not None:
        return before, []
    kept, refused = keep_what_passes(actor, files, at)
    with dropped_unless_said(kept):
        missing = told(refused) if refused else ""
        if refused and not kept and not text.strip():
            raise Invalid(missing)
        text = clean("\n\n".join(part for part in (text, f"({missing})" if missing else "") if part), kept)
        return say_kept(actor, conversation_id, text, kept, at, key=key), refused


def say_kept(
    actor: Member, conversation_id: int, text: str, kept: Sequence[StoredFile], at: datetime, *, key: str = "", quotes: int | None = None
) -> Message:
    """Say it with files that are kept already; what was said with this key and these words stays as it is, and the files are dropped."""
    with transaction.atomic():
        mine = my_part(actor, conversation_id)
        before = said_before(actor, key, text, conversation_id)
        if before is not None:
            drop_files(ids=[file.pk for file in kept])
            return before
        quoted = rules.messages_for(mine).filter(pk=quotes, deleted_at=None).first() if quotes else None
        return _say(actor, mine.conversation, text, at, key=key, quotes=quoted, files=kept)


def _say(
    actor: Member,
    conversation: Conversation,
    text: str,
    at: datetime,
    *,
    key: str = "",
    quotes: Message | None = None,
    files: Sequence[StoredFile] = (),
) -> Message:
    require(may_use(actor, MESSAGES, at))
    # Whoever writes holds the conversation, so ids and moments inside it follow each other on both databases.
    locked(Conversation.objects.filter(pk=conversation.pk)).get()
    parts = list(Participant.objects.filter(conversation=conversation).select_related("member"))
    mine = next((part for part in parts if part.member_id == actor.pk and part.left_at is None), None)
    if mine is None:
        raise NotFound
    mine.conversation = conversation
    require(rules.may_say(mine, [part.member for part in parts if part.left_at is None and part.member_id != actor.pk]))
    require(rules.in_time(actor, at))
    # Other words under a key that was used already are another message, not a second sending.
    free = key if key and not Message.objects.filter(author=actor, client_key=key).exists() else None
    message = Message.objects.create(conversation=conversation, author=actor, at=at, text=text, quotes=quotes, client_key=free)
    Attachment.objects.bulk_create(Attachment(message=message, file=file) for file in files)
    # Those who left may come back for a while, so it holds for them too.
    without = kept_from(actor.pk, (part.member_id for part in parts))
    Withheld.objects.bulk_create(Withheld(message=message, member_id=member_id) for member_id in without)
    Participant.objects.here().filter(conversation=conversation).exclude(member__in=without).update(newest_id=message.pk, newest_at=at)
    Participant.objects.filter(pk=mine.pk).update(seen_up_to=message.pk, notified_up_to=message.pk)
    record(SAID, actor, message.pk, at, {"conversation": conversation.pk})
    return message


def clean(text: str, files: Sequence[Upload | StoredFile] = ()) -> str:
    """Words as they are kept: line breaks of one kind, nothing around them. Raises Invalid when there are too many, or none and no file either."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not text and not files:
        raise Invalid(_("Write a few words first."))
    if len(text) > rules.LONGEST:
        raise Invalid(_("Your message is longer than 5,000 characters. Please make two of it."))
    return text


def record(kind: str, actor: Member, subject: int, at: datetime, facts: dict[str, int]) -> None:
    """One row in the ledger, for nobody else to read."""
    ledger.record(space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=subject, audience=ledger.NOBODY, facts=facts)


def my_part(actor: Member, conversation_id: int) -> Participant:
    """The actor's own part, with the conversation locked: always that one first, so that two never wait for each other. Raises NotFound."""
    locked(Conversation.objects.filter(pk=conversation_id)).first()
    mine = rules.visible_to(actor).filter(conversation=conversation_id).first()
    if mine is None:
        raise NotFound
    mine.member = actor
    return mine


def my_message(actor: Member, conversation_id: int, message_id: int) -> Message:
    """A message that the actor may read, locked. Raises NotFound."""
    message = locked(rules.messages_for(my_part(actor, conversation_id)).filter(pk=message_id)).first()
    if message is None:
        raise NotFound
    return message


def edit_message(*, actor: Member, conversation_id: int, message_id: int, text: str, at: datetime) -> Message:
    """Change one's own words for a quarter of an hour. The same words again change nothing."""
    text = clean(text)
    with transaction.atomic():
        message = my_message(actor, conversation_id, message_id)
        require(rules.may_edit(actor, message, at))
        require(may_use(actor, MESSAGES, at))
        if message.text != text:
            message.text, message.edited_at, message.changed_at = text, at, at
            message.save(update_fields=["text", "edited_at", "changed_at"])
            record(EDITED, actor, message.pk, at, {"conversation": conversation_id})
    return message


def delete_message(*, actor: Member, conversation_id: int, message_id: int, at: datetime) -> Message:
    """Take one's own words back; a trace stays. Twice is once."""
    with transaction.atomic():
        message = my_message(actor, conversation_id, message_id)
        require(rules.may_delete(actor, message))
        if message.deleted_at is None:
            message.deleted_at = message.changed_at = at
            message.save(update_fields=["deleted_at", "changed_at"])
            record(DELETED, actor, message.pk, at, {"conversation": conversation_id})
    return message


def restore_message(*, actor: Member, conversation_id: int, message_id: int, at: datetime) -> Message:
    """Undo deleting, as long as the words are kept. What was not deleted stays as it is."""
    with transaction.atomic():
        message = my_message(actor, conversation_id, message_id)
        if message.author_id == actor.pk and message.deleted_at is None:
            return message
        require(rules.may_restore(actor, message, at))
        message.deleted_at, message.changed_at = None, at
        message.save(update_fields=["deleted_at", "changed_at"])
        record(RESTORED, actor, message.pk, at, {"conversation": conversation_id})
    return message


def forget_deleted(*, at: datetime) -> int:
    """Empty deleted messages that can't be brought back any more; return how many."""
    gone = Message.objects.filter(deleted_at__lte=at - rules.UNDO_FOR)
    drop_files(ids=list(Attachment.objects.filter(message__in=gone).values_list("file_id", flat=True)))
    return gone.exclude(text="").update(text="")


def forget_person(erased: Erased) -> None:
    """Somebody is erased. Their words stay without a name, or go and leave the trace that something was said."""
    mine = Message.objects.filter(author=erased.person_id)
    while ids := list(mine.order_by("pk").values_list("pk", flat=True)[:FEW]):
        with transaction.atomic():
            some = Message.objects.filter(pk__in=ids)
            if erased.keeps:
                some.update(author=None)
            else:
                some.update(author=None, text="", edited_at=None, deleted_at=Coalesce("deleted_at", Value(erased.at)))


def forget_empty_rooms() -> int:
    """Remove conversations of which nobody belongs to any house any more; return how many. Comments go with the thing under which they stand."""
    rows = Conversation.objects.filter(participants=None)
    for kind in commented():
        rows = rows.exclude(about__startswith=f"{kind}:")
    return rows.delete()[0]


def see(*, actor: Member, conversation_id: int, up_to: int) -> None:
    """Move the pointer forward to what was shown. Never backward, and nobody else can see it."""
    Participant.objects.filter(conversation=conversation_id, member=actor, seen_up_to__lt=up_to).update(seen_up_to=up_to)


def mark_told(*, conversation_id: int, member_id: int) -> None:
    """Somebody learns of the newest words in another way: a letter of its own holds them, so the conversation sends none.

    What was said before and not yet told is told with them, as always.
    """
    with transaction.atomic():
        mine = locked(Participant.objects.here().filter(conversation=conversation_id, member=member_id)).first()
        if mine is not None:
            since = max(mine.seen_up_to, mine.notified_up_to)
            if rules.messages_for(mine).filter(pk__gt=since).exclude(author=member_id).count() == 1:
                Participant.objects.filter(pk=mine.pk).update(notified_up_to=mine.newest_id)


def mute(*, actor: Member, conversation_id: int, at: datetime) -> None:
    """No more notices of this conversation. Nobody learns of it."""
    with transaction.atomic():
        mine = my_part(actor, conversation_id)
        if mine.muted_at is None:
            Participant.objects.filter(pk=mine.pk).update(muted_at=at)


def unmute(*, actor: Member, conversation_id: int) -> None:
    """Notices again, of what comes from now on."""
    with transaction.atomic():
        mine = my_part(actor, conversation_id)
        Participant.objects.filter(pk=mine.pk).update(muted_at=None, notified_up_to=mine.newest_id)


def leave(*, actor: Member, conversation_id: int, at: datetime) -> None:
    """Leave a group. The others see that one is no longer among them."""
    with transaction.atomic():
        mine = my_part(actor, conversation_id)
        require(rules.may_leave(mine))
        Participant.objects.filter(pk=mine.pk).update(left_at=at)
        record(LEFT, actor, conversation_id, at, {})


def come_back(*, actor: Member, code: str, at: datetime) -> None:
    """Undo leaving, for a quarter of an hour. Raises NotFound afterwards, as for anybody else."""
    with transaction.atomic():
        rows = Participant.objects.filter(member=actor, conversation__code=code, left_at__gt=at - rules.UNDO_FOR)
        mine = locked(rows).first()
        if mine is not None:
            Participant.objects.filter(pk=mine.pk).update(left_at=None)
            catch_up(mine)
            record(REJOINED, actor, mine.conversation_id, at, {})
        elif not rules.visible_to(actor).filter(conversation__code=code).exists():
            raise NotFound


def catch_up(mine: Participant) -> None:
    """Set the pointer to the newest message that a participant may read."""
    newest = rules.messages_for(mine).order_by("-pk").first()
    if newest is not None:
        Participant.objects.filter(pk=mine.pk).update(newest_id=newest.pk, newest_at=newest.at)


def add_people(*, actor: Member, conversation_id: int, people: Collection[Member], at: datetime) -> None:
    """Bring more people into a group. They see what is said from now on, and the group is told by a line that says so."""
    with transaction.atomic():
        mine = my_part(actor, conversation_id)
        present = set(Participant.objects.here().filter(conversation=conversation_id).values_list("member_id", flat=True))
        new = [person for person in people if person.pk not in present]
        if any(person.space_id != actor.space_id or person.left_on is not None for person in new):
            raise NotAllowed(_("Somebody among them is no longer in the house."))
        require(rules.may_add(mine, len(present) + len(new)))
        apart = kept_from(actor.pk, (person.pk for person in new))
        newest = Message.objects.filter(conversation=conversation_id).order_by("-pk").values_list("pk", flat=True).first() or 0
        for person in new:
            Participant.objects.update_or_create(
                conversation_id=conversation_id,
                member=person,
                # They may open the empty page at once, with nothing unread in it; beside a block only when somebody else has said something.
                defaults={
                    "joined_at": at, "begins_after": newest, "left_at": None, "newest_id": 0 if person.pk in apart else newest, "newest_at": at,
                    "seen_up_to": newest, "notified_up_to": newest, "muted_at": None,
                },
            )  # fmt: skip
            record(ADDED, actor, conversation_id, at, {"member": person.pk})
