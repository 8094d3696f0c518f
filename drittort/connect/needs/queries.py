"""What pages show of needs and offers, as frozen values with ready words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from drittort.connect.introductions.words import day as day_words
from drittort.connect.introductions.words import since as since_words
from drittort.connect.needs import rules, words
from drittort.connect.needs.index import NEED
from drittort.connect.needs.models import LIVES, HelpRequest, Need, NeedAnswer, NeedQuerySet
from drittort.core import thanking
from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import counted, newest_first
from drittort.core.reports import Shown
from drittort.core.search import meaning
from drittort.core.search.words import find as find_by_words
from drittort.core.statements import Statement
from drittort.members.models import Member, StandingLine
from drittort.members.people.queries import Face, faces
from drittort.members.safety.rules import folded_for
from drittort.members.translations.kinds import Original
from drittort.spaces.models import Space

PAGE = 20
UNHEARD = timedelta(hours=24)
SHOWN = 5
ALL, HELP, MINE, ANSWERED = VIEWS = ("", "help", "mine", "answered")
MOST_FITTING, FITTING_LINES = 12, 3
FITS = 9.0
"""Score from which a need is shown to somebody as one that they could help with, on the scale of `Affinity.similarity`."""
ALIKE, SAME = 11.0, 18.0
"""Scores from which two texts are called alike, and from which they ask for the same."""
ALIKE_WORDS = 0.35
"""Share of the words of a text from which another is alike by words alone."""
SPOKEN = 0.5
"""Share of the words of a line that a need holds, where it is shown for its words."""
MOST_ALIKE = 4
PATIENCE = 0.1
"""Seconds in all that somebody who writes waits for what is alike."""
PROMISED_FROM, PROMISE_LOOKS_BACK = 5, timedelta(days=90)
LONGEST_PROMISE = 48 * 60


def requests_of(asked: bool) -> Coalesce:
    """How many were asked about a need, or stand next in line; for a query of needs."""
    rows = HelpRequest.objects.filter(need=OuterRef("pk"), asked_at__isnull=not asked).order_by().values("need")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


UNHEARD_NEEDS = Statement(
    lambda space, before, after: counted(
        rules.of_house(space)
        .open()
        .seeking()
        .filter(Q(opened_at__gt=after) | Q(renewed_at__gt=after), Q(opened_at__lte=before) | Q(fitting__lt=rules.LEAST_FITTING))
        .annotate(asked=requests_of(True), in_line=requests_of(False))
        .order_by(Case(When(in_line__gt=0, then=0), default=1), "asked", "-opened_at", "id"),
        SHOWN,
    ),
    space=int,
    before=datetime,
    after=datetime,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One need or offer in a list, as one reader sees it."""

    id: int
    path: str
    side: str
    kicker: str
    person: Face
    text: str
    language: str
    since: str
    state: str
    answered_by: str
    closed: bool
    mine: bool
    i_help: bool
    can_answer: bool
    can_close: bool
    folded: bool
    report_path: str


def people_in(rows: Sequence[Need]) -> set[int]:
    """Ids of those who ask, those who answered first, and those who helped."""
    return {pk for n in rows for pk in (n.member_id, n.answered_by_id, n.helped_by_id) if pk}


def cards(member: Member, rows: Sequence[Need], at: datetime, people: Mapping[int, Face] | None = None) -> list[Card]:
    """Needs with their people, in three queries whatever their number, or in two where the faces are there."""
    if not rows:
        return []
    if people is None:
        people = faces(member.space_id, people_in(rows))
    today, slug = member.space.day(at), member.space.slug
    folded, report = folded_for(member), address("members:report", slug)
    many: dict[int, tuple[int, int]] = {}
    if answered := [need.pk for need in rows if need.answered_at is not None]:
        standing = NeedAnswer.objects.filter(need__in=answered, withdrawn_at=None).order_by().values_list("need")
        for need_id, count, own in standing.annotate(count=Count("pk"), own=Count("pk", filter=Q(member=member))):
            many[need_id] = count, own
    shown = []
    for need in rows:
        answer = rules.may_answer(member, need, at)
        state = need.state(at)
        count, helping = many.get(need.pk, (0, 0))
        shown.append(
            Card(
                id=need.pk, path=address("connect:need", slug, need.pk), side=need.side,
                kicker=_("is looking") if need.side == Need.Side.SEEK else _("offers"),
                person=people[need.member_id], text=need.text, language=need.language,
                since=since_words((need.renewed_at or need.opened_at).astimezone(member.space.zone).date(), today),
                state="" if state in ("open", "answered") else words.state(state, need.side),
                answered_by=answered_by(need, people, count),
                closed=need.closed_at is not None, mine=need.member_id == member.pk, i_help=bool(helping),
                can_answer=bool(answer) and not helping, can_close=need.closed_at is None and bool(rules.may_close(member, need)),
                folded=need.member_id in folded, report_path="" if need.member_id == member.pk else f"{report}?about=need:{need.pk}",
            )
        )  # fmt: skip
    return shown


def answered_by(need: Need, people: Mapping[int, Face], count: int) -> str:
    """Who helped, or who answered; empty where nobody did."""
    helped, first = people.get(need.helped_by_id or 0), people.get(need.answered_by_id or 0)
    if helped is not None and need.side == Need.Side.SEEK:
        return _("%(name)s helped") % {"name": helped.name}
    return words.helpers([first.name], count, need.side) if first is not None and need.answered_at is not None else ""


def rows_of(member: Member, at: datetime, show: str) -> NeedQuerySet:
    """The needs of a view of the board."""
    rows = rules.visible_to(member)
    if show == MINE:
        return rows.filter(member=member)
    if show == ANSWERED:
        return rows.filter(Q(helped_at__isnull=False) | Q(answered_at__isnull=False))
    return rows.alive(at).filter(helped_at=None)


def list_for(
    member: Member, at: datetime, *, show: str = ALL, side: str = "", by: int | None = None, after: tuple[str, int] | None = None
) -> tuple[list[Card], str]:
    """A page of the board, newest on top, with the cursor of the next one; `by` is whose needs are shown."""
    rows = rows_of(member, at, show)
    if side in Need.Side.values:
        rows = rows.filter(side=side)
    if by is not None:
        rows = rows.filter(member=by)
    found, cursor = newest_first(rows, "opened_at", after, PAGE)
    return cards(member, found, at), cursor


@dataclass(frozen=True, slots=True)
class Fitting:
    """A need that somebody could help with: whether the house asks them, and why it stands here."""

    card: Card
    asked: bool
    why: str


def fitting_for(member: Member, at: datetime) -> list[Fitting]:
    """What somebody could help with: first what the house brought to them, then what their own lines speak for. A handful, and then it ends."""
    brought = list(rules.requests_for(member, at).order_by("-opened_at", "-pk")[:MOST_FITTING])
    reasons = dict(HelpRequest.objects.filter(member=member, need__in=brought).values_list("need_id", "reasons"))
    said_already = HelpRequest.objects.filter(Q(passed_at__isnull=False) | Q(knows_at__isnull=False), member=member)
    near = near_lines(member, at, without={need.pk for need in brought} | set(said_already.values_list("need_id", flat=True)))
    rows = [*brought, *(need for need, _line in near)]
    lines = {need.pk: line for need, line in near}
    helped = helped_texts(reasons.values(), member)
    return [
        Fitting(card, card.id in reasons, words.why(reasons[card.id], helped) if card.id in reasons else _("You offer “%(line)s”.") % {"line": words.short(lines[card.id])})
        for card in cards(member, rows, at)
    ]  # fmt: skip


def helped_texts(reasons: Iterable[Iterable[Mapping[str, Any]]], member: Member) -> dict[int, str]:
    """The needs that reasons speak of, by id."""
    ids = {told["need"] for many in reasons for told in many if told.get("code") == "helped"}
    return dict(rules.visible_to(member).filter(pk__in=ids).values_list("pk", "text")) if ids else {}


def near_lines(member: Member, at: datetime, *, without: set[int]) -> list[tuple[Need, str]]:
    """Open needs of others that somebody's own lines answer, each with the line; by meaning where the encoder answers, else by words."""
    lines = list(StandingLine.objects.filter(member=member, side=StandingLine.Side.OFFER).values_list("text", flat=True)[:FITTING_LINES])
    best: dict[int, tuple[float, str]] = {}
    until = monotonic() + PATIENCE
    for line in lines:
        found, _asks = find_by_words(member.space_id, NEED, line, limit=PAGE)
        near = meaning.near(member.space_id, NEED, line, limit=PAGE, wants=True, patience=max(0.001, until - monotonic()))
        hits = [(one.ref, SAME * one.score) for one in found if one.score >= SPOKEN]
        for ref, score in hits + [(one.ref, one.score) for one in near or () if one.score >= FITS]:
            if score > best.get(ref, (0.0, ""))[0]:
                best[ref] = score, line
    rows = rules.visible_to(member).alive(at).open().seeking().filter(pk__in=best.keys() - without).exclude(member=member)
    order = sorted(rows, key=lambda need: (-best[need.pk][0], need.pk))[:MOST_FITTING]
    return [(need, best[need.pk][1]) for need in order]


# ------------------------------------------------------------------ one need


@dataclass(frozen=True, slots=True)
class Said:
    """One answer on the page of a need."""

    person: Face
    text: str
    language: str
    when: str
    mine: bool
    folded: bool
    house: bool
    talk_path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One need or offer in full, as one reader sees it. Who else was asked is not in it."""

    card: Card
    offer: bool
    state: str
    state_code: str
    changed: str
    runs_out: str
    answers: tuple[Said, ...]
    why: str
    asked: bool
    passed: bool
    can_answer: bool
    can_know: bool
    can_edit: bool
    can_renew: bool
    can_close: bool
    can_reopen: bool
    can_tell: bool
    can_ask_more: bool
    asked_words: str
    outcome: str
    helper: str
    thank: str
    thank_path: str
    told: bool
    promise: str
    clock: str


def find(member: Member, need_id: int) -> Need:
    """A need that a member may see. Raises NotFound."""
    need = rules.visible_to(member).select_related("member__space").filter(pk=need_id).first()
    if need is None:
        raise NotFound
    return need


def one(member: Member, need_id: int, at: datetime) -> Page:
    """One need. Raises NotFound."""
    need = find(member, need_id)
    zone, mine = member.space.zone, need.member_id == member.pk
    given = list(NeedAnswer.objects.filter(need=need, withdrawn_at=None).order_by("at", "pk"))
    people = faces(member.space_id, {*people_in([need]), *(one.member_id for one in given)})
    [card] = cards(member, [need], at, people)
    folded = folded_for(member)
    state = need.state(at)
    own = None if mine else rules.own_request(need, member)
    helper = people.get(need.helped_by_id or 0)
    can_ask = rules.may_have_asked(member, need, at)
    today = member.space.day(at)
    waits = mine and state == "open" and need.side == Need.Side.SEEK
    return Page(
        card=card, offer=need.side == Need.Side.OFFER, state=words.state(state, need.side), state_code=state,
        changed=day_words(need.edited_at.astimezone(zone).date()) if need.edited_at else "",
        runs_out=day_words(need.runs_out_at.astimezone(zone).date()) if state in ("open", "answered", "expired") else "",
        answers=tuple(
            Said(
                people[one.member_id], one.text, one.language, since_words(one.at.astimezone(zone).date(), today), one.member_id == member.pk, one.member_id in folded, one.staff,
                talk_path(member, need, one.member_id),
            )
            for one in given if one.member_id in people
        ),
        why=words.why(own.reasons, helped_texts([own.reasons], member)) if own else "", asked=card.can_answer and own is not None and own.passed_at is None and own.knows_at is None,
        passed=card.can_answer and own is not None and own.passed_at is not None, can_answer=card.can_answer, can_know=bool(rules.may_answer(member, need, at)) and need.side == Need.Side.SEEK,
        can_edit=mine and bool(rules.may_still(need, at)), can_renew=mine and bool(rules.may_renew(member, need, at)) and need.runs_out_at - rules.RENEWAL_ASKED_BEFORE <= at,
        can_close=card.can_close, can_reopen=need.closed_at is not None and need.helped_at is None and bool(rules.may_close(member, need)),
        can_tell=bool(rules.may_tell_outcome(member, need, at)), can_ask_more=bool(can_ask),
        asked_words=words.asked(asked_counts([need.pk]).get(need.pk, 0)) if can_ask else "",
        outcome=need.outcome if need.outcome_shared or mine else "", helper=helper.name if helper else "", thank=helper.first_name if helper else "",
        thank_path=thanking.page(member, helper.id, f"need:{need.pk}") if mine and helper else "", told=need.told_at is not None,
        promise=promise(member.space, at) if waits else "",
        clock=words.clock(need.opened_at + UNHEARD, at, zone) if waits else "",
    )  # fmt: skip


def thanks_begin(member: Member, need_id: int) -> str:
    """How thanks for a need of one's own that was met may begin."""
    need = rules.visible_to(member).filter(pk=need_id, member=member, helped_at__isnull=False).first()
    return _("Thank you for your help with “%(what)s”.") % {"what": words.short(need.text)} if need is not None else ""


def talk_path(reader: Member, need: Need, helper_id: int) -> str:
    """Where the two of an answer talk, for them; empty for others. It leads to their conversation or, where none was delivered, to an empty one: the link is the
    same beside a block."""
    other = {need.member_id: helper_id, helper_id: need.member_id}.get(reader.pk)
    return f"{address('talk:begin', reader.space.slug)}?with={other}" if other else ""


def helpers_of(need: Need) -> list[tuple[int, str]]:
    """Whose answer stands, for the question who helped."""
    rows = NeedAnswer.objects.filter(need=need, withdrawn_at=None).order_by("at", "pk")
    return list(rows.values_list("member_id", "member__name"))


# ------------------------------------------------------------------ while one writes


@dataclass(frozen=True, slots=True)
class Alike:
    """Something on the board that is near to what somebody writes: whose, its words, and what it is to them."""

    id: int
    path: str
    who: str
    text: str
    language: str
    note: str
    mine: bool
    answer: str
    answer_language: str


def alike(member: Member, text: str, side: str, at: datetime, *, without: int | None = None) -> list[Alike]:
    """What is on the board already and what was answered before, nearest first, for somebody who writes a need or an offer.

    By words, and by meaning where the encoder answers within a tenth of a second. Own ones stand first.
    """
    if len(text.split()) < 3:
        return []
    found, _asks = find_by_words(member.space_id, NEED, text, limit=PAGE)
    scores = {hit.ref: SAME * hit.score for hit in found if hit.score >= ALIKE_WORDS}
    until = monotonic() + PATIENCE
    # What others look for says the same as a need; what they give answers it. For an offer it is the other way round.
    for wants in (True, False):
        near = meaning.near(member.space_id, NEED, text, limit=PAGE, wants=wants, patience=max(0.001, until - monotonic()))
        for one in near or ():
            if one.score >= ALIKE:
                scores[one.ref] = max(scores.get(one.ref, 0.0), one.score)
    rows = (
        rules.visible_to(member).filter(pk__in=scores.keys() - {without}).exclude(member_id__in=folded_for(member)).select_related("member")
    )
    # Of what is over only what was answered is worth a look.
    worth = [need for need in rows if need.state(at) in ("open", "answered", "met") or need.answered_at is not None]
    worth.sort(key=lambda need: (need.member_id != member.pk, -scores[need.pk], -need.pk))
    worth = worth[:MOST_ALIKE]
    said: dict[int, NeedAnswer] = {}
    for given in NeedAnswer.objects.filter(need__in=worth, withdrawn_at=None).exclude(text="").order_by("-at", "-pk"):
        said[given.need_id] = given
    shown = []
    for need in worth:
        own, state = need.member_id == member.pk, need.state(at)
        first = said.get(need.pk)
        shown.append(
            Alike(
                need.pk, address("connect:need", member.space.slug, need.pk), need.member.name, need.text, need.language,
                note_on(need, state, own=own, side=side), own and state in ("open", "answered"), first.text if first else "", first.language if first else "",
            )
        )  # fmt: skip
    return shown


def note_on(need: Need, state: str, *, own: bool, side: str) -> str:
    """What something on the board is to somebody who writes the like."""
    if own and state in ("open", "answered"):
        return _("You have this on the board already.")
    if state in ("open", "answered") and need.side != side:
        return _("Offers just that.") if need.side == Need.Side.OFFER else _("Is looking for just that.")
    if need.answered_at is not None or need.helped_at is not None:
        return _("Asked before, and answered.")
    return _("Looks for the like, too.") if need.side == Need.Side.SEEK else _("Offers the like, too.")


# ------------------------------------------------------------------ for everybody, and for those who care


def promise(space: Space, at: datetime) -> str:
    """How soon a member usually answers here, in a sentence; empty where too few asked, or where there is nothing to promise.

    The median over the needs of the last three months, those without an answer as waiting for ever; the house's own answers don't count. Shown from
    five askers and five answers on.
    """
    since = at - PROMISE_LOOKS_BACK
    asked = list(
        rules.of_house(space.pk)
        .seeking()
        .filter(opened_at__gt=since, opened_at__lte=at - UNHEARD)
        .values_list("pk", "member_id", "opened_at")
    )
    first: dict[int, datetime] = {}
    given = NeedAnswer.objects.filter(need__space=space, need__opened_at__gt=since, staff=False).order_by("-at")
    for need_id, moment in given.values_list("need_id", "at"):
        first[need_id] = moment
    waited = sorted((first[pk] - opened).total_seconds() / 60 if pk in first else float("inf") for pk, _who, opened in asked)
    heard = {who for pk, who, _opened in asked if pk in first}
    if len(heard) < PROMISED_FROM:
        return ""
    middle = waited[len(waited) // 2]
    return words.promise(middle) if middle <= LONGEST_PROMISE else ""


def asked_counts(needs: Sequence[int]) -> dict[int, int]:
    """How many were asked about each of some needs."""
    rows = HelpRequest.objects.filter(need__in=needs).exclude(asked_at=None).values("need_id").order_by()
    return dict(rows.annotate(count=Count("pk")).values_list("need_id", "count"))


@dataclass(frozen=True, slots=True)
class Unheard:
    """A need without an answer, for those who care: how many were asked, and whether more can be."""

    card: Card
    asked: str
    more: bool


def unheard(member: Member, at: datetime) -> tuple[list[Need], int]:
    """Needs without an answer after a day, or with hardly anybody who fits, and how many more; for a page that shows other people, too.

    Those for whom more people can be asked come first, of them those for whom fewest were asked, then the newest: neither what the house can do no more for
    nor what was left standing for days takes the place of somebody who asked yesterday.
    """
    rows = UNHEARD_NEEDS.objects(space=member.space_id, before=at - UNHEARD, after=at - LIVES)
    return rows, rows[0].rows_in_all - len(rows) if rows else 0


def unheard_cards(member: Member, rows: Sequence[Any], at: datetime, people: Mapping[int, Face]) -> list[Unheard]:
    """The rows of `unheard` with what was done for them."""
    told = {need.pk: need for need in rows}
    return [Unheard(card, words.asked(told[card.id].asked), told[card.id].in_line > 0) for card in cards(member, rows, at, people)]


def newest_open(member: Member, at: datetime, *, most: int = 4) -> list[Need]:
    """Open needs of others for the day's page, the longest waiting first."""
    return list(rules.visible_to(member).alive(at).open().exclude(member=member).order_by("opened_at", "id")[:most])


def need_shown(reader: Member, need_id: int, at: datetime) -> Shown | None:
    """A need as somebody who reads it reports it."""
    need = rules.visible_to(reader).filter(pk=need_id).first()
    return Shown(need.text, need.member_id, need.opened_at) if need else None


def answer_shown(reader: Member, answer_id: int, at: datetime) -> Shown | None:
    """An answer as somebody who reads it reports it."""
    given = NeedAnswer.objects.filter(pk=answer_id, withdrawn_at=None, need__in=rules.visible_to(reader)).exclude(text="").first()
    return Shown(given.text, given.member_id, given.at) if given else None


def original(reader: Member, need_id: int, at: datetime) -> Original:
    """The words of a need or an offer, to be translated. Raises NotFound."""
    need = find(reader, need_id)
    return Original(need.member_id, need.language, (need.text,), address("connect:need", reader.space.slug, need.pk))
