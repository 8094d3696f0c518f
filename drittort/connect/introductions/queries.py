"""What pages and mails about introductions show, as frozen values with ready words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from drittort.connect.introductions import meeting, rules, words
from drittort.connect.introductions.models import Draft, Introduction, Round, Side, WarmIntroduction
from drittort.connect.needs import rules as needs
from drittort.connect.needs.models import Need
from drittort.core import thanking
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import counted, more_than_shown, newest_first
from drittort.core.statements import Statement
from drittort.members.models import Consent, Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.members.safety.rules import folded_for
from drittort.spaces.models import Location, Space
from drittort.talk.conversations.queries import find_people

PAGE = 20
SUGGESTED = rules.SUGGESTED_A_DAY


@dataclass(frozen=True, slots=True)
class Card:
    """One introduction in a list, as one of the two sees it."""

    id: int
    other: Face
    state: str
    said: str
    when: str


@dataclass(frozen=True, slots=True)
class Page:
    """One introduction in full, as one of the two sees it. Holds nothing of the other's answer but a yes of both."""

    id: int
    state: str
    said: str
    me: Face
    other: Face
    text: str
    words: str
    by: str
    introducer: Face | None
    reasons: tuple[str, ...]
    questions: tuple[str, ...]
    slots: tuple[str, ...]
    until: str
    can_answer: bool
    can_tell: bool
    address: str
    told: str
    again: bool | None
    outcome: str
    outcome_shared: bool
    other_outcome: str
    introducer_may_know: bool
    can_thank: bool
    thank_path: str
    pauses: tuple[tuple[str, str], ...]


def state_of(introduction: Introduction, side: Side | None, at: datetime, *, declined: bool) -> str:
    """What one of the two may know: asked, yes (waiting), no (own), introduced, met, missed, over."""
    if introduction.introduced_at is not None:
        if introduction.met_on is not None:
            return "met"
        return "missed" if side is not None and side.missed_at else "introduced"
    if introduction.expired_at is not None or introduction.expires_at <= at:
        return "over"
    if declined:
        return "no"
    return "yes" if side is not None and side.accepted_at else "asked"


def told(side: Side | None) -> str:
    """What the reader said about the meeting."""
    if side is None:
        return ""
    return "met" if side.met_at else "planned" if side.planned_at else "missed" if side.missed_at else ""


def is_asked(introduction: Introduction, side: Side | None, at: datetime) -> bool:
    """Whether somebody is asked what came of an introduction: a week after it, until they say or its page is closed."""
    opened = introduction.introduced_at
    return opened is not None and opened + rules.ASK_AFTER <= at and not told(side) and bool(rules.may_tell_outcome(introduction, at))


def list_for(member: Member, at: datetime, *, after: tuple[str, int] | None = None) -> tuple[list[Card], str]:
    """A page of a member's introductions, newest first, and the cursor of the next page (empty at the end)."""
    found, cursor = newest_first(rules.visible_to(member), "proposed_at", after, PAGE)
    people = faces(member.space_id, {i.other(member.pk) for i in found})
    sides = {s.introduction_id: s for s in Side.objects.filter(introduction__in=found, member=member)}
    declined = rules.own_noes(member, [i.pk for i in found])
    cards = []
    for introduction in found:
        state = state_of(introduction, sides.get(introduction.pk), at, declined=introduction.pk in declined)
        face = people.get(introduction.other(member.pk))
        if face is not None:
            cards.append(
                Card(
                    introduction.pk,
                    face,
                    state,
                    words.state("ask" if state == "introduced" and is_asked(introduction, sides.get(introduction.pk), at) else state),
                    words.day(introduction.proposed_at.astimezone(member.space.zone).date()),
                )
            )
    return cards, cursor


OWN = Statement(lambda member, introduction: rules.visible_to(Member(pk=member)).filter(pk=introduction), member=int, introduction=int)
OTHER = Statement(lambda member: Member.objects.select_related("account").filter(pk=member), member=int)
BOTH_SIDES = Statement(lambda introduction: Side.objects.filter(introduction=introduction), introduction=int)
PLACES = Statement(lambda space: Location.objects.filter(space=space), space=int)


def one(member: Member, introduction_id: int, at: datetime) -> Page:
    """One introduction for one of the two. Raises NotFound."""
    found = OWN.objects(member=member.pk, introduction=introduction_id)
    if not found:
        raise NotFound
    introduction: Introduction = found[0]
    introduction.space = member.space
    return for_member(introduction, member, OTHER.objects(member=introduction.other(member.pk))[0], at)


def for_member(introduction: Introduction, member: Member, other: Member, at: datetime) -> Page:
    """The page's content in the active language."""
    sides = {s.member_id: s for s in BOTH_SIDES.objects(introduction=introduction.pk)}
    side, theirs = sides.get(member.pk), sides.get(other.pk)
    state = state_of(introduction, side, at, declined=rules.own_no(introduction, member) is not None)
    by = introduction.proposed_by_id
    people = faces(introduction.space_id, {member.pk, other.pk, *([by] if by else ())})
    zone = introduction.space.zone
    places = {p.pk: p for p in PLACES.objects(space=introduction.space_id)}
    return Page(
        id=introduction.pk,
        state=state,
        said=words.state(state),
        me=people[member.pk],
        other=people[other.pk],
        text=introduction.text,
        words=side.words if side else "",
        by=people[by].name if by else introduction.space.name,
        introducer=people[by] if by and introduction.form == Introduction.Form.WARM else None,
        reasons=tuple(words.reasons(introduction.reasons, reader=member.pk, names={p.id: p.name for p in people.values()})),
        questions=tuple(words.question(code) for code in introduction.questions),
        slots=tuple(words.slot(s, zone, places) for s in meeting.still_ahead(introduction.slots, member, other, at)),
        until=words.day(introduction.expires_at.astimezone(zone).date()),
        can_answer=bool(rules.may_answer(introduction, at)),
        can_tell=bool(rules.may_tell_outcome(introduction, at)),
        address=other.account.email
        if introduction.introduced_at is not None and other.account is not None and other.left_on is None
        else "",
        told=told(side),
        again=side.again if side else None,
        outcome=side.outcome if side else "",
        outcome_shared=side.outcome_shared if side else False,
        other_outcome=theirs.outcome if theirs and theirs.outcome_shared and other.pk not in folded_for(member) else "",
        introducer_may_know=side.introducer_may_know if side else False,
        can_thank=bool(rules.may_thank(introduction)) and side is not None and side.thanked_at is None,
        thank_path=thanking.page(member, other.pk, f"introduction:{introduction.pk}") if state == "met" and other.left_on is None else "",
        pauses=tuple(words.pauses(introduction.space.day(at))),
    )


def thanks_begin(member: Member, introduction_id: int) -> str:
    """How thanks to whom one met through an introduction may begin."""
    met = rules.visible_to(member).filter(pk=introduction_id, met_on__isnull=False).exists()
    return _("Thank you for the time that you took for me.") if met else ""


# ------------------------------------------------------------------ for whoever introduces two others


@dataclass(frozen=True, slots=True)
class Warm:
    """A warm introduction as its introducer reads it. Until its end it waits, unless both say yes: nothing here tells more."""

    id: int
    first: Face
    second: Face
    state: str
    said: str
    when: str
    text: str
    to_first: str
    to_second: str


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who may be chosen, and the address of the same page with them."""

    face: Face
    path: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """The page on which somebody introduces two others: the one, the second once chosen, and who was found for a search."""

    first: Face
    second: Face | None
    need: str
    query: str
    found: tuple[Found, ...]
    path: str
    path_with_second: str
    need_id: int | None


def need_behind(member: Member, need_id: int) -> Need | None:
    """The need for which a member introduces somebody, as long as nobody has answered it."""
    return needs.visible_to(member).filter(pk=need_id).open().first()


def pairing(member: Member, chosen: Sequence[Member], need: Need | None, query: str) -> Pairing:
    """What the page shows. Whom it finds depends on names alone: who may be introduced, it never asks."""
    known = faces(member.space_id, [person.pk for person in chosen])
    first, second = known[chosen[0].pk], known[chosen[1].pk] if len(chosen) > 1 else None
    path, along = address("connect:introduce", member.space.slug, first.id), {} if need is None else {"need": need.pk}

    def with_second(person: Face) -> str:
        return f"{path}?{urlencode({'with': person.id, **along})}"

    found = () if second is not None else find_people(member, query, [first.id])
    return Pairing(
        first, second, need.text if need else "", query, tuple(Found(face, with_second(face)) for face in found),
        f"{path}?{urlencode(along)}" if along else path, with_second(second) if second else "", need.pk if need else None,
    )  # fmt: skip


def warm_for(member: Member, at: datetime, *, after: tuple[str, int] | None = None) -> tuple[list[Warm], str]:
    """A page of the introductions that a member proposed, newest first, and the cursor of the next page (empty at the end)."""
    found, cursor = newest_first(rules.introduced_by(member).select_related("introduction"), "proposed_at", after, PAGE)
    people = faces(member.space_id, {pk for warm in found for pk in (warm.first_id, warm.second_id)})
    sides: dict[int, list[Side]] = {}
    for side in Side.objects.filter(introduction__in=[warm.introduction_id for warm in found if warm.introduction_id]):
        sides.setdefault(side.introduction_id, []).append(side)
    zone = member.space.zone
    shown = []
    for warm in found:
        state = warm_state(warm, sides.get(warm.introduction_id or 0, []), at)
        until = words.day(warm.expires_at.astimezone(zone).date())
        shown.append(
            Warm(
                warm.pk, people[warm.first_id], people[warm.second_id], state, words.warm_state(state, until),
                words.day(warm.proposed_at.astimezone(zone).date()), warm.text, warm.to_first, warm.to_second,
            )
        )  # fmt: skip
    return shown, cursor


def warm_state(warm: WarmIntroduction, sides: list[Side], at: datetime) -> str:
    """What an introducer may know: waiting, introduced, met (if both share it), over. Silence, a no, a block, a missing consent look the same."""
    if warm.introduction is not None and warm.introduction.introduced_at is not None:
        return "met" if rules.introducer_may_know(sides) else "introduced"
    return "waiting" if warm.expires_at > at else "over"


# ------------------------------------------------------------------ for those who care


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A drafted pair for the manager: who, why, what it would change, and a ready text."""

    id: int
    first: Face
    second: Face
    reasons: tuple[str, ...]
    change: str
    text: str
    language: str
    can_swap: bool

    @property
    def form(self) -> str:
        """Name of the form that sends it; its button stands outside."""
        return f"send-{self.id}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An introduction that waits; of the two sides nothing else is known here."""

    id: int
    first: Face
    second: Face
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody new who agreed to be introduced and was not yet."""

    person: Face
    since: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Care:
    """The connect part of the care page."""

    suggestions: tuple[Suggestion, ...]
    made: str
    change: str
    newcomers: tuple[Newcomer, ...]
    newcomers_more: int
    waiting: tuple[Waiting, ...]
    waiting_more: int
    people: Mapping[int, Face]


SPARE = Draft.objects.filter(round=OuterRef("pk"), dropped_at=None, sent_at=None, spare=True)
NEWEST = Statement(
    lambda space: Round.objects.filter(space=space, series=None, season=None).annotate(has_spare=Exists(SPARE)).order_by("-made_at")[:1],
    space=int,
)
TOP = Statement(
    lambda made: (
        Draft.objects.filter(round=made, dropped_at=None, sent_at=None, spare=False)
        .annotate(
            first_language=F("first__language"),
            first_languages=F("first__languages"),
            second_language=F("second__language"),
            second_languages=F("second__languages"),
        )
        .order_by("position")[: SUGGESTED + 10]
    ),
    made=int,
)
NAMING = Statement(
    lambda made, members: Draft.objects.filter(
        Q(first__in=members) | Q(second__in=members), round=made, dropped_at=None, sent_at=None
    ).values_list("first_id", "second_id"),
    made=int,
    members=SUGGESTED,
)
NEWCOMERS = Statement(
    lambda space, since, day: counted(
        rules.without_introduction(
            Member.objects.filter(space=space, joined_on__gte=since, joined_on__lte=day).here().agreed(Consent.Kind.INTRODUCED)
        ).order_by("joined_on", "id"),
        SUGGESTED,
    ).values_list("pk", "joined_on", "rows_in_all"),
    space=int,
    since=date,
    day=date,
)
WAITING = Statement(
    lambda space, at: counted(
        Introduction.objects.filter(space=space).of_the_house().waiting(at).order_by("expires_at", "id"), SUGGESTED
    ).values_list("pk", "first_id", "second_id", "proposed_at", "expires_at", "rows_in_all"),
    space=int,
    at=datetime,
)


def newest_round(space: Space) -> Round | None:
    """The last run of the engine for a house; `has_spare` says whether it holds pairs to swap with."""
    found: list[Round] = NEWEST.objects(space=space.pk)
    return found[0] if found else None


def top_of(made: Round | None) -> list[Draft]:
    """The open drafts at the top of a round, and some more in case not all may be sent now."""
    return [] if made is None else TOP.objects(made=made.pk)


def care(member: Member, at: datetime, *, along: Collection[int] = ()) -> Care:
    """What needs care in introductions, for a member who may see it (the view asks the rule). Brings the faces of `along`, too."""
    space = member.space
    zone, day = space.zone, space.day(at)
    made = newest_round(space)
    can_swap = made is not None and bool(made.has_spare)  # type: ignore[attr-defined]
    new = NEWCOMERS.rows(space=space.pk, since=day - words.NEW, day=day)
    top = top_of(made)
    named = NAMING.rows(made=made.pk, members=[pk for pk, *_rest in new]) if made is not None and new else []
    free = rules.free_pairs(space, {*named, *((d.first_id, d.second_id) for d in top)}, at)
    drafts = [d for d in top if (d.first_id, d.second_id) in free][:SUGGESTED]
    suggested = {member_id for pair in named if pair in free for member_id in pair}
    waiting = WAITING.rows(space=space.pk, at=at)
    people = faces(
        space.pk,
        {i for d in drafts for i in (d.first_id, d.second_id)}
        | {pk for pk, *_rest in new}
        | {i for _pk, first, second, *_rest in waiting for i in (first, second)}
        | set(along),
    )
    shown = []
    for draft in drafts:
        language = words.common_language(
            *(words.Speaker(getattr(draft, f"{s}_language"), getattr(draft, f"{s}_languages")) for s in rules.SIDES)
        )
        names = {draft.first_id: people[draft.first_id].name, draft.second_id: people[draft.second_id].name}
        shown.append(
            Suggestion(
                id=draft.pk, first=people[draft.first_id], second=people[draft.second_id],
                reasons=tuple(words.reasons(draft.reasons, reader=None, names=names)),
                change=words.change(draft.change, draft.parts), text=draft.text or ready_text(draft, language, names, member), language=language, can_swap=can_swap,
            )
        )  # fmt: skip
    return Care(
        suggestions=tuple(shown),
        made=words.day(made.made_at.astimezone(zone).date()) if made else "",
        change=words.round_change(made.change) if made else "",
        newcomers=tuple(Newcomer(people[pk], words.since(joined_on, day), pk in suggested) for pk, joined_on, _all in new),
        newcomers_more=more_than_shown(new),
        waiting=tuple(
            Waiting(
                pk,
                people[first],
                people[second],
                words.since(proposed_at.astimezone(zone).date(), day),
                words.day(expires_at.astimezone(zone).date()),
            )
            for pk, first, second, proposed_at, expires_at, _all in waiting
        ),
        waiting_more=more_than_shown(waiting),
        people=people,
    )


def ready_text(draft: Draft, language: str, names: dict[int, str], manager: Member) -> str:
    """The text that the manager may send as it is, in a language that both speak."""
    with translation.override(language):
        because = words.reasons(draft.reasons, reader=None, names=names)
        first, second = (first_name(n) for n in (names[draft.first_id], names[draft.second_id]))
        lines = [
            _("Dear %(first)s, dear %(second)s,") % {"first": first, "second": second},
            "",
            _("I would like to introduce you to each other.") + (" " + because[0] if because else ""),
        ]
        lines += [_("Would you have half an hour for a coffee?"), "", first_name(manager.name)]
    return "\n".join(lines)


def paused(member: Member, at: datetime) -> str:
    """Until when a member takes no introductions, in words; empty when they take some."""
    until = member.paused_until
    return words.day(until) if until is not None and until >= member.space.day(at) else ""


def suggested_pairs(space_id: int, at: datetime) -> list[tuple[int, int]]:
    """The drafts that stand on the care page, for the manager's map: the same ones, lest a difference tell of a block or a pause."""
    space = Space.objects.get(pk=space_id)
    pairs = [(draft.first_id, draft.second_id) for draft in top_of(newest_round(space))]
    free = rules.free_pairs(space, pairs, at)
    return [pair for pair in pairs if pair in free][:SUGGESTED]


def received(space_id: int, day: date) -> dict[int, int]:
    """How many introductions each member was proposed up to the end of a day in the house, for the report's equality of chances."""
    counts: dict[int, int] = {}
    end = datetime.combine(day + timedelta(days=1), time(), Space.objects.get(pk=space_id).zone)
    for pair in Introduction.objects.filter(space_id=space_id, proposed_at__lt=end).values_list("first_id", "second_id"):
        for member in pair:
            counts[member] = counts.get(member, 0) + 1
    return counts
