"""What pages show of mentoring. What two share is read by the two; those who care read applications, drafts, and figures of five and more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from drittort.connect.introductions.rules import may_care
from drittort.connect.introductions.words import day
from drittort.connect.mentoring import rules, words
from drittort.connect.mentoring.models import (
    MentoringAnswer,
    MentoringApplication,
    MentoringCandidate,
    MentoringMeeting,
    MentoringPair,
    MentoringSeason,
    MentoringSide,
)
from drittort.core import sums
from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces

SHOWN = 20
Side = MentoringApplication.Side


@dataclass(frozen=True, slots=True)
class SeasonCard:
    """A season, and what its reader has to do with it."""

    id: int
    name: str
    text: str
    span: str
    stage: str
    can_apply: bool
    mentor: bool
    mentee: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class PairCard:
    """A pair of the reader's in a list."""

    id: int
    other: Face
    season: str
    state: str


@dataclass(frozen=True, slots=True)
class Mine:
    """The page of mentoring."""

    seasons: tuple[SeasonCard, ...]
    pairs: tuple[PairCard, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a mentee's five: who, what they give, why, and which place she gave them (empty: none)."""

    face: Face
    text: str
    topics: str
    reasons: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four: what was asked, what I wrote, and what the other shows me."""

    number: int
    text: str
    mine: str
    shared: bool
    theirs: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """A pair as one of the two reads it."""

    id: int
    other: Face
    season: str
    span: str
    state: str
    mentor: bool
    their_text: str
    reasons: tuple[str, ...]
    until: str
    can_answer: bool
    said_yes: bool
    said_no: bool
    open: bool
    ended: bool
    goal: str
    meetings: tuple[str, ...]
    questions: tuple[Question, ...]
    can_end: bool
    can_thank: bool
    their_thanks: str
    came: str
    address: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor on a mentee's list, for those who care."""

    id: int
    face: Face
    reasons: tuple[str, ...]
    drafted: bool
    locked: bool
    excluded: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """A mentee with her five; `id` is her application's."""

    id: int
    face: Face
    text: str
    candidates: tuple[Candidate, ...]
    paired: bool


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A season for those who care: the draft, or figures once it is sent. `own` says why a reader who applied does not see the draft."""

    card: SeasonCard
    mentors: int
    mentees: int
    is_draft: bool
    held: bool
    sends: str
    proven: str
    own: str
    rows: tuple[Drafted, ...]
    without: int
    figures: tuple[tuple[str, str], ...]


def found(member: Member, season_id: int) -> MentoringSeason:
    """A season of the member's house. Raises NotFound."""
    season = rules.seasons(member).filter(pk=season_id).first()
    if season is None:
        raise NotFound
    season.space = member.space
    return season


def card(season: MentoringSeason, member: Member, sides: set[str], at: datetime) -> SeasonCard:
    """A season with what its reader has to do with it."""
    return SeasonCard(
        season.pk, season.name, season.text, words.span(season), words.stage(season, member.space.day(at)), bool(rules.may_apply(member, season, at)),
        Side.MENTOR in sides, Side.MENTEE in sides, Side.MENTEE in sides and bool(rules.may_choose(season)),
    )  # fmt: skip


def mine(member: Member, at: datetime) -> Mine:
    """The seasons of the house and one's own pairs, the newest first."""
    seasons = list(rules.seasons(member).filter(closed_at=None).order_by("-opened_at", "-pk")[:SHOWN])
    sides: dict[int, set[str]] = {}
    for season, side in rules.own_applications(member).filter(season__in=seasons, withdrawn_at=None).values_list("season_id", "side"):
        sides.setdefault(season, set()).add(side)
    pairs = list(rules.pairs_of(member).select_related("season").order_by("-proposed_at", "-pk")[:SHOWN])
    yes = set(MentoringSide.objects.filter(pair__in=pairs, member=member, accepted_at__isnull=False).values_list("pair_id", flat=True))
    noes = rules.own_noes(member, pairs)
    people = faces(member.space_id, {pair.other(member.pk) for pair in pairs})
    return Mine(
        tuple(card(season, member, sides.get(season.pk, set()), at) for season in seasons),
        tuple(
            PairCard(
                pair.pk,
                people[pair.other(member.pk)],
                pair.season.name,
                words.state(pair, said_yes=pair.pk in yes, declined=pair.pk in noes),
            )
            for pair in pairs
        ),
    )


def application(member: Member, season: MentoringSeason, side: str) -> MentoringApplication | None:
    """What a member applied for, if they did and have not taken it back."""
    return rules.own_applications(member).filter(season=season, side=side, withdrawn_at=None).first()


def five(member: Member, season: MentoringSeason) -> tuple[Choice, ...]:
    """The five of a mentee, in an order of names, so that none is put first for her. Raises NotFound for who has not applied."""
    own = application(member, season, Side.MENTEE)
    if own is None:
        raise NotFound
    rows = list(own.candidates.select_related("mentor").order_by("position")[: rules.SHORTLIST])
    people = faces(member.space_id, {row.mentor.member_id for row in rows})
    places = {pk: str(place + 1) for place, pk in enumerate(rules.wishes(member, season))}
    shown = [
        Choice(
            people[row.mentor.member_id],
            row.mentor.text,
            words.topics(row.mentor.topics),
            words.reasons(row.reasons),
            places.get(row.mentor.member_id, ""),
        )
        for row in rows
    ]
    return tuple(sorted(shown, key=lambda one: one.face.name))


def pair(member: Member, pair_id: int, at: datetime) -> PairPage:
    """One pair of the reader's. Raises NotFound."""
    row = rules.pairs_of(member).select_related("season").filter(pk=pair_id).first()
    if row is None:
        raise NotFound
    row.season.space = member.space
    other, mentor = row.other(member.pk), row.mentor_id == member.pk
    sides = {side.member_id: side for side in MentoringSide.objects.filter(pair=row)}
    own, theirs = sides[member.pk], sides[other]
    declined = rules.own_no(row, member) is not None
    share = bool(rules.may_share(row, at))
    said = MentoringApplication.objects.filter(season=row.season, member=other, side=Side.MENTEE if mentor else Side.MENTOR).first()
    reachable = (
        Member.objects.here().select_related("account").filter(pk=other).first()
        if row.begun_at is not None and row.ended_at is None
        else None
    )
    return PairPage(
        id=row.pk, other=faces(member.space_id, {other})[other], season=row.season.name, span=words.span(row.season),
        state=words.state(row, said_yes=own.accepted_at is not None, declined=declined), mentor=mentor, their_text=said.text if said is not None else "",
        reasons=words.reasons(row.reasons), until=day(row.expires_at.astimezone(member.space.zone).date()), can_answer=bool(rules.may_answer(row, at)),
        said_yes=own.accepted_at is not None, said_no=declined, open=share, ended=row.ended_at is not None, goal=(own.own_goal or row.goal) if share else "",
        meetings=tuple(day(on) for on in row.meetings.order_by("-on").values_list("on", flat=True)) if share else (),
        questions=questions(row, member, at) if share else (), can_end=bool(rules.may_end(row)),
        can_thank=share and row.ended_at is not None and (own.thanked_at is None or not own.came), their_thanks="" if theirs.thanks_withheld else theirs.thanks, came=own.came,
        address=reachable.account.email if reachable is not None and reachable.account is not None else "",
    )  # fmt: skip


def questions(row: MentoringPair, member: Member, at: datetime) -> tuple[Question, ...]:
    """The questions that were asked by now, the newest first, with what each may read. What the other wrote for themself is not looked at."""
    answers = MentoringAnswer.objects.filter(Q(member=member) | Q(shared=True, withheld=False), pair=row)
    told = {(answer.question, answer.member_id): answer for answer in answers}
    found = []
    for number in reversed(rules.asked(row, member.space.day(at))):
        own, theirs = told.get((number, member.pk)), told.get((number, row.other(member.pk)))
        found.append(
            Question(
                number, words.question(number, mentor=row.mentor_id == member.pk), own.text if own is not None else "", own is not None and own.shared,
                theirs.text if theirs is not None else "",
            )
        )  # fmt: skip
    return tuple(found)


def seasons(member: Member, at: datetime) -> tuple[SeasonCard, ...]:
    """All seasons, for those who care, the newest first."""
    return tuple(card(season, member, set(), at) for season in rules.seasons(member).order_by("-opened_at", "-pk")[:SHOWN])


def season(member: Member, season_id: int, at: datetime) -> SeasonPage:
    """One season for those who care (the view asks the rule). Raises NotFound."""
    row = found(member, season_id)
    counts = dict(row.applications.standing().order_by().values_list("side").annotate(Count("pk")))
    is_draft, looks = bool(rules.may_change_draft(row)), rules.may_look_after(member, row)
    rows = drafted(row, member) if is_draft and looks else ()
    proven = ""
    if is_draft and row.objective is not None and row.bound:
        proven = words.share_of_bound(row.objective, row.bound)
    return SeasonPage(
        card(row, member, set(), at), counts.get(Side.MENTOR, 0), counts.get(Side.MENTEE, 0), is_draft, row.held_at is not None, words.not_yet(row), proven, str(looks.reason), rows,
        sum(not one.paired for one in rows), figures(row, at) if row.sent_at is not None else (),
    )  # fmt: skip


def drafted(row: MentoringSeason, member: Member) -> tuple[Drafted, ...]:
    """Each mentee with her five, those without a mentor first. Wishes are not in it."""
    mentees = list(row.applications.standing().filter(side=Side.MENTEE).order_by("member__sort_name", "pk"))
    lists: dict[int, list[MentoringCandidate]] = {mentee.pk: [] for mentee in mentees}
    for one in MentoringCandidate.objects.filter(mentee__in=mentees).select_related("mentor").order_by("position", "pk"):
        lists[one.mentee_id].append(one)
    people = faces(member.space_id, {m.member_id for m in mentees} | {one.mentor.member_id for rows in lists.values() for one in rows})
    shown = [
        Drafted(
            mentee.pk,
            people[mentee.member_id],
            mentee.text,
            tuple(
                Candidate(
                    one.pk, people[one.mentor.member_id], words.reasons(one.reasons), one.drafted_at is not None, one.locked_at is not None,
                    one.excluded_at is not None,
                )
                for one in lists[mentee.pk]
            ),
            any(one.drafted_at is not None for one in lists[mentee.pk]),
        )
        for mentee in mentees
    ]  # fmt: skip
    return tuple(sorted(shown, key=lambda one: one.paired))


def figures(row: MentoringSeason, at: datetime) -> tuple[tuple[str, str], ...]:
    """How a season goes, as far as the rule for sums allows (core.sums); none while somebody is still asked, so that no count tells of an answer.

    How many have met is told only where those who have not are enough, too, or none: else one number less another would tell of a few.
    """
    if row.pairs.waiting(at).exists():
        return ()
    begun = row.pairs.filter(begun_at__isnull=False).annotate(met=Exists(MentoringMeeting.objects.filter(pair=OuterRef("pk"))))
    pairs = [(sums.of_people((mentor, mentee)), met) for mentor, mentee, met in begun.values_list("mentor_id", "mentee_id", "met")]
    met, rest = ([pair for pair, has in pairs if has is wanted] for wanted in (True, False))
    both = sums.enough(met) and (not rest or sums.enough(rest))
    return words.figures(len(pairs) if sums.enough([pair for pair, _met in pairs]) else None, len(met) if both else None)


def waiting(member: Member, at: datetime) -> list[Item]:
    """The drafts that wait, for those who care."""
    if not may_care(member):
        return []
    rows = rules.seasons(member).filter(drafted_at__isnull=False, sent_at=None, closed_at=None).select_related("space")
    rows = rows.exclude(pk__in=rules.own_applications(member).values("season"))
    return [
        Item(row.name, words.draft_waits(row), address("connect:mentoring_season", member.space.slug, row.pk), row.drafted_at)
        for row in rows
        if row.drafted_at is not None
    ]
