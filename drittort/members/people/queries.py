"""Faces for lists, the directory of people and companies, one profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound
from drittort.core.search.find import find
from drittort.core.search.models import SearchDocument
from drittort.core.search.words import Wanted
from drittort.core.sorting import folded
from drittort.core.statements import Statement
from drittort.members.here_today.models import HereToday
from drittort.members.models import Company, Employment, Member, StandingLine
from drittort.members.people import facets, index, rules, words
from drittort.members.people.facets import Choice
from drittort.spaces.industries import section, section_name

PAGE = 36
WALL = 1000
FOUND = 120
"""How many people a search finds at most: who looks further asks in other words."""
NARROWED = 2000
"""How many it looks at where facets narrow them down."""
QUOTED = 160
FACES = """
SELECT m.id, m.name, m.line, m.portrait, c.id, c.name
FROM members_member m
LEFT JOIN members_employment e ON e.member_id = m.id AND e.until_on IS NULL
LEFT JOIN members_company c ON c.id = e.company_id
WHERE m.space_id = %%s AND m.id IN (%s)
ORDER BY e.from_on, e.id
"""
FIRST_PAGE = Statement(
    lambda space: rules.visible_to(Member(space_id=space)).order_by("sort_name", "pk").values_list("pk", "sort_name")[: PAGE + 1], space=int
)
WHERE = Statement(
    lambda ids, today: (
        Member.objects.filter(pk__in=ids)
        .annotate(here=Exists(HereToday.objects.filter(member=OuterRef("pk"), on=today)))
        .values_list("pk", "days", "location_id", "meets_online", "here")
    ),
    ids=PAGE + 1,
    today=date,
)


@dataclass(frozen=True, slots=True)
class Face:
    """A person as they appear beside others."""

    id: int
    name: str
    line: str
    company: str
    company_id: int | None
    portrait: str

    @property
    def first_name(self) -> str:
        """The name among members."""
        return words.first_name(self.name)


@dataclass(frozen=True, slots=True)
class Why:
    """Why somebody is shown: a word on what follows, what they wrote themselves, and its language."""

    kicker: str
    text: str
    language: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A person in the directory."""

    face: Face
    here_today: bool
    where: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class FirmCard:
    """A company in the directory, with some of its faces."""

    id: int
    name: str
    line: str
    industry: str
    people: tuple[Face, ...]
    more: int
    why: Why | None


@dataclass(frozen=True, slots=True)
class Directory:
    """A page of the directory: cards of people or companies, the cursor of what follows, and what it was narrowed by."""

    cards: tuple[Any, ...]
    more: str
    choices: tuple[Choice, ...]
    query: str
    understood: bool
    i_am_here: bool

    @property
    def chosen(self) -> tuple[Choice, ...]:
        """The facets that are set."""
        return tuple(one for one in self.choices if one.chosen)


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's page."""

    face: Face
    offers: tuple[tuple[str, str], ...]
    seeks: tuple[tuple[str, str], ...]
    days: str
    place: str
    languages: str
    since: str
    is_me: bool
    person: Member
    here_today: bool


def faces(space_id: int, members: Iterable[int]) -> dict[int, Face]:
    """The faces of some members of a space by id, in one query.

    Faces stand on every page, and building this question anew by the ORM costs ten times as much as the answer; so it is written out.
    """
    ids = list(set(members))
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(FACES % ",".join(["%s"] * len(ids)), [space_id, *ids])
        # Where somebody works for several companies, the latest row stands last and wins.
        return {
            pk: Face(pk, name, line, company or "", number, portrait) for pk, name, line, portrait, number, company in cursor.fetchall()
        }


def directory(
    member: Member, *, today: date, query: str = "", told: dict[str, str] | None = None, after: tuple[str, int] | None = None
) -> Directory:
    """A page of the house's people: by name, or what a search found, best first; narrowed by the facets that `told` names."""
    context = facets.context_of(member, today)
    choices = facets.choices(told or {}, context)
    narrowed = any(one.chosen for one in choices)
    because: dict[int, Why] = {}
    understood = True
    if not query and not narrowed and after is None:
        ids, more = page_of(FIRST_PAGE.rows(space=member.space_id), PAGE)
    else:
        people = facets.narrow(rules.visible_to(member), choices, context)
        if query:
            ids, more, because, understood = searched(people, member.space_id, index.PERSON, query, after, narrowed)
        else:
            ids, more = by_name(people, after)
    shown, here = cards(member, ids, choices, because, context)
    return Directory(shown, more, tuple(choices), query, understood, here)


def by_name(rows: QuerySet[Any], after: tuple[str, int] | None, size: int = PAGE) -> tuple[list[int], str]:
    """Ids of a page by name, and the cursor of the next."""
    ordered = rows.order_by("sort_name", "pk")
    if after is not None:
        ordered = ordered.filter(Q(sort_name__gt=after[0]) | Q(sort_name=after[0], pk__gt=after[1]), sort_name__gte=after[0])
    return page_of(list(ordered.values_list("pk", "sort_name")[: size + 1]), size)


def page_of(found: Sequence[tuple[int, str]], size: int) -> tuple[list[int], str]:
    """Ids of a page of which one row more than its size was asked for, and the cursor of the next."""
    more, found = len(found) > size, found[:size]
    return [pk for pk, _name in found], f"{found[-1][1]}|{found[-1][0]}" if more else ""


def searched(
    rows: QuerySet[Any], space_id: int, kind: str, query: str, after: tuple[str, int] | None, narrowed: bool
) -> tuple[list[int], str, dict[int, Why], bool]:
    """Ids of a page of what a search finds among some rows, best first; the cursor of the next page; why each is shown; whether the meaning was asked.

    Whoever's name is asked for stands first, and is found by it at once: the index follows a change a second later.
    """
    answer = find(space_id, kind, query, limit=NARROWED if narrowed else FOUND * 2)
    named = rows.filter(sort_name__contains=folded(query)).order_by("sort_name", "pk").values_list("pk", flat=True)
    first = list(named[:FOUND])
    # Everybody else passes the same question to the database: what the index says is no permission.
    wanted = [hit.ref for hit in answer.hits if hit.ref not in set(first)]
    allowed = set(rows.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    ids = (first + [ref for ref in wanted if ref in allowed])[:FOUND]
    start = after[1] if after is not None and 0 < after[1] < len(ids) else 0
    page = ids[start : start + PAGE]
    places = {hit.ref: hit.passage for hit in answer.hits}
    return (
        page,
        f"|{start + PAGE}" if start + PAGE < len(ids) else "",
        reasons(space_id, kind, page, answer.asks, places, set(first)),
        answer.understood,
    )


def reasons(space_id: int, kind: str, ids: Sequence[int], asks: Wanted, places: dict[int, int], named: set[int]) -> dict[int, Why]:
    """Why each of some things was found: the line that answers most of the words, else the one nearest in meaning, quoted."""
    kickers = index.ROLES_OF_COMPANY if kind == index.COMPANY else index.ROLES
    found: dict[int, Why] = {}
    rows = SearchDocument.objects.filter(space_id=space_id, kind=kind, ref__in=set(ids) - named).values_list("ref", "passages")
    for ref, passages in rows:
        shares = [asks.share(text) for _role, _language, text in passages]
        best = max(range(len(passages)), key=lambda k: shares[k], default=-1)
        place = places.get(ref, -1)
        # Place 0 is the title: then there is nothing to quote but the name itself.
        chosen = best if best >= 0 and shares[best] > 0 else place - 1 if 0 < place <= len(passages) else -1
        if chosen >= 0:
            role, language, text = passages[chosen]
            found[ref] = Why(
                str(kickers.get(role, role)),
                shortened(text),
                language,
                role in (index.LINE, index.OFFER, index.SEEK, index.FIELD, index.STAFF),
            )
    return found


def shortened(text: str) -> str:
    """A line as it is quoted: whole words, at most so many letters."""
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rsplit(" ", 1)[0] + " …"


def cards(
    member: Member, ids: list[int], choices: list[Choice], because: dict[int, Why], context: facets.Context
) -> tuple[tuple[Card, ...], bool]:
    """The cards of some people in their order, in the same number of queries whatever their number; and whether the reader said they are here."""
    by_id = faces(member.space_id, ids)
    rows = {pk: told for pk, *told in WHERE.rows(ids=[*ids, member.pk], today=context.today)}
    names, several = dict(context.places), len(context.places) > 1
    told = ", ".join(one.chosen_label for one in choices if one.chosen and one.name not in ("day", "is"))
    facet = Why(_("Chosen"), told) if told else None
    found = []
    for pk in ids:
        days, place, online, here = rows[pk]
        parts = [
            names.get(place, "") if several else "",
            _("usually %(days)s") % {"days": words.weekdays(days)} if days else "",
            _("also online") if online and (days or place) else _("meets online") if online else "",
        ]
        found.append(Card(by_id[pk], bool(here), " · ".join(part for part in parts if part), because.get(pk) or facet))
    return tuple(found), bool(rows[member.pk][3])


def firms(member: Member, *, query: str = "", industry: str = "", after: tuple[str, int] | None = None) -> Directory:
    """A page of the house's companies: by name, or what a search found."""
    options = facets.industry_options(facets.Context(member.space, date.min, ()))
    choice = Choice(
        "industry", facets.by_industry, str(facets.FACETS["industry"].label), tuple(options), industry if industry in dict(options) else ""
    )
    rows = rules.companies_visible_to(member)
    if choice.chosen:
        rows = rows.filter(facets.in_industry(choice.chosen))
    because: dict[int, Why] = {}
    understood = True
    if query:
        ids, more, because, understood = searched(rows, member.space_id, index.COMPANY, query, after, bool(choice.chosen))
    else:
        ids, more = by_name(rows, after)
    told = {row.pk: row for row in Company.objects.filter(pk__in=ids)}
    staff: dict[int, list[int]] = defaultdict(list)
    working = Employment.objects.filter(company__in=ids, until_on=None, member__left_on=None).order_by("member__sort_name", "member_id")
    for firm, pk in working.values_list("company_id", "member_id"):
        staff[firm].append(pk)
    by_id = faces(member.space_id, [pk for each in staff.values() for pk in each[:5]])
    found = []
    for pk in ids:
        row, people = told[pk], staff[pk]
        letter = section(row.industry)
        shown = tuple(by_id[one] for one in people[:5])
        found.append(
            FirmCard(pk, row.name, row.line, section_name(letter) if letter else "", shown, len(people) - len(shown), because.get(pk))
        )
    return Directory(tuple(found), more, (choice,) if options else (), query, understood, False)


def wall(member: Member, *, today: date, told: dict[str, str]) -> tuple[list[Face], tuple[Choice, ...]]:
    """Everybody whom the facets leave, by name, for paper; at most a thousand."""
    context = facets.context_of(member, today)
    choices = facets.choices(told, context)
    ids, _more = by_name(facets.narrow(rules.visible_to(member), choices, context), None, WALL)
    by_id = faces(member.space_id, ids)
    return [by_id[pk] for pk in ids], tuple(choices)


def called(member: Member, words: str, *, most: int = 5) -> list[Face]:
    """Whom of the house the reader means by a name: one where the whole name was said, else a handful whose names hold the words."""
    wanted = folded(" ".join(words.split()))
    if not wanted:
        return []
    rows = rules.visible_to(member).exclude(pk=member.pk)
    whole = list(rows.filter(sort_name=wanted).values_list("pk", flat=True)[:most])
    ids = whole or list(rows.filter(sort_name__contains=wanted).order_by("sort_name", "pk").values_list("pk", flat=True)[:most])
    by_id = faces(member.space_id, ids)
    return [by_id[pk] for pk in ids]


def profile(member: Member, person_id: int, today: date) -> Profile:
    """One person of the reader's house. Raises NotFound."""
    here = Exists(HereToday.objects.filter(member=OuterRef("pk"), on=today))
    person = rules.visible_to(member).select_related("location", "space").annotate(here=here).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    lines = list(StandingLine.objects.filter(member=person))
    return Profile(
        face=faces(member.space_id, [person.pk])[person.pk],
        offers=tuple((line.text, line.language) for line in lines if line.side == StandingLine.Side.OFFER),
        seeks=tuple((line.text, line.language) for line in lines if line.side == StandingLine.Side.SEEK),
        days=words.weekdays(person.days),
        place=person.location.name if person.location and person.location.removed_at is None else "",
        languages=words.languages(person.languages),
        since=date_format(person.joined_on, "F Y"),
        is_me=person.pk == member.pk,
        person=person,
        here_today=person.here,  # type: ignore[attr-defined]
    )
