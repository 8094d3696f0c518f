"""People and companies as documents of the index: by name, what they do, offer and seek."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from drittort.core.addresses import address
from drittort.core.search import index
from drittort.core.search.index import Document, Findable, Passage, Sort
from drittort.core.search.models import SearchDocument
from drittort.members.models import Company, CompanyLine, Employment, Member, ShowcaseItem, StandingLine
from drittort.members.people import rules
from drittort.members.profiles.models import About
from drittort.members.profiles.queries import search_texts
from drittort.spaces.models import Space

PERSON, COMPANY = "person", "company"
ONESELF = "member"
LINE, OFFER, SEEK, FIRM, TRADE, FIELD, STAFF = "line", "offer", "seek", "firm", "trade", "field", "staff"

More = Callable[[Sequence[int]], dict[int, list[Passage]]]
MORE: list[More] = []
TRADES: list[Callable[[str], Iterable[tuple[str, str]]]] = []


def passages(function: More) -> More:
    """Register `function(member ids)`: further passages of people, for fields that are searchable and that all members may see."""
    MORE.append(function)
    return function


def trades(function: Callable[[str], Iterable[tuple[str, str]]]) -> Callable[[str], Iterable[tuple[str, str]]]:
    """Register `function(industry code)`: (language, label) pairs of an industry, by which people of its companies are found as well."""
    TRADES.append(function)
    return function


def person_changed(member: Member, at: datetime) -> None:
    """A person's name, line, lines, fields or companies changed, or they came or went: inside the transaction that changed it."""
    index.changed(space_id=member.space_id, kind=PERSON, refs=[member.pk], at=at)


def company_changed(company: Company, at: datetime) -> None:
    """A company changed: it and its people are looked at anew."""
    index.changed(space_id=company.space_id, kind=COMPANY, refs=[company.pk], at=at)
    people = Employment.objects.filter(company=company, until_on=None).values_list("member_id", flat=True)
    index.changed(space_id=company.space_id, kind=PERSON, refs=people, at=at)


def house_changed(space: Space, at: datetime) -> None:
    """Many people came at once (an import, a demo): everything is looked at, in pieces."""
    index.changed(space_id=space.pk, kind=PERSON, refs=people_of(space.pk), at=at)
    index.changed(space_id=space.pk, kind=COMPANY, refs=companies_of(space.pk), at=at)


def forget(ids: Iterable[int], companies: Iterable[int], at: datetime) -> None:
    """People are deleted, and so are some of their companies: the index holds nothing of them any more. Inside the transaction that deletes them, at its end."""
    for kind, refs in ((PERSON, sorted(set(ids))), (COMPANY, sorted(set(companies)))):
        held = SearchDocument.objects.filter(kind=kind, ref__in=refs).values_list("space_id", "ref")
        houses: dict[int, list[int]] = defaultdict(list)
        for space_id, ref in held:
            houses[space_id].append(ref)
        for space_id, some in houses.items():
            index.index(space_id=space_id, kind=kind, refs=some, at=at)


def trade(code: str) -> list[Passage]:
    """The labels of an industry as passages."""
    return [Passage(TRADE, language, label) for function in TRADES for language, label in function(code)] if code else []


def people(ids: Sequence[int]) -> Iterable[Document]:
    """Documents of people who are here: what they are called, do, offer and seek, what they answered for all members to read, and where they work."""
    rows = list(Member.objects.filter(pk__in=ids).here().select_related("space"))
    keys = [row.pk for row in rows]
    lines: dict[int, list[Passage]] = defaultdict(list)
    for line in StandingLine.objects.filter(member__in=keys):
        lines[line.member_id].append(Passage(OFFER if line.side == StandingLine.Side.OFFER else SEEK, line.language, line.text))
    firms: dict[int, list[Passage]] = defaultdict(list)
    for work in Employment.objects.filter(member__in=keys, until_on=None).select_related("company").order_by("from_on", "pk"):
        text = f"{work.company.name}: {work.company.line}" if work.company.line else work.company.name
        firms[work.member_id] += [Passage(FIRM, "", text), *trade(work.company.industry)]
    fields = answers(rows, About.PERSON)
    for function in MORE:
        for pk, more in function(keys).items():
            fields[pk] += more
    for row in rows:
        own = [Passage(LINE, row.language, row.line)] if row.line else []
        place = f"location:{row.location_id}" if row.location_id else ""
        yield Document(row.space_id, row.pk, row.name, (*own, *lines[row.pk], *firms[row.pk], *fields[row.pk]), place=place)


def answers(owners: Iterable[Member | Company], about: str) -> dict[int, list[Passage]]:
    """What people or companies answered to the questions of their houses, as far as it is searchable and all members may read it."""
    houses: dict[int, tuple[Space, list[int]]] = {}
    for one in owners:
        houses.setdefault(one.space_id, (one.space, []))[1].append(one.pk)
    found: dict[int, list[Passage]] = defaultdict(list)
    for space, ids in houses.values():
        for pk, texts in search_texts(space, public=False, about=about, owners=ids).items():
            found[pk] += [Passage(FIELD, language, text) for text, language in texts]
    return found


def companies(ids: Sequence[int]) -> Iterable[Document]:
    """Documents of companies in which somebody works: what they do, offer and seek themselves, and what their people offer."""
    here = Employment.objects.filter(company__in=ids, until_on=None, member__left_on=None)
    rows = list(Company.objects.filter(pk__in=here.values("company_id")).select_related("space"))
    lines: dict[int, list[Passage]] = defaultdict(list)
    for line in CompanyLine.objects.filter(company__in=rows):
        lines[line.company_id].append(Passage(OFFER if line.side == StandingLine.Side.OFFER else SEEK, line.language, line.text))
    for work in ShowcaseItem.objects.filter(company__in=rows).order_by("position", "pk"):
        lines[work.company_id or 0].append(Passage(FIELD, work.language, f"{work.title}: {work.text}" if work.text else work.title))
    for firm, language, text in here.filter(member__lines__side=StandingLine.Side.OFFER).values_list(
        "company_id", "member__lines__language", "member__lines__text"
    ):
        lines[firm].append(Passage(STAFF, language, text))
    fields = answers(rows, About.COMPANY)
    for row in rows:
        own = [Passage(LINE, "", row.line)] if row.line else []
        yield Document(row.space_id, row.pk, row.name, (*own, *trade(row.industry), *fields[row.pk], *lines[row.pk]))


def people_of(space_id: int) -> Iterable[int]:
    """Ids of a house's people."""
    return Member.objects.filter(space_id=space_id).here().values_list("pk", flat=True)


def companies_of(space_id: int) -> Iterable[int]:
    """Ids of a house's companies."""
    return Company.objects.filter(space_id=space_id).values_list("pk", flat=True)


@index.readers
def oneself(member: Member, at: datetime) -> QuerySet[Any]:
    """Some things are there for one person alone."""
    return Member.objects.filter(pk=member.pk).annotate(audience=Value(ONESELF, CharField())).values_list("audience", "pk")


@index.readers
def colleagues(member: Member, at: datetime) -> QuerySet[Any]:
    """Some for those who work for a company."""
    rows = Employment.objects.filter(member=member, until_on=None)
    return rows.annotate(audience=Value(COMPANY, CharField())).values_list("audience", "company_id")


ROLES = {
    LINE: _("About themselves"),
    OFFER: _("Offers"),
    SEEK: _("Looks for"),
    FIRM: _("Company"),
    TRADE: _("Industry"),
    FIELD: _("Profile"),
}
"""What a passage of a person is, for whoever reads why they were found."""
ROLES_OF_COMPANY = {**ROLES, LINE: _("About the company"), STAFF: _("Somebody there offers")}

index.register(
    PERSON, people, people_of, aside=(SEEK,), context=(TRADE,),
    findable=Findable(
        {PERSON: Sort(_("People"), "person", 10)}, lambda member, at: rules.visible_to(member), lambda slug, pk: address("members:person", slug, pk), roles=ROLES
    ),
)  # fmt: skip
index.register(
    COMPANY, companies, companies_of, aside=(SEEK,), context=(TRADE,),
    findable=Findable(
        {COMPANY: Sort(_("Companies"), "company", 20)}, lambda member, at: rules.companies_visible_to(member), lambda slug, pk: address("members:company", slug, pk),
        roles=ROLES_OF_COMPANY,
    ),
)  # fmt: skip
