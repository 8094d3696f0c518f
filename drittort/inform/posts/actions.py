"""Writing a post, sending it out, changing it, reacting to it, keeping the place in order. Ids only go into the ledger, never words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import HouseError, Invalid, NotFound, OutOfDate, require
from drittort.core.files.actions import Upload, drop_files, keep_file, keep_picture
from drittort.core.files.documents import ENDINGS
from drittort.core.files.models import StoredFile
from drittort.core.privacy import Erased
from drittort.inform.polls.actions import Layout, lay_out
from drittort.inform.polls.models import Poll
from drittort.inform.posts import rules
from drittort.inform.posts.models import Post, PostFile, PostVersion, Reaction, ReadLine
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use
from drittort.members.skills.topics import SEEKS, facts_of
from drittort.spaces.industries import SECTIONS
from drittort.talk.comments.actions import drop_comments, move_comments
from drittort.talk.conversations.models import Message
from drittort.talk.groups import rules as groups
from drittort.talk.groups.models import Group

POSTED, ASKED, EDITED, REMOVED, RESTORED = "post.posted", "question.asked", "post.edited", "post.removed", "post.restored"
PINNED, ARCHIVED, MOVED, MERGED = "post.pinned", "post.archived", "post.moved", "post.merged"
REACTED, ANSWERED, UNANSWERED = "post.reacted", "question.answered", "question.unanswered"
FEW = 500


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in a post, to whom it goes (no group: the house), and for which trade of the house it is meant above all."""

    verb: str
    title: str
    text: str
    language: str
    group_id: int | None
    trade: str = ""


def fitting(words: Words) -> Words:
    """The same as it is kept: line breaks of one kind, nothing around. Raises Invalid when there is nothing, or too much."""
    text = words.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    title = " ".join(words.title.replace("\0", " ").split())
    if not text:
        raise Invalid(_("Write a few words first."))
    if len(text) > rules.LONGEST:
        raise Invalid(_("That is longer than 10,000 characters. Send the long part along as a document."))
    if words.trade not in ("", *SECTIONS) or (words.trade and words.group_id is not None):
        raise Invalid(_("What is for a group stays there; for a trade, write to the whole house."))
    return Words(words.verb, title, text, words.language, words.group_id, words.trade)


def visible(actor: Member, post_id: int) -> Post:
    """A post that the actor may see, locked. Raises NotFound."""
    # The rule asks for its group as well; only the post itself is held.
    post = locked(Post.objects.filter(pk__in=rules.visible_to(actor).filter(pk=post_id).values("pk"))).first()
    if post is None:
        raise NotFound
    return post


def group_of(actor: Member, group_id: int | None) -> Group | None:
    """The group to which the actor writes. Raises NotFound, NotAllowed."""
    if group_id is None:
        return None
    group = groups.known_to(actor).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    require(rules.may_post(actor, group))
    return group


def write_post(
    *,
    actor: Member,
    words: Words,
    at: datetime,
    files: Sequence[Upload] = (),
    key: str = "",
    post_id: int | None = None,
    goes_out: bool = True,
    due_at: datetime | None = None,
    poll: Layout | None = None,
) -> Post:
    """Write a post, with a `poll` or without, or go on with a draft (`post_id`), and send it out: now, at a moment (`due_at`), or not yet (`goes_out` False).

    Sent twice with one `key` it is one post. Raises NotFound, NotAllowed, Invalid; then no file is kept either.
    """
    words = fitting(words)
    require(may_use(actor, POSTS, at))
    group = group_of(actor, words.group_id)
    if due_at is not None and not at < due_at <= at + rules.FARTHEST:
        raise Invalid(_("Choose a moment that is still to come, within a year."))
    not_too_many(files)
    kept = keep(actor, files, at)
    with dropped_unless_done(kept), transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        before = Post.objects.filter(member=actor, client_key=key).first() if key else None
        if before is not None and post_id is None:
            drop_files(ids=[file.pk for file in kept])
            return before
        if post_id is None:
            post = Post(space_id=actor.space_id, member=actor, created_at=at, client_key=key or None)
        else:
            post = own_draft(actor, post_id)
        post.group, post.verb, post.title, post.text, post.language = group, words.verb, words.title, words.text, words.language
        post.trade, post.due_at = words.trade, due_at if goes_out else None
        post.save()
        add_files(post, kept)
        lay_out(post=post, layout=poll, at=at)
        if goes_out and due_at is None:
            require(rules.in_time(actor, at))
            out(post, actor, at)
    return post


def asked_about(post: Post) -> dict[str, object]:
    """What a question is about, as the ledger keeps it: concepts and the trade for which it is meant, never words; nothing of what only a group reads."""
    return facts_of(SEEKS, f"{post.title}. {post.text}", post.language, post.trade) if post.group_id is None else {}


def own_draft(actor: Member, post_id: int) -> Post:
    """A draft of the actor's, locked. Raises NotFound; OutOfDate where it went out meanwhile."""
    post = locked(Post.objects.filter(pk=post_id, member=actor, removed_at=None)).first()
    if post is None:
        raise NotFound
    if post.posted_at is not None:
        raise OutOfDate(_("It is out already. You can still change it there."))
    return post


def out(post: Post, actor: Member, at: datetime) -> None:
    """It goes out; a question is told as one besides, so that others may look for who knows."""
    post.posted_at, post.due_at = at, None
    post.save(update_fields=["posted_at", "due_at"])
    record(POSTED, actor, post, at)
    if post.verb == Post.Verb.ASK:
        record(ASKED, actor, post, at, **asked_about(post))


def send_due(*, post_id: int, at: datetime) -> bool:
    """Send out what was to go out by now; returns whether it did. What may not go out any more (its group closed, its author left, its poll over) is a draft again; what would be too much for one day waits."""
    with transaction.atomic():
        post = locked(Post.objects.waiting().filter(pk=post_id, due_at__lte=at)).first()
        if post is None:
            return False
        author = Member.objects.here().select_related("space").filter(pk=post.member_id or 0).first()
        group = Group.objects.filter(pk=post.group_id).first() if post.group_id else None
        over = Poll.objects.filter(post=post, until__lte=at).exists()
        if author is None or over or not rules.may_post(author, group) or not may_use(author, POSTS, at):
            post.due_at = None
            post.save(update_fields=["due_at"])
            return False
        if not rules.in_time(author, at):
            return False
        out(post, author, at)
    return True


def not_too_many(files: Sequence[Upload]) -> None:
    """Raises Invalid where more files are sent than go with one post."""
    if len(files) > rules.MOST_FILES:
        raise Invalid(_("At most six files go with one post."))


def keep(
    actor: Member, files: Sequence[Upload], at: datetime, *, picture: str = rules.PICTURE, paper: str = rules.PAPER
) -> list[StoredFile]:
    """Keep what goes along: pictures written anew, documents of the short list as they are. Raises Invalid with a sentence; then nothing is kept.

    `picture` and `paper` are the purposes for which they are kept.
    """
    kept: list[StoredFile] = []
    try:
        for upload in files:
            ends = (upload.name or "").lower().rpartition(".")[2] in ENDINGS
            one, purpose = (keep_file, paper) if ends else (keep_picture, picture)
            kept.append(one(space_id=actor.space_id, owner_id=actor.pk, upload=upload, purpose=purpose, at=at))
    except Invalid:
        drop_files(ids=[file.pk for file in kept])
        raise
    return kept


@contextmanager
def dropped_unless_done(kept: Sequence[StoredFile]) -> Iterator[None]:
    """Files that were kept for a post go again when it comes to nothing."""
    try:
        yield
    except HouseError:
        drop_files(ids=[file.pk for file in kept])
        raise


def add_files(post: Post, kept: Sequence[StoredFile]) -> None:
    """Files go along with a post. Raises Invalid where there are too many with those before."""
    if post.files.count() + len(kept) > rules.MOST_FILES:
        raise Invalid(_("At most six files go with one post."))
    PostFile.objects.bulk_create(PostFile(post=post, file=file) for file in kept)


def edit_post(*, actor: Member, post_id: int, words: Words, at: datetime, files: Sequence[Upload] = (), drop: Sequence[int] = ()) -> Post:
    """Change what is out; what it was before stays readable. The same words again change nothing. Where it stands, hosts decide."""
    words = fitting(words)
    with transaction.atomic():
        require(rules.may_change(actor, visible(actor, post_id)))
    require(may_use(actor, POSTS, at))
    not_too_many(files)
    kept = keep(actor, files, at)
    with dropped_unless_done(kept), transaction.atomic():
        post = visible(actor, post_id)
        require(rules.may_change(actor, post))
        if post.posted_at is None:
            raise NotFound
        gone = list(post.files.filter(file_id__in=drop).values_list("file_id", flat=True))
        drop_files(ids=gone)
        add_files(post, kept)
        changed = (post.title, post.text) != (words.title, words.text)
        if changed:
            PostVersion.objects.create(post=post, until=at, title=post.title, text=post.text)
        if changed or gone or kept or post.language != words.language:
            post.title, post.text, post.language = words.title, words.text, words.language
            post.edited_at = at if changed else post.edited_at
            post.save(update_fields=["title", "text", "language", "edited_at"])
            record(EDITED, actor, post, at)
    return post


def remove_post(*, actor: Member, post_id: int, at: datetime) -> Post:
    """Take a post back, or throw a draft away; one's own also where one reads no more. Twice is once; its words stay for a quarter of an hour."""
    with transaction.atomic():
        post = locked(Post.objects.filter(pk=post_id, space=actor.space_id)).first()
        if post is None or not (post.member_id == actor.pk or rules.visible_to(actor).filter(pk=post_id).exists()):
            raise NotFound
        require(rules.may_remove(actor, post))
        if post.removed_at is None:
            post.removed_at, post.removed_by = at, actor
            post.save(update_fields=["removed_at", "removed_by"])
            record(REMOVED, actor, post, at)
    return post


def restore_post(*, actor: Member, post_id: int, at: datetime) -> Post:
    """Undo taking it back: whoever did it, as long as the words are kept and they read there. Raises NotFound afterwards."""
    with transaction.atomic():
        rows = Post.objects.filter(rules.readable_in(actor) | Q(posted_at=None), pk=post_id, space=actor.space_id)
        gone = rows.filter(removed_at__gt=at - rules.UNDO_FOR, removed_by=actor)
        post = locked(Post.objects.filter(pk__in=gone.values("pk"), removed_by=actor)).first()
        if post is None or not rules.may_remove(actor, post):
            raise NotFound
        post.removed_at = post.removed_by = None
        post.save(update_fields=["removed_at", "removed_by"])
        record(RESTORED, actor, post, at)
    return post


def pin_post(*, actor: Member, post_id: int, pinned: bool, at: datetime) -> Post:
    """Let a post stand on top of its place, or no more. Twice is once."""
    return mark(actor, post_id, "pinned_at", pinned, PINNED, at)


def archive_post(*, actor: Member, post_id: int, archived: bool, at: datetime) -> Post:
    """Put a post away: readable and found, not written under any more. Twice is once."""
    return mark(actor, post_id, "archived_at", archived, ARCHIVED, at)


def mark(actor: Member, post_id: int, field: str, wanted: bool, kind: str, at: datetime) -> Post:
    """Set a moment of a post that is out, or take it away."""
    with transaction.atomic():
        post = visible(actor, post_id)
        require(rules.may_keep(actor, post))
        if post.posted_at is None:
            raise NotFound
        if (getattr(post, field) is not None) != wanted:
            setattr(post, field, at if wanted else None)
            post.save(update_fields=[field])
            record(kind, actor, post, at, on=int(wanted))
    return post


def move_post(*, actor: Member, post_id: int, group_id: int | None, at: datetime) -> Post:
    """Let a post and its comments stand in another place: whoever keeps both. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        post = visible(actor, post_id)
        require(rules.may_keep(actor, post))
        group = group_of(actor, group_id)
        if post.group_id != group_id:
            require(rules.may_move(actor, post, group))
            post.group, post.pinned_at = group, None
            post.save(update_fields=["group", "pinned_at"])
            record(MOVED, actor, post, at)
    return post


def merge_posts(*, actor: Member, post_id: int, into_id: int, at: datetime) -> Post:
    """Let what is said under a post go on under another of the same place. The post itself stays to be read, and leads there. Twice is once.

    Raises Invalid for itself, for another place, and where the other one was merged, too; NotFound, NotAllowed.
    """
    with transaction.atomic():
        # Always the older one first, so that two who merge at once don't wait for each other.
        both = {pk: visible(actor, pk) for pk in sorted({post_id, into_id})}
        post, into = both[post_id], both[into_id]
        require(rules.may_keep(actor, post))
        require(rules.may_keep(actor, into))
        if post.merged_into_id == into.pk:
            return into
        if (
            post.pk == into.pk
            or post.group_id != into.group_id
            or post.posted_at is None
            or into.posted_at is None
            or into.merged_into_id is not None
        ):
            raise Invalid(_("These two can't become one: both have to be out, and in the same place."))
        post.merged_into, post.pinned_at, post.answer = into, None, None
        post.save(update_fields=["merged_into", "pinned_at", "answer"])
        move_comments(source=rules.about(post.pk), target=rules.about(into.pk), actor=actor, at=at)
        record(MERGED, actor, post, at, into=into.pk)
    return into


def react(*, actor: Member, post_id: int, kind: str, wanted: bool, at: datetime) -> None:
    """Say a word to a post, or take it back. Twice is once. Raises NotFound, and Invalid for one's own post and for a word that nobody knows."""
    if kind not in Reaction.Kind.values:
        raise Invalid
    with transaction.atomic():
        post = visible(actor, post_id)
        if post.posted_at is None:
            raise NotFound
        if post.member_id == actor.pk:
            raise Invalid(_("This one is yours; others say that."))
        if not wanted:
            Reaction.objects.filter(post=post, member=actor, kind=kind).delete()
            return
        require(may_use(actor, POSTS, at))
        reaction, new = Reaction.objects.get_or_create(post=post, member=actor, kind=kind, defaults={"at": at})
        if new:
            record(REACTED, actor, post, at, reaction=reaction.pk)


def note_comment(*, message_id: int, at: datetime) -> int | None:
    """Somebody else wrote under a post: it is heard. The first one counts; twice is once. Returns the id of a post that is heard only now."""
    message = Message.objects.select_related("conversation").filter(pk=message_id).first()
    kind, _colon, number = message.conversation.about.partition(":") if message else ("", "", "")
    if message is not None and kind == "post":
        rows = Post.objects.filter(pk=int(number), answered_at=None, posted_at__lte=message.at).exclude(member=message.author_id)
        if rows.update(answered_at=message.at):
            return int(number)
    return None


def accept_answer(*, actor: Member, post_id: int, message_id: int | None, at: datetime) -> Post:
    """The asker says which comment answered the question, or that none did. Twice is once. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        post = visible(actor, post_id)
        require(rules.may_answer(actor, post))
        answer = None
        if message_id is not None:
            answer = Message.objects.filter(
                pk=message_id, conversation__space=actor.space_id, conversation__about=rules.about(post.pk), deleted_at=None
            ).first()
            if answer is None:
                raise NotFound
        if post.answer_id != message_id:
            post.answer = answer
            post.save(update_fields=["answer"])
            helper = {"helper": answer.author_id} if answer is not None and answer.author_id and answer.author_id != actor.pk else {}
            record(ANSWERED if answer else UNANSWERED, actor, post, at, **helper)
    return post


def begin_visit(*, actor: Member, stopped: datetime, seen_at: datetime | None, at: datetime) -> None:
    """Somebody comes anew: what they had read up to is the line now. `seen_at` is when they last looked, as it was just read. One query."""
    if seen_at is None:
        ReadLine.objects.bulk_create([ReadLine(member=actor, line_at=stopped, seen_at=at)], ignore_conflicts=True)
    else:
        ReadLine.objects.filter(member=actor, seen_at=seen_at).update(line_at=stopped, seen_at=at)


def visit(*, actor: Member, at: datetime) -> datetime:
    """Somebody looks at what is new; returns where they stopped reading.

    Looking again within half an hour belongs to the same visit, so the line stays.
    """
    line = ReadLine.objects.filter(member=actor).first()
    seen_at = line.seen_at if line is not None else None
    stopped, begins = rules.where_one_stopped(line.line_at if line is not None else None, seen_at, at)
    if begins:
        begin_visit(actor=actor, stopped=stopped, seen_at=seen_at, at=at)
    return stopped


def forget_removed(*, at: datetime) -> int:
    """Remove posts that were taken back for longer than one may undo; returns how many. What was written under them goes along."""
    rows = Post.objects.filter(removed_at__lte=at - rules.UNDO_FOR)
    gone = list(rows.values_list("pk", "space_id")[:FEW])
    for pk, space_id in gone:
        with transaction.atomic():
            drop_files(ids=list(PostFile.objects.filter(post=pk).values_list("file_id", flat=True)))
            drop_comments(space_id=space_id, about=rules.about(pk))
            Post.objects.filter(pk=pk).delete()
    return len(gone)


def forget_person(erased: Erased) -> None:
    """Somebody is erased. Their posts stay without a name, or go with what was said under them; what they felt about others' goes."""
    mine = Post.objects.filter(member=erased.person_id)
    waiting = list(mine.waiting().values_list("pk", flat=True)) if erased.keeps else list(mine.values_list("pk", flat=True))
    for pk in waiting:
        with transaction.atomic():
            drop_files(ids=list(PostFile.objects.filter(post=pk).values_list("file_id", flat=True)))
            drop_comments(space_id=erased.space_id, about=rules.about(pk))
            Post.objects.filter(pk=pk).delete()
    if erased.keeps:
        mine.update(member=None)


def record(kind: str, actor: Member, post: Post, at: datetime, **facts: object) -> None:
    """One row in the ledger: for everybody where everybody reads, else for nobody."""
    everyone = post.group_id is None
    ledger.record(
        space_id=post.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=post.pk,
        audience=ledger.EVERYONE if everyone and kind != REACTED else ledger.NOBODY, facts=facts,
    )  # fmt: skip
