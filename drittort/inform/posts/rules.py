"""Who reads a post, who may do what with it, and who is told. What is written in a hidden group is not there for others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.core.files.models import StoredFile
from drittort.core.files.purposes import purpose
from drittort.inform.polls.models import PollVote
from drittort.inform.posts.models import Post, PostFile, PostQuerySet, Reaction
from drittort.members.models import Member
from drittort.spaces.roles import allows, holds, permission
from drittort.talk.conversations.models import Message
from drittort.talk.groups import rules as groups
from drittort.talk.groups.models import Group, GroupMember

KEEP = permission("inform.keep_posts", _("Pin, move and put away other people's posts"))
ABOUT = "post:"
LONGEST = 10_000
MOST_FILES = 6
MOST_OUT, OUT_WITHIN = 20, timedelta(days=1)
OPEN = Q(group=None) | Q(group__seen_by=Group.SeenBy.HOUSE)
"""The condition that the whole house reads a post."""
UNDO_FOR = timedelta(minutes=15)
FARTHEST = timedelta(days=366)
VISIT = timedelta(minutes=30)
"""So long looking again belongs to the same visit: the line “read up to here” stays where it was."""
UNANSWERED, FADES, NEWCOMER = timedelta(hours=24), timedelta(days=60), timedelta(days=90)
"""A question waits for a word after a day, the first post of whoever came in the last three months at once; after two months nobody waits any more."""
FIRST_LOOK = timedelta(days=14)
"""To whoever comes for the first time so much is new, not a whole year."""


def about(post_id: int) -> str:
    """A post as what comments stand under."""
    return f"{ABOUT}{post_id}"


def readable_in(member: Member) -> Q:
    """Where a member reads, as a condition on posts: in the house, in groups that are open to it, and in their own."""
    return OPEN | Q(groups.belongs(member, "group"))


def visible_to(member: Member) -> PostQuerySet:
    """What a member may read: what is out where they read, and their own drafts. Whoever leaves a closed group leaves their words there."""
    mine = Q(member=member, posted_at=None, removed_at=None)
    return Post.objects.filter(mine | (Q(posted_at__isnull=False, removed_at=None) & readable_in(member)), space=member.space_id)


def opens_for(member: Member) -> PostQuerySet:
    """The posts whose pages open for a member: what is out where they read. A draft has a page of its own."""
    return visible_to(member).filter(posted_at__isnull=False)


def titled_for(member: Member) -> PostQuerySet:
    """The posts whose titles stand in a member's copy of their data: what they may read, and what they wrote."""
    return Post.objects.filter(Q(pk__in=visible_to(member).values("pk")) | Q(member=member), space=member.space_id)


def stream_of(member: Member, group: Group | None = None) -> PostQuerySet:
    """What is out and readable for a member: everywhere, or in one group."""
    rows = Post.objects.out().filter(readable_in(member), space=member.space_id)
    return rows if group is None else rows.filter(group=group)


def may_post(member: Member, group: Group | None) -> Verdict:
    """Whether a member may write to the house or to a group."""
    return YES if group is None else groups.may_write(member, group)


def in_time(member: Member, at: datetime) -> Verdict:
    """A brake on floods."""
    if Post.objects.filter(member=member, posted_at__gt=at - OUT_WITHIN).count() >= MOST_OUT:
        return no(_("That was a lot for one day. The rest can wait until tomorrow: keep it as a draft."))
    return YES


def may_change(member: Member, post: Post) -> Verdict:
    """Whether a member may change the words: its author."""
    return YES if post.member_id == member.pk else no(_("Only whoever wrote it can do that."))


def may_remove(member: Member, post: Post) -> Verdict:
    """Whether a member may take it back: its author, and those who keep the place where it stands."""
    return YES if post.member_id == member.pk else may_keep(member, post)


def may_keep(member: Member, post: Post) -> Verdict:
    """Whether a member may pin, move and put away a post: hosts of its group, and those who care for the house."""
    if allows(member, KEEP) or (
        post.group_id is not None and GroupMember.objects.filter(group=post.group_id, member=member, is_host=True).exists()
    ):
        return YES
    return no(_("The hosts do that."))


def may_move(member: Member, post: Post, group: Group | None) -> Verdict:
    """Whether a member may let a post stand in another place: whoever keeps both.

    What was said among the people of a group stays there, but for one's own words to which nobody else has said anything.
    """
    keeps = allows(member, KEEP) if group is None else GroupMember.objects.filter(group=group, member=member, is_host=True).exists()
    if not (keeps and may_keep(member, post)):
        return no(_("Whoever cares for both places does that."))
    if post.group is None or post.group.seen_by == Group.SeenBy.HOUSE or (post.member_id == member.pk and not answered(post)):
        return YES
    return no(_("Others would read it there. Only your own posts may go, as long as nobody else has said anything to them."))


def answered(post: Post) -> bool:
    """Whether anybody but its author said something to a post, with words, with one tap or by choosing."""
    written = Message.objects.filter(conversation__space=post.space_id, conversation__about=about(post.pk))
    felt, chosen = Reaction.objects.filter(post=post), PollVote.objects.filter(option__poll__post=post)
    return written.exclude(author=post.member_id).exists() or any(rows.exclude(member=post.member_id).exists() for rows in (felt, chosen))


def may_say(member: Member, post_id: int, at: datetime) -> Verdict:
    """Whether a member may write under a post that they see."""
    post = Post.objects.select_related("group").filter(pk=post_id).first()
    if post is None:
        return no(_("It is not out yet."))
    return may_say_under(post, post.group is None or groups.is_in(member, post.group))


def may_say_under(post: Post, belongs: bool) -> Verdict:
    """The same for whoever knows whether the reader belongs to its group."""
    if post.posted_at is None or post.removed_at is not None:
        return no(_("It is not out yet."))
    if post.merged_into_id is not None:
        return no(_("It goes on somewhere else."))
    if post.archived_at is not None:
        return no(_("This was put away. It can still be read."))
    if post.group is not None and post.group.closed_at is not None:
        return no(_("This group is closed. What was written can still be read."))
    return YES if post.group is None or belongs else no(_("Join the group first, then write along."))


def may_answer(member: Member, post: Post) -> Verdict:
    """Whether a member may say which comment answered the question: whoever asked."""
    if post.verb != Post.Verb.ASK:
        return no(_("This is no question."))
    return may_change(member, post)


def written_under(member: Member) -> Q:
    """The condition that a member has written under a post."""
    about = Concat(Value(ABOUT), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    return Q(Exists(Message.objects.filter(author=member, deleted_at=None, conversation__space=member.space_id, conversation__about=about)))


def is_known(post: Post) -> bool:
    """Whether a post is an answered question that the whole house reads: knowledge that is worth keeping."""
    open_to_house = post.group is None or post.group.seen_by == Group.SeenBy.HOUSE
    return (
        post.verb == Post.Verb.ASK
        and post.posted_at is not None
        and post.removed_at is None
        and post.answer_id is not None
        and open_to_house
    )


def readers(post_id: int, members: Collection[int]) -> set[int]:
    """Which of some members see a post that is out."""
    post = Post.objects.select_related("group").filter(pk=post_id, posted_at__isnull=False, removed_at=None).first()
    if post is None:
        return set()
    rows = Member.objects.filter(pk__in=members, space=post.space_id)
    if post.group is not None and post.group.seen_by != Group.SeenBy.HOUSE:
        rows = rows.filter(Exists(GroupMember.objects.filter(group=post.group_id, member=OuterRef("pk"))))
    return set(rows.values_list("pk", flat=True))


def told_of(post_id: int) -> set[int]:
    """Who is told of what is written under a post: whoever posted it."""
    return {pk for pk in Post.objects.filter(pk=post_id).values_list("member_id", flat=True) if pk is not None}


def first_words(at: datetime) -> Q:
    """The condition that a post is the first one of somebody new, and still waits for a word."""
    earlier = Exists(Post.objects.filter(member=OuterRef("member"), posted_at__lt=OuterRef("posted_at")))
    new = Q(member__joined_on__gte=(at - NEWCOMER).date(), posted_at__gt=at - FADES, answered_at=None)
    return Q(~earlier) & new


def with_first(rows: PostQuerySet, at: datetime) -> PostQuerySet:
    """Posts, each with whether it is the first one of somebody new (`is_first`)."""
    return rows.annotate(is_first=ExpressionWrapper(first_words(at), output_field=BooleanField()))


def unheard(member: Member, at: datetime) -> PostQuerySet:
    """What waits for a human word, for those who care for the house: first posts at once, questions after a day."""
    if not holds(member, KEEP):
        return with_first(Post.objects.none(), at)
    rows = (
        stream_of(member).filter(answered_at=None, archived_at=None, member__left_on=None, posted_at__gt=at - FADES).exclude(member=member)
    )
    return with_first(rows.filter(first_words(at) | Q(verb=Post.Verb.ASK, posted_at__lte=at - UNANSWERED)), at)


def where_one_stopped(line_at: datetime | None, seen_at: datetime | None, at: datetime) -> tuple[datetime, bool]:
    """Up to where somebody has read, from what is kept of it, and whether they come anew: looking again within half an hour belongs to the same visit."""
    if line_at is None or seen_at is None:
        return at - FIRST_LOOK, True
    return (seen_at, True) if seen_at <= at - VISIT else (line_at, False)


def may_see(member: Member, file: StoredFile) -> bool:
    """What goes with a post is seen by those who may read it."""
    return visible_to(member).filter(files__file=file.pk).exists()


def along(ids: Collection[int]) -> set[int]:
    """Which of some files belong to a post."""
    return set(PostFile.objects.filter(file__in=ids).values_list("file_id", flat=True))


PICTURE = purpose("inform.picture", may_see=may_see, used=along)
PAPER = purpose("inform.paper", may_see=may_see, used=along)
