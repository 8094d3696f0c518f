"""Who chooses, and what of it is shown to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from drittort.core.errors import Verdict, no
from drittort.engine.voting import most_named
from drittort.inform.polls.models import Poll
from drittort.inform.posts import rules as posts
from drittort.members.models import Member

LEAST_OPTIONS, MOST_OPTIONS = 2, 10
LONGEST = timedelta(days=92)
LEAST_SECRET = 5
"""A secret vote of fewer people than that is not told: its figures would tell who."""


def may_vote(member: Member, poll: Poll, at: datetime) -> Verdict:
    """Whether a member may choose now: whoever may write under the post."""
    if poll.over(at):
        return no(_("This poll is over."))
    return posts.may_say(member, poll.post_id, at)


def shows_result(poll: Poll, at: datetime) -> bool:
    """Whether its figures are told: of an open poll always, of a secret one when it was counted and enough took part."""
    return not poll.secret or (poll.closed_at is not None and poll.voters is not None)


def counted(options: Sequence[int], votes: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many chose each option, from pairs of option and member; by the rule by which the house decides, too."""
    places = {pk: place for place, pk in enumerate(options)}
    ballots: dict[int, list[int]] = {}
    for option, member in votes:
        ballots.setdefault(member, []).append(places[option])
    return dict(zip(options, most_named(len(options), ballots.values()).counts, strict=True))
