"""What the page between companies shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from drittort.connect.between import rules, words
from drittort.connect.between.models import CompanyAcquaintance, CompanyIntroduction, CompanyTie, CompanyWish, pair_of
from drittort.connect.between.picture import Picture, draw
from drittort.connect.introductions import words as introductions
from drittort.connect.introductions.rules import CARE
from drittort.core import sums
from drittort.members.models import Company, Member
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.spaces.industries import section, section_name
from drittort.spaces.roles import allows

SHOWN, EARLIER, LOOKED_AT = 6, 12, 24


@dataclass(frozen=True, slots=True)
class Firm:
    """A company beside others."""

    id: int
    name: str
    line: str
    trade: str


def key_of(first: int, second: int) -> str:
    """The name of the place of two companies on the page."""
    return f"tie-{first}-{second}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that comes back: at which place, what was wrong, and what somebody chose and wrote in it."""

    key: str
    problem: str
    member: int | None
    other_member: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A missing tie: the two companies (for members the own one first), why, whom to ask, and words ready to be sent."""

    first: Firm
    second: Firm
    reasons: tuple[str, ...]
    people: tuple[Face, ...] = ()
    others: tuple[Face, ...] = ()
    text: str = ""
    language: str = ""
    wished: str = ""
    wish: int | None = None
    kept: Kept | None = None

    @property
    def firms(self) -> tuple[Firm, ...]:
        """Both companies; for members the other one, since they know their own."""
        return (self.first, self.second) if self.people else (self.second,)

    @property
    def key(self) -> str:
        """The name of its place on the page."""
        return key_of(self.first.id, self.second.id)


@dataclass(frozen=True, slots=True)
class Wish:
    """A company that would like to know another."""

    id: int
    text: str
    by: Face | None
    since: str
    tie: Tie | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """An introduction between companies: of its course what those who care may know."""

    text: str
    first: Face | None
    second: Face | None
    said: str
    when: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    cares: bool
    own: bool
    made: str
    ties: tuple[Tie, ...]
    wishes: tuple[Wish, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    outcome: str = ""
    picture: Picture | None = None
    kept: Kept | None = None


def page(member: Member, at: datetime) -> Page:
    """The missing ties that a member sees, best first."""
    return for_care(member, at) if allows(member, CARE) else for_company(member, at)


def with_kept(page: Page, kept: Kept) -> Page:
    """The page with a form that came back at its place: at the wish where there is one. Where the place is gone (nobody of the two companies can be asked any
    more), what was written stands on top.
    """
    if any(wish.tie is not None and wish.tie.key == kept.key for wish in page.wishes):
        wishes = (replace(wish, tie=filled(wish.tie, kept)) if wish.tie is not None else wish for wish in page.wishes)
        return replace(page, wishes=tuple(wishes))
    if any(tie.key == kept.key for tie in page.ties):
        return replace(page, ties=tuple(filled(tie, kept) for tie in page.ties))
    return replace(page, kept=kept)


def filled(tie: Tie, kept: Kept) -> Tie:
    """A tie whose form holds what came back, if it is this one."""
    return replace(tie, text=kept.text, kept=kept) if tie.key == kept.key else tie


def firms_of(space_id: int, ids: Collection[int]) -> dict[int, Firm]:
    """Some companies by id."""
    rows = Company.objects.filter(space_id=space_id, pk__in=ids).values_list("pk", "name", "line", "industry")
    return {pk: Firm(pk, name, line, section_name(section(code)) if section(code) else "") for pk, name, line, code in rows}


def for_company(member: Member, at: datetime) -> Page:
    """What somebody sees for their own companies: the other company and why, and no person there."""
    own = rules.companies_of(member)
    rows = list(rules.visible_to(member).order_by("position")[:SHOWN]) if own else []
    wishes = list(rules.wishes_of(member, at).order_by("-at", "-pk")) if own else []
    asked = {(wish.company_id, wish.other_id): wish for wish in wishes}
    firms = firms_of(member.space_id, {firm for row in rows for firm in pair_of(row)} | {firm for pair in asked for firm in pair})
    names = {pk: firm.name for pk, firm in firms.items()}
    ties = []
    for row in rows:
        mine, other = pair_of(row) if row.first_id in own else pair_of(row)[::-1]
        wish = asked.pop((mine, other), None)
        ties.append(
            Tie(
                firms[mine],
                firms[other],
                words.reasons(row.reasons, names),
                wished=since(wish.at, member) if wish else "",
                wish=wish.pk if wish else None,
            )
        )
    # What was asked stays on the page where the next night found other companies.
    ties += [Tie(firms[a], firms[b], (), wished=since(wish.at, member), wish=wish.pk) for (a, b), wish in asked.items()]
    return Page(False, bool(own), made(rows, member), tuple(ties))


def for_care(member: Member, at: datetime) -> Page:
    """What those who care see: whom to ask on each side, what companies wish, and what came of earlier ones."""
    space = member.space
    rows = list(rules.not_begun(rules.visible_to(member), at).order_by("position")[:LOOKED_AT])
    wishes = list(rules.wishes_of(member, at).order_by("at", "pk")[:SHOWN])
    all_begun = list(rules.begun_in(member).select_related("introduction").order_by("-introduction__proposed_at", "-pk"))
    begun = all_begun[:EARLIER]
    wished = [(wish.company_id, wish.other_id) for wish in wishes]
    able = rules.who_with_whom(member, [*map(pair_of, rows), *wished], at)
    shown = [row for row in rows if pair_of(row) in able][:SHOWN]
    people = faces(
        space.pk,
        {pk for pair in [*map(pair_of, shown), *wished] for both in able.get(pair, []) for pk in both}
        | {wish.by_id for wish in wishes if wish.by_id}
        | {pk for row in begun for pk in (row.introduction.first_id, row.introduction.second_id)},
    )
    all_ties = list(rules.visible_to(member).values_list("first_id", "second_id", "value"))
    everything = {(first, second): value for first, second, value in all_ties}
    known = set(CompanyAcquaintance.objects.filter(first__space_id=space.pk).values_list("first_id", "second_id"))
    started = {pair_of(row) for row in all_begun}
    firms = firms_of(space.pk, {firm for pair in {*everything, *known, *started, *wished} for firm in pair})
    names = {pk: firm.name for pk, firm in firms.items()}
    speaks = Speakers(member, people, names)
    why = {pair_of(row): row.reasons for row in rows}
    return Page(
        True,
        True,
        made(rows, member),
        tuple(speaks.tie(firms[row.first_id], firms[row.second_id], row.reasons, able[pair_of(row)]) for row in shown),
        tuple(
            Wish(
                wish.pk, words.wishes_of(names[wish.company_id], names[wish.other_id]), people.get(wish.by_id or 0), since(wish.at, member),
                speaks.tie(firms[wish.company_id], firms[wish.other_id], why.get((min(pair), max(pair)), []), able[pair]) if pair in able else None,
            )
            for wish, pair in zip(wishes, wished, strict=True)
        ),
        earlier(begun, people, names, member, at),
        outcome(all_begun),
        draw(names, everything, started, known),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whom somebody who cares may ask, with the words ready."""

    member: Member
    people: Mapping[int, Face]
    names: Mapping[int, str]

    def tie(self, first: Firm, second: Firm, codes: list[dict[str, Any]], able: list[rules.Pair]) -> Tie:
        """A tie with those of both companies who may be brought together."""
        one = tuple(self.people[pk] for pk in dict.fromkeys(a for a, _b in able) if pk in self.people)
        other = tuple(self.people[pk] for pk in dict.fromkeys(b for _a, b in able) if pk in self.people)
        language = self.member.language if self.member.language in ("de", "en") else "de"
        with translation.override(language):
            text = self.text(one[:1], other[:1], words.reasons(codes, self.names))
        return Tie(first, second, words.reasons(codes, self.names), one, other, text, language)

    def text(self, one: tuple[Face, ...], other: tuple[Face, ...], because: tuple[str, ...]) -> str:
        """Words that may be sent as they are, to the first of each side."""
        first, second = (faces[0].first_name if faces else "" for faces in (one, other))
        lines = [
            _("Dear %(first)s, dear %(second)s,") % {"first": first, "second": second},
            "",
            " ".join([_("I think your companies should know each other."), *because[:1]]),
            _("Would you have half an hour for a coffee?"),
            "",
            first_name(self.member.name),
        ]
        return "\n".join(lines)


def earlier(
    begun: list[CompanyIntroduction], people: Mapping[int, Face], names: Mapping[int, str], member: Member, at: datetime
) -> tuple[Earlier, ...]:
    """What was begun, newest first."""
    zone = member.space.zone
    return tuple(
        Earlier(
            _("%(first)s and %(second)s") % {"first": names.get(row.first_id, ""), "second": names.get(row.second_id, "")},
            people.get(row.introduction.first_id),
            people.get(row.introduction.second_id),
            words.state(state_of(row, at)),
            introductions.day(row.introduction.proposed_at.astimezone(zone).date()),
        )
        for row in begun
    )


def state_of(row: CompanyIntroduction, at: datetime) -> str:
    """What those who care may know: waiting, introduced, over. A no looks like silence."""
    if row.introduction.introduced_at is not None:
        return "introduced"
    return "waiting" if row.introduction.expired_at is None and row.introduction.expires_at > at else "over"


def outcome(rows: Collection[CompanyIntroduction]) -> str:
    """What came of all introductions between companies of a house, in words; "" where the rule for sums tells no number."""
    begun = [
        (sums.of_people((one.first_id, one.second_id)), one.introduced_at is not None, one.met_on is not None)
        for one in (row.introduction for row in rows)
    ]
    introduced = [pair for pair, done, _met in begun if done]
    if not sums.enough([pair for pair, _done, _met in begun]) or not sums.enough(introduced):
        return ""
    return words.outcome(len(begun), len(introduced), sum(met for _pair, _done, met in begun))


def since(moment: datetime, member: Member) -> str:
    """A day in the house, in words."""
    return introductions.day(moment.astimezone(member.space.zone).date())


def made(rows: list[CompanyTie], member: Member) -> str:
    """When the ties were looked for."""
    return since(rows[0].made_at, member) if rows else ""


def texts_of_wishes(facts: Collection[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The companies of wishes, for notices."""
    wishes = {
        pk: {"company": company, "firm": other}
        for pk, company, other in CompanyWish.objects.filter(pk__in=[fact["wish"] for fact in facts]).values_list(
            "pk", "company__name", "other__name"
        )
    }
    return [wishes.get(fact["wish"], {"company": "…", "firm": "…"}) for fact in facts]
