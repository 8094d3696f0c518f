"""Laying out a poll in a post, choosing, and counting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.inform.polls import rules
from drittort.inform.polls.models import Poll, PollOption, PollVote
from drittort.inform.posts.models import Post
from drittort.inform.posts.rules import visible_to
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, may_use

VOTED, CLOSED = "poll.voted", "poll.closed"


@dataclass(frozen=True, slots=True)
class Layout:
    """What can be chosen, how many of it, whether secretly, and until when."""

    options: tuple[str, ...]
    several: bool
    secret: bool
    until: datetime


def fitting(layout: Layout, at: datetime) -> Layout:
    """The same as it is kept. Raises Invalid where one could not choose by it."""
    options = tuple(dict.fromkeys(" ".join(each.split()) for each in layout.options if each.strip()))
    if not rules.LEAST_OPTIONS <= len(options) <= rules.MOST_OPTIONS or any(len(each) > 120 for each in options):
        raise Invalid(_("A poll has two to ten different answers, one a line, of at most 120 characters."))
    if not at < layout.until <= at + rules.LONGEST:
        raise Invalid(_("A poll ends on a day that is still to come, within three months."))
    return Layout(options, layout.several, layout.secret, layout.until)


def lay_out(*, post: Post, layout: Layout | None, at: datetime) -> None:
    """Let a post that is not out yet have this poll, or none; inside the transaction of whoever writes it. Raises Invalid."""
    Poll.objects.filter(post=post).delete()
    if layout is not None:
        layout = fitting(layout, at)
        poll = Poll.objects.create(post=post, several=layout.several, secret=layout.secret, until=layout.until)
        PollOption.objects.bulk_create(PollOption(poll=poll, position=k, text=text) for k, text in enumerate(layout.options))


def vote(*, actor: Member, post_id: int, options: Collection[int], at: datetime) -> Poll:
    """Choose, choose anew, or take one's choice back (no options). Twice is once.

    Raises NotFound, NotAllowed, OutOfDate when it is over, Invalid for more than may be chosen or for what stands in another poll.
    """
    with transaction.atomic():
        poll = locked(Poll.objects.filter(post__in=visible_to(actor).filter(pk=post_id, posted_at__isnull=False))).first()
        if poll is None:
            raise NotFound
        if poll.over(at):
            raise OutOfDate(_("This poll is over."))
        require(rules.may_vote(actor, poll, at))
        require(may_use(actor, POSTS, at))
        known = set(poll.options.values_list("pk", flat=True))
        wanted = set(options)
        if not wanted <= known or (len(wanted) > 1 and not poll.several):
            raise Invalid(_("Choose among the answers that stand there."))
        held = set(PollVote.objects.filter(option__in=known, member=actor).values_list("option_id", flat=True))
        if held != wanted:
            PollVote.objects.filter(option__in=held - wanted, member=actor).delete()
            PollVote.objects.bulk_create(PollVote(option_id=pk, member=actor, at=at) for pk in sorted(wanted - held))
            record(VOTED, actor, poll, at)
    return poll


def close(*, post_id: int, at: datetime) -> bool:
    """Count a poll that is over, once; returns whether it was now. A secret one forgets who chose what; with too few voters also how many."""
    with transaction.atomic():
        poll = locked(Poll.objects.filter(post=post_id, closed_at=None, until__lte=at, post__posted_at__isnull=False)).first()
        if poll is None:
            return False
        votes = list(PollVote.objects.filter(option__poll=poll).values_list("option_id", "member_id"))
        voters = len({member for _option, member in votes})
        tells = not poll.secret or voters >= rules.LEAST_SECRET
        poll.closed_at, poll.voters = at, voters if tells else None
        poll.save(update_fields=["closed_at", "voters"])
        if poll.secret:
            counts = rules.counted(list(poll.options.values_list("pk", flat=True)), votes) if tells else {}
            for option, number in counts.items():
                PollOption.objects.filter(pk=option).update(votes=number)
            PollVote.objects.filter(option__poll=poll).delete()
        record(CLOSED, None, poll, at)
    return True


def record(kind: str, actor: Member | None, poll: Poll, at: datetime) -> None:
    """One row in the ledger, for nobody else to read. Of a secret vote it tells not even whose it was."""
    ledger.record(
        space_id=poll.post.space_id, at=at, kind=kind, actor_id=actor.pk if actor is not None and not poll.secret else None, subject_id=poll.post_id,
        audience=ledger.NOBODY,
    )  # fmt: skip
