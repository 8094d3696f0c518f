"""What a page shows of a poll."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import FilteredRelation, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drittort.inform.polls import rules
from drittort.inform.polls.models import Poll, PollOption
from drittort.members.models import Member
from drittort.members.people.queries import Face


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: whether the reader chose it, how many did, and in an open poll who."""

    id: int
    text: str
    mine: bool
    votes: str
    share: int
    names: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """A poll as its reader sees it."""

    choices: tuple[Choice, ...]
    several: bool
    secret: bool
    over: bool
    can_vote: bool
    voted: bool
    result: bool
    words: str
    until: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as it stands in its table."""

    pk: int
    text: str
    votes: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a poll, before anybody has a face."""

    poll: Poll
    options: tuple[Option, ...]
    votes: tuple[tuple[int, int], ...]

    @property
    def people(self) -> set[int]:
        """Who is named: in an open poll everybody who chose."""
        return set() if self.poll.secret else {member for _option, member in self.votes}


def found_in(member: Member, poll: Poll) -> Found:
    """The answers of a poll, and who chose them: of a secret one the reader's own choice only. One query."""
    seen = Q(chosen__member=member) if poll.secret else Q()
    rows = (
        PollOption.objects.filter(poll=poll).annotate(told=FilteredRelation("chosen", condition=seen))
        if poll.secret
        else PollOption.objects.filter(poll=poll)
    )
    name = "told" if poll.secret else "chosen"
    held = list(rows.order_by("position", f"{name}__at", f"{name}__pk").values_list("pk", "text", "votes", f"{name}__member_id"))
    options = {pk: Option(pk, text, votes) for pk, text, votes, _who in held}
    return Found(poll, tuple(options.values()), tuple((pk, who) for pk, _text, _votes, who in held if who is not None))


def ballot(member: Member, found: Found, at: datetime, *, people: Mapping[int, Face], writes: bool) -> Ballot:
    """A poll as its reader sees it; `writes`: whether they may write under its post."""
    poll, result = found.poll, rules.shows_result(found.poll, at)
    told = {} if poll.secret else rules.counted([option.pk for option in found.options], found.votes)
    counts = {option.pk: told.get(option.pk, option.votes or 0) for option in found.options}
    voters = (poll.voters or 0) if poll.secret else len({who for _option, who in found.votes})
    mine = {option for option, who in found.votes if who == member.pk}
    over = poll.over(at)
    return Ballot(
        tuple(
            Choice(
                option.pk, option.text, option.pk in mine, ngettext("%(n)s vote", "%(n)s votes", counts[option.pk]) % {"n": counts[option.pk]} if result else "",
                round(100 * counts[option.pk] / voters) if result and voters else 0,
                "" if poll.secret else ", ".join(people[who].name for chosen, who in found.votes if chosen == option.pk and who in people),
            )
            for option in found.options
        ),
        several=poll.several, secret=poll.secret, over=over, can_vote=writes and not over, voted=bool(mine), result=result,
        words=standing(poll, voters, over=over), until=date_format((poll.until - timedelta(microseconds=1)).astimezone(member.space.zone), "DATE_FORMAT"),
    )  # fmt: skip


def standing(poll: Poll, voters: int, *, over: bool) -> str:
    """How many took part, or why that is not told."""
    if not poll.secret or poll.voters is not None:
        return ngettext("%(n)s person took part.", "%(n)s people took part.", voters) % {"n": voters}
    if poll.closed_at is not None:
        return _("Fewer than five took part, so a secret vote stays untold.")
    return (
        _("It is being counted.")
        if over
        else _("Secret: figures only at the end, and from five people on. Then the house forgets who chose what.")
    )
