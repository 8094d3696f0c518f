"""Faces for lists, the directory, one profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.formats import date_format

from drittort.core.errors import NotFound
from drittort.members.models import Employment, Member, StandingLine
from drittort.members.people import words

PAGE = 60


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
        return self.name.split()[0]


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


def companies_of(members: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Present company (id, name) of each member who has one; the latest where there are several."""
    rows = (
        Employment.objects.filter(member_id__in=list(members), until_on=None)
        .order_by("from_on", "id")
        .values_list("member_id", "company_id", "company__name")
    )
    return {member: (company, name) for member, company, name in rows}


def faces(space_id: int, members: Iterable[int]) -> dict[int, Face]:
    """The faces of some members of a space by id, in two queries."""
    ids = set(members)
    if not ids:
        return {}
    work = companies_of(ids)
    rows = Member.objects.filter(space_id=space_id, pk__in=ids).values_list("pk", "name", "line", "portrait")
    return {
        pk: Face(pk, name, line, work.get(pk, (None, ""))[1], work.get(pk, (None, ""))[0], portrait) for pk, name, line, portrait in rows
    }


def directory(member: Member, *, query: str = "", after: tuple[str, int] | None = None) -> tuple[list[Face], str, int]:
    """A page of the house's people by name, the cursor of the next page, and how many there are in all."""
    rows = Member.objects.filter(space_id=member.space_id).here()
    if query:
        rows = rows.filter(
            Q(name__icontains=query)
            | Q(line__icontains=query)
            | Q(employments__company__name__icontains=query, employments__until_on=None)
            | Q(lines__text__icontains=query)
        ).distinct()
    total = rows.count()
    rows = rows.annotate(sort=Lower("name")).order_by("sort", "id")
    if after is not None:
        rows = rows.filter(Q(sort__gt=after[0]) | Q(sort=after[0], id__gt=after[1]))
    found = list(rows[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    work = companies_of(m.pk for m in found)
    people = [Face(m.pk, m.name, m.line, work.get(m.pk, (None, ""))[1], work.get(m.pk, (None, ""))[0], m.portrait) for m in found]
    return people, f"{found[-1].name.lower()}|{found[-1].pk}" if more else "", total


def profile(member: Member, person_id: int) -> Profile:
    """One person of the reader's house. Raises NotFound."""
    person = Member.objects.filter(space_id=member.space_id).here().select_related("location").filter(pk=person_id).first()
    if person is None:
        raise NotFound
    lines = list(StandingLine.objects.filter(member=person))
    return Profile(
        face=faces(member.space_id, [person.pk])[person.pk],
        offers=tuple((line.text, line.language) for line in lines if line.side == StandingLine.Side.OFFER),
        seeks=tuple((line.text, line.language) for line in lines if line.side == StandingLine.Side.SEEK),
        days=words.weekdays(person.days),
        place=person.location.name if person.location else "",
        languages=words.languages(person.languages),
        since=date_format(person.joined_on, "F Y"),
        is_me=person.pk == member.pk,
    )
