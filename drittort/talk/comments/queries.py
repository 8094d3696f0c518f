"""What pages show of the comments under a thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Q, Subquery

from drittort.core.addresses import address
from drittort.core.errors import NotFound, Verdict
from drittort.core.reports import Shown
from drittort.members.models import Member
from drittort.members.people.queries import Face
from drittort.members.safety.rules import POSTS, may_use
from drittort.members.translations.kinds import Original
from drittort.members.translations.queries import offered_among
from drittort.talk.comments import rules
from drittort.talk.comments.models import Following
from drittort.talk.conversations.about import subjects
from drittort.talk.conversations.models import Conversation, Message, Participant
from drittort.talk.conversations.queries import Letter, Quote, letters, quote
from drittort.web.tongue import tongue

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Comments:
    """What stands under a thing for one reader. `newest` is what they have seen once the page is there."""

    about: str
    path: str
    letters: tuple[Letter, ...]
    older: int
    newest: int
    unseen: int
    can_say: bool
    note: str
    follows: bool
    quote: Quote | None
    deleted: int
    topic: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found under a thing, before anybody has a face."""

    key: str
    messages: tuple[Message, ...]
    more: bool
    conversation: Conversation | None
    following: Following | None

    @property
    def people(self) -> set[int]:
        """Whose words these are."""
        return {message.author_id for message in self.messages if message.author_id}


def found_under(member: Member, key: str, *, before: int | None = None) -> Found:
    """The newest comments under a thing, or those before one. Whoever asks has found the thing through its own rule. Two queries."""
    rows = Message.objects.filter(conversation__space=member.space_id, conversation__about=key)
    found = list((rows.filter(pk__lt=before) if before else rows).select_related("conversation").order_by("-pk")[: SHOWN + 1])
    following = Following.objects.select_related("conversation").filter(
        member=member, conversation__about=key, conversation__space=member.space_id
    ).first()  # fmt: skip
    conversation = found[0].conversation if found else following.conversation if following else None
    return Found(key, tuple(found[:SHOWN][::-1]), len(found) > SHOWN, conversation, following)


def comments(
    member: Member,
    found: Found,
    at: datetime,
    *,
    people: Mapping[int, Face],
    folded: Collection[int],
    verdict: Verdict,
    told: bool,
    quoted: int | None = None,
    deleted: int | None = None,
) -> Comments:
    """What was found as its reader sees it: `verdict` whether they may write there, `told` whether they are told because the thing is theirs."""
    rows, following = list(found.messages), found.following
    verdict = verdict and may_use(member, POSTS, at)
    seen = following.seen_up_to if following else 0
    shown: list[Letter] = []
    if found.conversation is not None and rows:
        # Nobody takes part in it: this reader's part is made for the moment of reading.
        mine = Participant(conversation=found.conversation, member=member, begins_after=0, seen_up_to=seen)
        report = address("members:report", member.space.slug)
        foreign = offered_among(member, {row.pk: (tongue(row.text), row.author_id) for row in rows if row.deleted_at is None})
        shown = [
            replace(
                each,
                report_path=f"{report}?about=comment:{each.id}" if each.report_path else "",
                translated=f"comment:{each.id}" if each.id in foreign else "",
            )
            for each in letters(mine, rows, dict(people), folded, at, named=named_paths(member, *(row.text for row in rows)), bare=True)
        ]
    answered = next((m for m in rows if m.pk == quoted and m.deleted_at is None), None)
    return Comments(
        about=found.key, path=address("talk:comments", member.space.slug), letters=tuple(shown), older=rows[0].pk if found.more else 0, newest=rows[-1].pk if rows else 0,
        unseen=sum(m.pk > seen and m.author_id != member.pk for m in rows), can_say=bool(verdict), note=str(verdict.reason),
        follows=told if following is None else following.muted_at is None and (told or following.follows_at is not None),
        quote=quote(answered, people, folded) if answered else None, deleted=deleted if deleted and any(m.pk == deleted and m.deleted_at for m in rows) else 0,
        topic=f"comments:{found.key}",
    )  # fmt: skip


def named_paths(member: Member, *texts: str) -> dict[str, str]:
    """The addresses of people of the house by their names, where a text may name one."""
    if not any("@" in text for text in texts):
        return {}
    people = Member.objects.here().filter(space_id=member.space_id).values_list("pk", "name")
    return {name: address("members:person", member.space.slug, pk) for pk, name in people}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many comments stand under a thing, and whether some came since the reader looked."""

    number: int
    fresh: bool


def tallies(member: Member, keys: Collection[str]) -> dict[str, Tally]:
    """What stands under some things, in one query; whoever asks sees the things. Who never looked finds nothing fresh: all of it is."""
    seen = Following.objects.filter(conversation=OuterRef("pk"), member=member).values("seen_up_to")
    rows = Conversation.objects.filter(space=member.space_id, about__in=list(keys))
    there = Q(messages__deleted_at=None)
    found = rows.annotate(number=Count("messages", filter=there), newest=Max("messages__pk", filter=there), seen=Subquery(seen))
    return {
        about: Tally(number, seen is not None and newest > seen)
        for about, number, newest, seen in found.values_list("about", "number", "newest", "seen")
        if number
    }


def one(member: Member, comment_id: int) -> Message:
    """A comment under a thing that somebody sees. Raises NotFound."""
    message = Message.objects.select_related("conversation").filter(pk=comment_id, conversation__space=member.space_id).first()
    if message is None or not rules.is_comment(message) or not rules.may_read(member, message.conversation.about):
        raise NotFound
    return message


def original(reader: Member, comment_id: int, at: datetime) -> Original:
    """The words of a comment, to be translated, in the language that they tell. Raises NotFound, also for every letter of a conversation."""
    message = one(reader, comment_id)
    if message.deleted_at is not None:
        raise NotFound
    return Original(message.author_id, tongue(message.text), (message.text,), path_of(message, f"#letter-{message.pk}"))


def path_of(message: Message, anchor: str = "") -> str:
    """Where a comment stands: the page of its thing."""
    subject = subjects([message.conversation.about]).get(message.conversation.about)
    return f"{subject.path}{anchor}" if subject else ""


def titles(keys: Iterable[str]) -> Mapping[str, str]:
    """What things are called, for notices."""
    return {key: subject.title for key, subject in subjects(keys).items()}


def comment_shown(reader: Member, comment_id: int, at: datetime) -> Shown | None:
    """A comment as somebody who reads it reports it."""
    message = (
        Message.objects.select_related("conversation").filter(pk=comment_id, conversation__space=reader.space_id, deleted_at=None).first()
    )
    if message is None or not rules.is_comment(message) or not rules.may_read(reader, message.conversation.about):
        return None
    return Shown(message.text, message.author_id, message.at)
