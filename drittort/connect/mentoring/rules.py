"""Who sees a season and a pair, who may be drawn with whom, and what may be done when.

One rule stands above all: nobody but the decliner learns of a no. `MentoringNo` is read here only for the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.connect.introductions.rules import kept_apart, may_care
from drittort.connect.mentoring.models import (
    MentoringApplication,
    MentoringApplicationQuerySet,
    MentoringNo,
    MentoringPair,
    MentoringPairQuerySet,
    MentoringSeason,
    MentoringSide,
    MentoringWish,
    day_of_question,
)
from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Block, Employment, Member
from drittort.members.safety.rules import INTRODUCTIONS, may_use, not_paused

SHORTLIST = 5
CHOOSE_FOR = timedelta(days=5)
SENT_AFTER = timedelta(hours=72)
BEFORE_IT_BEGINS = timedelta(days=17)
"""From the last day to apply to the first day: a day for the five, five to choose, a day for the draft, three until it goes out, and a week to answer."""
FARTHEST = timedelta(days=731)
MOST_MENTEES = 3
ASKED_IN_VAIN = 2
"""So many questions in a row without a yes, and somebody is not drawn any more in a season: whether they said no or nothing."""
QUESTIONS = 4
NOT_MET_AFTER = timedelta(days=21)
CLOSES_AFTER = timedelta(days=30)
KEPT = timedelta(days=366)


def seasons(member: Member) -> QuerySet[MentoringSeason]:
    """The seasons of a member's house."""
    return MentoringSeason.objects.filter(space_id=member.space_id)


def may_look_after(member: Member, season: MentoringSeason) -> Verdict:
    """Whether a member sees the draft of a season and changes it: those who care and did not apply themselves. Beside their own five they would read whom others are
    offered and they are not, and could change the draft until it told them of a block or a secret list.
    """
    verdict = may_care(member)
    if verdict and own_applications(member).filter(season=season).exists():
        return no(_("You applied in this season yourself. So its draft is left to the draw, or to somebody else who looks after it."))
    return verdict


def may_apply(member: Member, season: MentoringSeason, at: datetime) -> Verdict:
    """Whether a member may apply, or change what they wrote: until the day that was named."""
    verdict = may_use(member, INTRODUCTIONS, at)
    if not verdict:
        return verdict
    open_now = season.shortlisted_at is None and season.closed_at is None and member.space.day(at) <= season.apply_until
    return YES if open_now else no(_("The time to apply is over. The next season will come."))


def own_applications(member: Member) -> MentoringApplicationQuerySet:
    """What a member applied for."""
    return MentoringApplication.objects.filter(member=member)


def may_choose(season: MentoringSeason) -> Verdict:
    """Whether a mentee may say whom of her five she would like best: until the draft is made."""
    return (
        YES
        if season.shortlisted_at is not None and season.drafted_at is None and season.closed_at is None
        else no(_("The draft is made already."))
    )


def wishes(member: Member, season: MentoringSeason) -> list[int]:
    """Ids of whom a mentee would like best, in her order. For her own eyes, and for the draft."""
    return list(MentoringWish.objects.filter(member=member, season=season).order_by("position").values_list("mentor", flat=True))


def may_change_draft(season: MentoringSeason) -> Verdict:
    """Whether the draft may still be changed."""
    return (
        YES
        if season.drafted_at is not None and season.sent_at is None and season.closed_at is None
        else no(_("There is no draft to change."))
    )


def goes_out(season: MentoringSeason, at: datetime) -> bool:
    """Whether the moment has come at which a draft goes out by itself, and nobody holds it."""
    return bool(may_change_draft(season)) and season.held_at is None and season.sends_at is not None and season.sends_at <= at


def pairs_of(member: Member) -> MentoringPairQuerySet:
    """The pairs that a member may open: their own."""
    return MentoringPair.objects.all().of(member.pk)


def own_no(pair: MentoringPair, member: Member) -> MentoringNo | None:
    """A member's own refusal. There is no way to ask for somebody else's."""
    return MentoringNo.objects.filter(pair=pair, member=member).first()


def own_noes(member: Member, pairs: Iterable[MentoringPair]) -> set[int]:
    """Which of some pairs a member has refused themself."""
    return set(MentoringNo.objects.filter(member=member, pair__in=list(pairs)).values_list("pair_id", flat=True))


def may_answer(pair: MentoringPair, at: datetime) -> Verdict:
    """Whether one of the two may still say yes or not now."""
    if pair.begun_at is not None:
        return no(_("You have both said yes already."))
    if pair.expired_at is not None or pair.expires_at <= at:
        return no(_("The time for an answer is over."))
    return YES


def may_share(pair: MentoringPair, at: datetime) -> Verdict:
    """Whether the two may write on their page: from the second yes to some weeks after the end."""
    if pair.begun_at is None:
        return no(_("This begins when you have both said yes."))
    return YES if pair.ended_at is None or at <= pair.ended_at + CLOSES_AFTER else no(_("This has ended; its page is closed now."))


def may_end(pair: MentoringPair) -> Verdict:
    """Whether one of the two may end it."""
    return YES if pair.begun_at is not None and pair.ended_at is None else no(_("There is nothing to end."))


def asked(pair: MentoringPair, today: date) -> list[int]:
    """Which of the four questions have been asked by a day."""
    if pair.begun_at is None:
        return []
    begun = pair.begun_at.astimezone(pair.season.space.zone).date()
    end = min(pair.season.ends_on, pair.ended_at.astimezone(pair.season.space.zone).date()) if pair.ended_at else today
    return [k for k in range(QUESTIONS) if day_of_question(begun, pair.season.ends_on, k) <= min(today, end)]


def able(season: MentoringSeason, at: datetime) -> set[int]:
    """Ids of those who applied, are here and not kept from being brought together by a measure. A pause of their own does not count: they applied."""
    people = Member.objects.here().filter(pk__in=season.applications.standing().values("member"))
    return set(not_paused(people, INTRODUCTIONS, season.space.day(at)).values_list("pk", flat=True))


def may_not_meet(season: MentoringSeason, people: Iterable[int], at: datetime) -> set[tuple[int, int]]:
    """Pairs of some people (smaller id first) who are never drawn: kept apart in any way, of one company, or asked in this season before."""
    ids = sorted(set(people))
    apart = kept_apart(season.space, at, among=ids)
    firms: dict[int, list[int]] = {}
    for member, firm in Employment.objects.filter(member__in=ids, until_on=None).values_list("member_id", "company_id"):
        firms.setdefault(firm, []).append(member)
    apart |= {(min(a, b), max(a, b)) for group in firms.values() for a in group for b in group if a != b}
    return apart | {(min(a, b), max(a, b)) for a, b in season.pairs.values_list("mentor_id", "mentee_id")}


def resting(season: MentoringSeason) -> set[int]:
    """Ids of those who were asked in vain as often as anybody should. A no counts as what it looks like."""
    count: dict[int, int] = {}
    for member in MentoringSide.objects.filter(pair__season=season, pair__expired_at__isnull=False, accepted_at=None).values_list(
        "member_id", flat=True
    ):
        count[member] = count.get(member, 0) + 1
    return {member for member, times in count.items() if times >= ASKED_IN_VAIN}


def may_begin(pair: MentoringPair, day: date) -> bool:
    """Whether two yeses still begin it: both are here and not kept from it, what they applied for stands, and neither blocks the other. Else it runs out, as beside
    silence."""
    two = (pair.mentor_id, pair.mentee_id)
    sides = Q(member=pair.mentor_id, side=MentoringApplication.Side.MENTOR) | Q(
        member=pair.mentee_id, side=MentoringApplication.Side.MENTEE
    )
    if MentoringApplication.objects.standing().filter(sides, season=pair.season_id).count() < len(two):
        return False
    if not_paused(Member.objects.here().filter(pk__in=two), INTRODUCTIONS, day).count() < len(two):
        return False
    return not Block.objects.filter(blocker__in=two, blocked__in=two).exists()


def blocked_pairs() -> list[int]:
    """Ids of the pairs that go on although one has blocked the other. Nobody reads the answer."""
    between = Q(blocker=OuterRef("mentor"), blocked=OuterRef("mentee")) | Q(blocker=OuterRef("mentee"), blocked=OuterRef("mentor"))
    return list(MentoringPair.objects.going().filter(Exists(Block.objects.filter(between))).values_list("pk", flat=True))
