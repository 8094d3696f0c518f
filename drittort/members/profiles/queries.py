"""What pages, search and matching read of profiles. Everything begins at `rules.visible_values`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.members.models import Company, Member
from drittort.members.profiles.models import About, Kind, ProfileField, ProfileValue, Visibility
from drittort.members.profiles.rules import Anybody, Owner, visible_values
from drittort.members.profiles.words import in_language as in_language
from drittort.members.profiles.words import label_of as label_of
from drittort.members.profiles.words import options_of as options_of
from drittort.members.skills.vocabulary import label as skill_label
from drittort.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer on a page: `parts` are words or one text, `href` where it leads."""

    field_id: int
    label: str
    kind: str
    parts: tuple[str, ...]
    href: str
    language: str
    visibility: str


def labels(ids: Collection[int]) -> dict[int, str]:
    """What some fields ask, by their number."""
    return {field.pk: label_of(field) for field in ProfileField.objects.filter(pk__in=ids)} if ids else {}


def company_names(ids: Collection[int]) -> dict[int, str]:
    """Names of companies by their number."""
    return dict(Company.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def answers(reader: Member | Anybody, owner: Owner) -> list[Answer]:
    """What the reader may know of one person or company, in the order of the house. One query."""
    rows = visible_values(reader).filter(**owner.keys()).select_related("field").order_by("field__position", "field_id")
    slug = owner.space.slug
    return [shown(row, slug) for row in rows]


def shown(row: ProfileValue, slug: str) -> Answer:
    """One answer in ready words."""
    field, value, href = row.field, row.value, ""
    if field.kind == Kind.TAGS:
        parts = tuple(skill_label(word) for word in value)
    elif field.kind == Kind.CHOICE:
        parts = (dict(options_of(field)).get(value, str(value)),)
    elif field.kind == Kind.DATE:
        parts = (date_format(date.fromisoformat(value), "DATE_FORMAT"),)
    elif field.kind == Kind.LINK:
        parts, href = (urlsplit(value).netloc.removeprefix("www.") or value,), value
    elif field.kind == Kind.FILE:
        parts, href = (value["name"],), address("core:file", slug, value["token"], value["name"])
    else:
        parts = (str(value),)
    plain = field.kind in (Kind.TEXT, Kind.LONG)
    return Answer(field.pk, label_of(field), field.kind, parts, href, row.language if plain else "", Visibility(row.visibility).value)


def owner_of(reader: Member, *, person: int | None = None, company: int | None = None) -> Owner:
    """A person or a company of the reader's house. Raises NotFound."""
    if person is not None:
        member = Member.objects.filter(space_id=reader.space_id, left_on=None, pk=person).select_related("space", "location").first()
        if member is not None:
            return Owner(member=member)
    if company is not None:
        found = Company.objects.filter(space_id=reader.space_id, pk=company).select_related("space").first()
        if found is not None:
            return Owner(company=found)
    raise NotFound


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What a person opened to everybody."""

    person: Member
    answers: tuple[Answer, ...]


def at_the_door(slug: str, person: int) -> AtTheDoor:
    """The public page of somebody. Raises NotFound where the house has none, and where nothing was opened."""
    house = Space.objects.filter(slug=slug).first()
    member = Member.objects.filter(space=house, left_on=None, pk=person).select_related("space").first() if house else None
    if house is None or member is None or not (opened := answers(Anybody(house), Owner(member=member))):
        raise NotFound
    return AtTheDoor(member, tuple(opened))


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the house as its editor lists it."""

    id: int
    label: str
    kind: str
    about: str
    retired: bool


def questions(space: Space) -> tuple[Question, ...]:
    """All fields of a house in their order, the retired ones too."""
    return tuple(
        Question(f.pk, label_of(f), str(Kind(f.kind).label), f.about, f.retired_at is not None)
        for f in ProfileField.objects.filter(space=space)
    )


def question(reader: Member, pk: int) -> ProfileField:
    """One field of the reader's house. Raises NotFound."""
    row = ProfileField.objects.filter(space_id=reader.space_id, pk=pk).first()
    if row is None:
        raise NotFound
    return row


def search_texts(
    space: Space, *, public: bool, about: str = About.PERSON, owners: Collection[int] | None = None
) -> dict[int, list[tuple[str, str]]]:
    """What search may know of profiles (of some owners, or of all), as (text, language) by owner: for members what stands open to the house, for the public what
    everybody may read."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    reader: Member | Anybody = Anybody(space) if public else Member(pk=0, space=space)
    key = "member_id" if about == About.PERSON else "company_id"
    rows = visible_values(reader).filter(field__searchable=True, field__about=about).select_related("field")
    if owners is not None:
        rows = rows.filter(**{f"{key}__in": owners})
    for row in rows.order_by("field__position", "pk"):
        if row.field.kind not in (Kind.DATE, Kind.FILE):
            found[getattr(row, key)] += [(part, row.language) for part in shown(row, space.slug).parts]
    return dict(found)


def matching_texts(space: Space) -> list[tuple[int, str, str]]:
    """Answers that the house wants used for introductions, as (member, text, language): only what every member may read."""
    rows = visible_values(Member(pk=0, space=space)).filter(
        field__matching=True, field__about=About.PERSON, field__kind__in=(Kind.TEXT, Kind.LONG)
    )
    return [(pk, str(text), language) for pk, text, language in rows.order_by("pk").values_list("member_id", "value", "language")]


def companies_of(member: Member) -> list[tuple[int, str, str]]:
    """The companies somebody belongs to and belonged to: id, name, and until when."""
    rows = member.employments.order_by("-from_on", "-id").values_list("company_id", "company__name", "until_on")
    found: dict[int, tuple[int, str, str]] = {}
    for pk, name, until in sorted(rows, key=lambda row: row[2] is not None):
        found.setdefault(pk, (pk, name, "" if until is None else _("until %(day)s") % {"day": date_format(until, "F Y")}))
    return list(found.values())
