"""Who may read and say what, and who gets it. The rule above all: nobody learns of a block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.core.models import LedgerRow
from drittort.core.moving.registry import Numbers
from drittort.members.models import Member
from drittort.talk.conversations.models import Attachment, Conversation, Message, Participant, ParticipantQuerySet, Withheld
from drittort.web.in_text import mention

TOPIC = "talk"
LONGEST = 5000
EDIT_FOR = timedelta(minutes=15)
UNDO_FOR = timedelta(minutes=15)
MOST_PEOPLE = 50
MOST_FILES = 4
MOST_NEW, NEW_WITHIN = 20, timedelta(days=1)
MOST_SAID, SAID_WITHIN = 30, timedelta(minutes=1)

Known = Callable[[int, Collection[int]], Collection[int]]
KNOWN: list[Known] = []


def known(function: Known) -> Known:
    """Register who else counts as known: a function (member id, ids of others) that returns those of the others whom the member knows, in one question."""
    KNOWN.append(function)
    return function


def visible_to(member: Member) -> ParticipantQuerySet:
    """A member's own part in each conversation they may open. One in which nothing was ever delivered to them is not there."""
    return Participant.objects.here().filter(member=member, newest_id__gt=0)


def hidden_from(member_id: int) -> QuerySet[Withheld]:
    """What was never delivered to somebody."""
    return Withheld.objects.filter(member=member_id)


def messages_for(mine: Participant) -> QuerySet[Message]:
    """What a participant may read: said since they came, and delivered to them."""
    hidden = hidden_from(mine.member_id).filter(message=OuterRef("pk"))
    return Message.objects.filter(~Exists(hidden), conversation=mine.conversation_id, pk__gt=mine.begins_after)


def readable(member: Member) -> QuerySet[Message]:
    """Everything that a member may read in all their conversations, and that is not taken back."""
    hidden = hidden_from(member.pk).filter(message=OuterRef("pk"))
    mine = Participant.objects.here().filter(
        conversation=OuterRef("conversation"), member=member, newest_id__gt=0, begins_after__lt=OuterRef("pk")
    )
    return Message.objects.filter(~Exists(hidden), Exists(mine), conversation__space=member.space_id, deleted_at=None)


def may_see(member: Member, file: StoredFile) -> bool:
    """What came with a message is seen by those who may read it."""
    return readable(member).filter(attachments__file=file.pk).exists()


def attached(ids: Collection[int]) -> set[int]:
    """Which of some files belong to a message."""
    return set(Attachment.objects.filter(file__in=ids).values_list("file_id", flat=True))


PICTURE = purpose("talk.picture", may_see=may_see, used=attached)
PAPER = purpose("talk.paper", may_see=may_see, used=attached)


def woken(rows: Sequence[LedgerRow], members: Collection[int]) -> list[tuple[int, str]]:
    """Who of some members, with a page open, learns that a conversation has something new: those to whom the very message was delivered."""
    said = {row.subject_id: row.facts["conversation"] for row in rows if "conversation" in row.facts}
    changed = {row.subject_id for row in rows if "conversation" not in row.facts}
    parts = Participant.objects.here().filter(conversation__in={*said.values(), *changed}, member__in=members, newest_id__gt=0)
    hidden = set(Withheld.objects.filter(message__in=said).values_list("message_id", "member_id"))
    told = []
    for one in parts.values_list("conversation_id", "member_id", "begins_after", "conversation__code"):
        conversation_id, member_id, begins_after, code = one
        readable = (
            pk for pk, where in said.items() if where == conversation_id and pk and pk > begins_after and (pk, member_id) not in hidden
        )
        if conversation_id in changed or any(readable):
            told += [(member_id, TOPIC), (member_id, f"{TOPIC}:{code}")]
    return told


def addressed_in(message: Message) -> list[tuple[Participant, bool]]:
    """Those whom a message names (True) or whose words it quotes (False): they got it, and have not made the conversation silent.

    Silence is one's own wish about this very conversation, so it is stronger than being named.
    """
    hidden = Withheld.objects.filter(message=message).values("member")
    rows = Participant.objects.here().filter(conversation=message.conversation_id, muted_at=None, begins_after__lt=message.pk)
    parts = list(
        rows.exclude(member=message.author_id).exclude(member__in=hidden).filter(member__left_on=None).select_related("member__space")
    )
    found = mention({part.member.name for part in parts})
    named = {each.casefold() for each in found.findall(message.text)} if found else set()
    quoted = message.quotes.author_id if message.quotes else None
    return [(p, p.member.name.casefold() in named) for p in parts if p.member.name.casefold() in named or p.member_id == quoted]


def strangers(member: Member, others: Collection[int]) -> set[int]:
    """Those of some others who never answered this member, in a conversation of the two, and whom nothing else made known."""
    left = set(others)
    for function in KNOWN:
        if left:
            left -= set(function(member.pk, left))
    if not left:
        return left
    pairs = [pair_key(member.pk, other) for other in left]
    hidden = Withheld.objects.filter(message=OuterRef("pk"), member=member)
    answers = Message.objects.filter(~Exists(hidden), conversation__pair__in=pairs, author__in=left)
    return left - set(answers.values_list("author_id", flat=True).distinct())


def pair_key(one: int, other: int) -> str:
    """The key that the conversation of two people has once."""
    return f"{min(one, other)}:{max(one, other)}"


def may_begin(member: Member, others: Collection[Member], at: datetime) -> Verdict:
    """Whether a member may begin a conversation with these."""
    if not others:
        return no(_("Choose somebody to write to."))
    if any(other.space_id != member.space_id or other.left_on is not None for other in others):
        return no(_("Somebody among them is no longer in the house."))
    if len(others) >= MOST_PEOPLE:
        return no(_("So many people need a room, not a letter: at most fifty."))
    if Conversation.objects.filter(begun_by=member, begun_at__gt=at - NEW_WITHIN, about="").count() >= MOST_NEW:
        return no(_("You began twenty conversations today. Let people answer, and go on tomorrow."))
    return YES


def may_say(mine: Participant, others: Collection[Member], *, answered: bool | None = None) -> Verdict:
    """Whether a participant may write now; `others` take part, too. `answered` spares a question where a page knows it already."""
    conversation = mine.conversation
    if conversation.pair and not any(other.left_on is None for other in others):
        return no(_("This person has left the house and does not read here any more."))
    if not conversation.about and mine.newest_id:
        return may_say_again(mine, others, answered)
    return YES


def may_say_again(mine: Participant, others: Collection[Member], answered: bool | None) -> Verdict:
    """One message to strangers until one of them answers."""
    if answered is None:
        answered = messages_for(mine).exclude(author=mine.member_id).exists()
    if answered or not messages_for(mine).filter(author=mine.member_id).exists() or not strangers(mine.member, {o.pk for o in others}):
        return YES
    return no(_("Your message is there. You can write again as soon as there is an answer."))


def in_time(member: Member, at: datetime) -> Verdict:
    """A brake on floods."""
    if Message.objects.filter(author=member, at__gt=at - SAID_WITHIN).count() >= MOST_SAID:
        return no(_("That was a lot in one minute. Take a breath, then go on."))
    return YES


def may_edit(member: Member, message: Message, at: datetime) -> Verdict:
    """Whether a message may still be changed: one's own, for a quarter of an hour."""
    if message.author_id != member.pk or message.deleted_at is not None:
        return no(_("Only your own messages can be changed."))
    return YES if at < message.at + EDIT_FOR else no(_("After a quarter of an hour a message stays as it is; you can still delete it."))


def may_delete(member: Member, message: Message) -> Verdict:
    """Whether a message may be deleted: one's own, at any time."""
    return YES if message.author_id == member.pk else no(_("Only your own messages can be deleted."))


def may_restore(member: Member, message: Message, at: datetime) -> Verdict:
    """Whether deleting may be undone."""
    if message.author_id != member.pk or message.deleted_at is None:
        return no(_("Only your own messages can be brought back."))
    return YES if at < message.deleted_at + UNDO_FOR else no(_("This message is gone for good."))


def may_add(mine: Participant, people: int = 0) -> Verdict:
    """Whether somebody may be added, so that there are so many: to a group, never to what two people said to each other."""
    if mine.conversation.pair:
        return no(_("What the two of you write stays between you. Begin a new conversation with everybody."))
    if mine.conversation.about:
        return no(_("Who takes part here is decided by what the conversation is about."))
    return YES if people <= MOST_PEOPLE else no(_("So many people need a room, not a letter: at most fifty."))


def may_leave(mine: Participant) -> Verdict:
    """Whether one may leave: a group. A conversation of two can be muted."""
    return no(_("A conversation of two can't be left, but muted.")) if mine.conversation.pair else YES


def due_for_mail(conversation_id: int) -> ParticipantQuerySet:
    """Who is told by mail: here, not muted, with something delivered that was neither seen nor told."""
    rows = Participant.objects.unread().filter(conversation=conversation_id, newest_id__gt=F("notified_up_to"))
    return rows.filter(member__left_on=None).exclude(member__account=None)


def moved(row: dict[str, Any], numbers: Numbers) -> None:
    """A house stands at other numbers: the key of a pair, and what a conversation is about."""
    if row["pair"]:
        one, other = (int(number) for number in row["pair"].replace(":", "-").split("-"))
        row["pair"] = pair_key(numbers.new("members.Member", one), numbers.new("members.Member", other))
    row["about"] = numbers.thing(row["about"])
