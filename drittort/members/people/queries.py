"""Faces for lists, the directory, one profile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.formats import date_format

from drittort.core.errors import NotFound
from drittort.members.models import Member, StandingLine
from drittort.members.people import words

PAGE = 60
FACES = """
SELECT m.id, m.name, m.line, m.portrait, c.id, c.name
FROM members_member m
LEFT JOIN members_employment e ON e.member_id = m.id AND e.until_on IS NULL
LEFT JOIN members_company c ON c.id = e.company_id
WHERE m.space_id = %%s AND m.id IN (%s)
ORDER BY e.from_on, e.id
"""


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
    ordered = rows.annotate(sort=Lower("name")).order_by("sort", "id")
    if after is not None:
        ordered = ordered.filter(Q(sort__gt=after[0]) | Q(sort=after[0], id__gt=after[1]))
    found = list(ordered.values_list("pk", "sort")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    by_id = faces(member.space_id, [pk for pk, _sort in found])
    # The database's own word for small letters: SQLite leaves an Ö as it is, Python does not, and a cursor of Python's skips people.
    return [by_id[pk] for pk, _sort in found], f"{found[-1][1]}|{found[-1][0]}" if more else "", total


def profile(member: Member, person_id: int) -> Profile:
    """One person of the reader's house. Raises NotFound."""
    person = Member.objects.filter(space_id=member.space_id).here().select_related("location", "space").filter(pk=person_id).first()
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
    )
