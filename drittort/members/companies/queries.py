"""A company's page."""

from __future__ import annotations

from dataclasses import dataclass

from drittort.members.companies import industries
from drittort.members.models import Employment, Member
from drittort.members.people.queries import Face, faces
from drittort.members.profiles import queries as profiles
from drittort.members.profiles.queries import Answer
from drittort.members.profiles.rules import Owner, may_edit
from drittort.members.showcase.queries import Work, works
from drittort.members.values import queries as values
from drittort.members.values.queries import Value
from drittort.spaces.industries import section


@dataclass(frozen=True, slots=True)
class Page:
    """One company as members see it."""

    id: int
    owner: Owner
    name: str
    line: str
    industry: str
    people: tuple[tuple[Face, bool], ...]
    offers: tuple[tuple[str, str], ...]
    seeks: tuple[tuple[str, str], ...]
    answers: tuple[Answer, ...]
    values: tuple[Value, ...]
    works: tuple[Work, ...]
    belongs: bool
    can_edit: bool


def trade_of(member_id: int) -> str:
    """The section of trade of the company in which somebody works now, as it stands on its page; "" for none. One query."""
    rows = Employment.objects.filter(member=member_id, until_on=None).exclude(company__industry="").order_by("-from_on", "pk")
    return next((letter for code in rows.values_list("company__industry", flat=True) if (letter := section(code))), "")


def one(reader: Member, company_id: int) -> Page:
    """A company of the reader's house. Raises NotFound. A fixed number of queries."""
    owner = profiles.owner_of(reader, company=company_id)
    company = owner.company
    assert company is not None
    here = list(
        Employment.objects.filter(company=company, until_on=None, member__left_on=None)
        .order_by("from_on", "id")
        .values_list("member_id", "is_admin")
    )
    shown = faces(reader.space_id, [pk for pk, _admin in here])
    lines = list(company.lines.all())
    return Page(
        id=company.pk,
        owner=owner,
        name=company.name,
        line=company.line,
        industry=industries.label(company.industry),
        people=tuple((shown[pk], admin) for pk, admin in here),
        offers=tuple((line.text, line.language) for line in lines if line.side == "offer"),
        seeks=tuple((line.text, line.language) for line in lines if line.side == "seek"),
        answers=tuple(profiles.answers(reader, owner)),
        values=tuple(values.of(owner)),
        works=works(owner),
        belongs=any(pk == reader.pk for pk, _admin in here),
        can_edit=bool(may_edit(reader, owner)),
    )
