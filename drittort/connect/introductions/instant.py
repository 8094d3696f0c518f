"""People who fit somebody, at once: the form of an introduction for whoever has just come in.

Nothing is stored and nobody is told: the words of one person are compared with what people of the house have published, among those who agreed to be
introduced and are not kept apart from this one. So the reader's own consent is not asked for: it is a search that they make, by their own words, and it
makes nobody find them. Contact begins only where they write themselves.

By meaning where the encoder answers within a tenth of a second, else by words; where neither finds three, by common days and trades.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from drittort.connect.introductions import rules, words
from drittort.core.models import SearchDocument
from drittort.core.search import meaning
from drittort.core.search.stems import stems
from drittort.core.search.words import find as find_by_words
from drittort.members.models import Employment, Member, StandingLine
from drittort.members.people import index
from drittort.members.people.meeting import Suggested
from drittort.members.people.queries import Face, faces
from drittort.members.people.words import first_name
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

SHOWN = 3
NEAREST = 40
"""How many are looked at for one line."""
ROUND = 300
"""How many are looked at where lines find too few: those who came last know best what it is like."""
FITS = 11.0
"""Score from which two lines are quoted as a reason, on the scale of `Affinity.similarity`: in the demo house, what lies above is meant, what lies below is chance."""
LINES = 3
ENOUGH = 0.6
"""Share of the words of a line that another holds, where only words are compared."""
PATIENCE = 0.25
"""Seconds to wait for the encoder at one line: longer than a search does, since this page is opened once."""
SPOKEN = (index.OFFER, index.LINE, index.FIELD)


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who fits: face, why in one or two sentences, and a hello that one may change, with its language."""

    face: Face
    reasons: tuple[str, ...]
    hello: str
    language: str


@dataclass(frozen=True, slots=True)
class Match:
    """A line of one and a line of another that belong together."""

    other: int
    score: float
    need: str
    offer: str
    other_seeks: bool


def people_who_fit(member: Member, at: datetime, *, without: Collection[int] = (), among: Collection[int] | None = None) -> list[Fit]:
    """Up to three people for a member, best first and `without` some; the same until somebody changes something. At most eleven queries, whatever the size of the house.

    `among` some people who meet anyhow, nobody else is looked at, and a common language is enough.
    """
    matches = matches_for(member)
    able = able_among(member, at, {match.other for match in matches}) if among is None else there_among(member, at, among)
    able = {pk: row for pk, row in able.items() if pk not in without}
    best: dict[int, list[Match]] = {}
    for match in sorted(matches, key=lambda m: (-m.score, m.other)):
        if match.other in able and all(held.other_seeks != match.other_seeks for held in best.get(match.other, [])):
            best.setdefault(match.other, []).append(match)
    work = trades([*able, member.pk])
    order = sorted(able, key=lambda pk: (-value(member, able[pk], best.get(pk, []), work), turn(member.pk, pk)))
    lines = {pk: held[0].offer if held[0].other_seeks else held[0].need for pk, held in best.items()}
    shown = chosen(member, varied(order, lines), work, at)
    found = faces(member.space_id, shown)
    names = {pk: found[pk].name for pk in shown} | {member.pk: member.name}
    return [fit(member, able[pk], found[pk], best.get(pk, []), work, names) for pk in shown]


def able_among(member: Member, at: datetime, matched: Collection[int]) -> dict[int, Member]:
    """Those of some people who may be introduced and could meet this one; where they are few, those who came last as well."""
    rows = rules.introducible(Member.objects.filter(space_id=member.space_id), member.space.day(at)).exclude(pk=member.pk)
    found = {row.pk: row for row in rows.filter(pk__in=matched) if may_meet(member, row)}
    if len(found) < SHOWN * 3:
        found |= {row.pk: row for row in rows.order_by("-joined_on", "-pk")[:ROUND] if may_meet(member, row)}
    return found


def there_among(member: Member, at: datetime, among: Collection[int]) -> dict[int, Member]:
    """Those of some people, all in one place, who may be introduced and share a language with a member."""
    rows = rules.introducible(Member.objects.filter(space_id=member.space_id), member.space.day(at)).exclude(pk=member.pk)
    return {row.pk: row for row in rows.filter(pk__in=among) if set(member.languages) & set(row.languages)}


def at_the_same_place(member: Member, at: datetime, among: Collection[int]) -> list[Suggested]:
    """Whom a member might like to meet among people who come to the same occasion."""
    return [Suggested(one.face, one.reasons) for one in people_who_fit(member, at, among=among)]


def may_meet(member: Member, other: Member) -> bool:
    """Whether two share a language, and a day or online where both have said when they are here."""
    if not set(member.languages) & set(other.languages):
        return False
    return not member.days or not other.days or bool(set(member.days) & set(other.days)) or (member.meets_online and other.meets_online)


def matches_for(member: Member) -> list[Match]:
    """Lines of others that answer what a member seeks, or seek what a member offers."""
    lines = list(StandingLine.objects.filter(member=member))
    seeks = [line.text for line in lines if line.side == StandingLine.Side.SEEK][:LINES]
    offers = [line.text for line in lines if line.side == StandingLine.Side.OFFER][:LINES]
    hits: list[tuple[str, bool, int, int, float]] = []
    for text, offering in [*((text, False) for text in seeks), *((text, True) for text in offers)]:
        near = meaning.near(member.space_id, index.PERSON, text, limit=NEAREST, wants=offering, patience=PATIENCE)
        if near is None:
            return by_words(member, seeks, offers)
        hits += [(text, offering, one.ref, one.passage - 1, one.score) for one in near if one.score >= FITS and one.passage > 0]
    said = passages_of(member, {hit[2] for hit in hits})
    return [
        match_of(text, said[ref][place][2], ref, score, offering=offering)
        for text, offering, ref, place, score in hits
        if place < len(said.get(ref, ())) and said[ref][place][0] in roles(offering)
    ]


def by_words(member: Member, seeks: Sequence[str], offers: Sequence[str]) -> list[Match]:
    """The same by words alone, while the encoder is silent: lines that hold most of the words of one's own."""
    found: list[Match] = []
    hits: list[tuple[Sequence[str], bool, set[int]]] = []
    for texts, offering in ((seeks, False), (offers, True)):
        if texts:
            # A word that is only nearly the same is no word that two lines share.
            near, _asks = find_by_words(member.space_id, index.PERSON, " ".join(texts), limit=NEAREST, mends=False)
            hits.append((texts, offering, {hit.ref for hit in near}))
    said = passages_of(member, {ref for _texts, _offering, refs in hits for ref in refs})
    for texts, offering, refs in hits:
        for ref in refs & said.keys():
            for role, _language, line in said[ref]:
                held = set(stems(line)) if role in roles(offering) else set()
                for text in texts:
                    wanted = set(stems(text))
                    share = len(wanted & held) / len(wanted) if wanted else 0.0
                    if share >= ENOUGH:
                        found.append(match_of(text, line, ref, FITS * (0.4 + share), offering=offering))
    return found


def passages_of(member: Member, refs: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    """What some people have published, as it is found: role, language and text of each line."""
    rows = SearchDocument.objects.filter(space_id=member.space_id, kind=index.PERSON, ref__in=set(refs) - {member.pk})
    return dict(rows.values_list("ref", "passages"))


def roles(offering: bool) -> tuple[str, ...]:
    """Which lines of others answer an offer, and which a need."""
    return (index.SEEK,) if offering else SPOKEN


def match_of(mine: str, theirs: str, other: int, score: float, *, offering: bool) -> Match:
    """A match from the two lines, whoever of the two seeks."""
    return Match(other, score, theirs, mine, True) if offering else Match(other, score, mine, theirs, False)


@dataclass(frozen=True, slots=True)
class Trade:
    """Where somebody works: company and industry."""

    company: int
    industry: str


def trades(ids: Iterable[int]) -> dict[int, Trade]:
    """Present companies of some people; one query."""
    rows = Employment.objects.filter(member__in=list(ids), until_on=None).order_by("from_on", "pk")
    return {pk: Trade(company, industry[:2]) for pk, company, industry in rows.values_list("member_id", "company_id", "company__industry")}


def value(member: Member, other: Member, matches: Sequence[Match], work: dict[int, Trade]) -> float:
    """How well somebody fits: help first, in both directions best; then common days, place and trade."""
    mine, theirs = work.get(member.pk), work.get(other.pk)
    return (
        sum(min(match.score, 2 * FITS) for match in matches)
        + 1.0 * min(2, len(set(member.days) & set(other.days)))
        + 1.0 * (member.location_id is not None and member.location_id == other.location_id)
        + 2.0 * bool(mine and theirs and mine.industry and mine.industry == theirs.industry)
        + 0.5 * (member.language in other.languages)
    )


def turn(member_id: int, other_id: int) -> str:
    """An order among equals that is another for each newcomer, so that not always the same people are written to."""
    return hashlib.sha256(f"{member_id}:{other_id}".encode()).hexdigest()


def varied(order: Sequence[int], lines: dict[int, str]) -> list[int]:
    """The same people, but first the best for each of one's own lines: three answers to three wishes are more than three to one."""
    first: dict[str, int] = {}
    for pk in order:
        if pk in lines:
            first.setdefault(lines[pk], pk)
    return [*first.values(), *(pk for pk in order if pk not in set(first.values()))]


def chosen(member: Member, order: Sequence[int], work: dict[int, Trade], at: datetime) -> list[int]:
    """The first three who are not kept apart from a member, from different companies, and not from their own where the house wants it so."""
    space: Space = member.space
    mine = work.get(member.pk)
    firms = {mine.company} if mine and not setting(space, "same_company") else set()
    shown: list[int] = []
    # Mostly three of the best may be met. Where they may not, all others are asked about at once.
    for part in filter(None, (order[: NEAREST // 2], order[NEAREST // 2 :])):
        # Their own consent and rhythm are not asked for, so only what keeps a pair apart is.
        apart = rules.kept_apart(space, at, among=[member.pk, *part])
        for pk in part:
            firm = work[pk].company if pk in work else None
            if (min(pk, member.pk), max(pk, member.pk)) in apart or firm in firms:
                continue
            shown.append(pk)
            firms |= set() if firm is None else {firm}
            if len(shown) == SHOWN:
                return shown
    return shown


def fit(member: Member, other: Member, face: Face, matches: Sequence[Match], work: dict[int, Trade], names: dict[int, str]) -> Fit:
    """One of the three in words."""
    common = sorted(set(member.days) & set(other.days))
    mine, theirs = work.get(member.pk), work.get(other.pk)
    codes: list[dict[str, Any]] = []
    if mine and theirs and mine.industry and mine.industry == theirs.industry:
        codes.append({"code": "same_industry", "first": mine.industry, "second": theirs.industry})
    if common:
        codes.append({"code": "common_day", "day": common[0]})
    reasons = [why(match) for match in matches[:1]] or words.reasons(codes[:1], reader=member.pk, names=names)
    if not reasons:
        reasons = [words.longer_here(names[other.pk], other.joined_on, member.joined_on)]
    language = words.common_language(member, other)
    with translation.override(language):
        hello = hello_text(member, other, matches[0] if matches else None, common)
    return Fit(face, tuple(reasons), hello, language)


def why(match: Match) -> str:
    """Why somebody fits, by the lines of the two, quoted as they wrote them. Short, because a face and a letter stand beside it."""
    if match.other_seeks:
        return _("Perhaps looks for you: “%(theirs)s”") % {"theirs": words.bare(match.need)}
    if plain(match.need).casefold() == plain(match.offer).casefold():
        return _("Knows what you look for: “%(theirs)s”") % {"theirs": words.bare(match.offer)}
    return _("For your “%(mine)s”: “%(theirs)s”") % {"mine": plain(match.need), "theirs": words.bare(match.offer)}


def plain(text: str) -> str:
    """A line as it stands inside a sentence: without quotation marks and without its full stop."""
    return words.bare(text).rstrip(".")


SPEAKS = frozenset(["ich", "wir", "i", "i'm", "i’m", "i've", "i’ve", "we", "we're", "we’re"])


def as_sentence(lead: str, text: str) -> str:
    """A line in a letter: as its own sentence where it is one already, else after a lead."""
    return f"{plain(text)}." if text.split(maxsplit=1)[0].lower() in SPEAKS else lead % {"mine": plain(text)}


def hello_text(member: Member, other: Member, match: Match | None, common: Sequence[int]) -> str:
    """A hello in the active language, ready to be sent and easy to change. It quotes what the writer wrote, never the other."""
    told = {"other": first_name(other.name), "name": first_name(member.name)}
    begin = _("Hello %(other)s, I am %(name)s and new here.") % told
    if match is None:
        middle = _("I would like to get to know you.")
    elif match.other_seeks:
        middle = as_sentence(_("I think I can help you: %(mine)s."), match.offer)
    else:
        middle = as_sentence(_("I am looking for this: %(mine)s."), match.need)
    end = _("Coffee on %(day)s?") % {"day": words.weekday_name(common[0])} if common else _("Shall we have a coffee this week?")
    return f"{begin} {middle} {end}"
