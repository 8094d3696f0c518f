"""Pictures as they are shown: with a thing, and those for which somebody was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.files.models import StoredFile
from drittort.core.reports import Shown
from drittort.inspire.pictures import rules
from drittort.inspire.pictures.models import Picture as Row
from drittort.inspire.pictures.models import PictureConsent
from drittort.inspire.pictures.subjects import split
from drittort.members.models import Member
from drittort.members.people.queries import faces
from drittort.members.people.words import first_name

MIDDLE, LARGE = "m", "l"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: its addresses, its words, width and height."""

    id: int
    url: str
    large: str
    alt: str
    width: int
    height: int


def picture(row: Row, slug: str, *, public: bool = False) -> Picture:
    """One of them, by the address at which this reader gets it."""
    width, height = row.file.sizes[MIDDLE]
    if public:
        small, large = (address("inspire:public_picture", slug, row.pk, size) for size in (MIDDLE, LARGE))
    else:
        small, large = (address("core:file", slug, row.file.token, f"{size}.webp") for size in (MIDDLE, LARGE))
    return Picture(row.pk, small, large, row.alt, width, height)


def of(space_id: int, subjects: Collection[str], *, public: bool = False) -> dict[str, list[Picture]]:
    """The pictures of some things to which everybody who was asked agrees, the oldest first, by thing; one query.

    Whether the reader may read the things themselves is the caller's to know.
    """
    if not subjects:
        return {}
    rows = Row.objects.public() if public else Row.objects.agreed()
    found: dict[str, list[Picture]] = {}
    for row in rows.filter(space=space_id, subject__in=subjects).select_related("file", "space").order_by("at", "pk"):
        found.setdefault(row.subject, []).append(picture(row, row.space.slug, public=public))
    return found


def files_of(space_id: int, subjects: Collection[str]) -> dict[str, list[tuple[int, StoredFile, str]]]:
    """The same as rows of files, for a book that is printed: number of the picture, file, words."""
    found: dict[str, list[tuple[int, StoredFile, str]]] = {}
    for row in Row.objects.agreed().filter(space=space_id, subject__in=subjects).select_related("file").order_by("at", "pk"):
        found.setdefault(row.subject, []).append((row.pk, row.file, row.alt))
    return found


@dataclass(frozen=True, slots=True)
class InAlbum:
    """A picture on the page of its thing: who can be seen in it, as far as the reader may know, and what they may do with it."""

    picture: Picture
    names: str
    waits: bool
    asks_me: bool
    shows_me: bool
    can_remove: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture for which the reader was asked: who brought it, where it stands, and what they said."""

    picture: Picture
    by: str
    day: str
    path: str
    house: bool
    public: bool
    declined: bool
    can_be_public: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that the reader brought, and whether everybody may see it already."""

    picture: Picture
    path: str
    shown: bool


def album(reader: Member, subject: str, *, answers_for: bool) -> tuple[InAlbum, ...]:
    """The pictures of a thing that the reader sees, the oldest first: those that show, and those that wait for a yes of theirs or that they brought. Two queries.

    Who is in one that waits is between whoever brought it and each of them. Whether the reader may read the thing itself, and answers for it, is the caller's to know.
    """
    consents = Prefetch("consents", PictureConsent.objects.select_related("member"))
    rows = Row.objects.filter(space=reader.space_id, subject=subject).select_related("file").prefetch_related(consents).order_by("at", "pk")
    seen = [(row, sum(one.house_at is not None for one in row.consents.all()) == row.asked) for row in rows]
    return tuple(
        in_album(reader, row, shows, answers_for) for row, shows in seen if shows or row.by_id == reader.pk or waits_for(reader, row)
    )


def waits_for(reader: Member, row: Row) -> bool:
    """Whether the reader was asked about a picture and has not said anything."""
    return any(
        one.member_id == reader.pk and not one.withheld and one.house_at is None and one.declined_at is None for one in row.consents.all()
    )


def in_album(reader: Member, row: Row, shows: bool, answers_for: bool) -> InAlbum:
    """One of them, for its reader."""
    of = [one for one in row.consents.all() if shows or row.by_id == reader.pk or one.member_id == reader.pk]
    agrees = any(one.member_id == reader.pk and one.house_at is not None for one in of)
    names = ", ".join(one.member.name for one in sorted(of, key=lambda one: one.member.sort_name))
    mine = row.by_id == reader.pk
    return InAlbum(picture(row, reader.space.slug), names, not shows, waits_for(reader, row), agrees, mine or (answers_for and shows))


def people_of(reader: Member, thing: str) -> list[tuple[int, str]] | None:
    """Whom a picture of a thing can show, the reader first, to be chosen from; None where it may be anybody."""
    known = split(thing)
    if known is None or known[0].people is None:
        return None
    found = faces(reader.space_id, known[0].people(reader, known[1]) - {reader.pk})
    return [(reader.pk, _("me")), *((face.id, face.name) for face in sorted(found.values(), key=lambda face: face.name.casefold()))]


def asked(reader: Member) -> list[Asked]:
    """The pictures for which the reader was asked, what waits for them first."""
    rows = rules.asked_of(reader).select_related("picture__file", "picture__space", "picture__by")
    found = [
        Asked(
            picture(row.picture, reader.space.slug), first_name(row.picture.by.name), date_format(reader.space.day(row.picture.at), "DATE_FORMAT"),
            path_of(reader.space.slug, row.picture.subject), row.house_at is not None, row.public_at is not None, row.declined_at is not None,
            rules.can_be_public(row.picture),
        )
        for row in rows.order_by("-asked_at", "-pk")[:60]
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.house or one.declined)


def wants(reader: Member) -> bool:
    """Whether the reader may be asked for pictures."""
    return not rules.in_none([reader.pk])


def brought(reader: Member) -> list[Brought]:
    """The pictures that the reader brought. Who has not agreed yet is not said."""
    agreed = set(Row.objects.agreed().filter(by=reader).values_list("pk", flat=True))
    rows = Row.objects.filter(by=reader).select_related("file", "space").order_by("-at", "-pk")[:60]
    return [Brought(picture(row, reader.space.slug), path_of(reader.space.slug, row.subject), row.pk in agreed) for row in rows]


def path_of(slug: str, thing: str) -> str:
    """The page of the thing that a picture stands with; "" where there is none."""
    known = split(thing)
    return known[0].path(slug, known[1]) if known else ""


def stands_at(reader: Member, picture_id: int) -> str:
    """The page of the thing with which a picture of the reader's house stands; "" where there is none."""
    row = Row.objects.filter(pk=picture_id, space=reader.space_id).first()
    return path_of(reader.space.slug, row.subject) if row is not None else ""


def open_file(slug: str, picture_id: int, size: str) -> StoredFile:
    """A picture that everybody may look at. Raises NotFound for everything else, the same whatever the reason."""
    row = Row.objects.select_related("file").filter(pk=picture_id, space__slug=slug).first()
    if row is None or size not in row.file.sizes or not rules.open_to_all(row):
        raise NotFound
    return row.file


def shown(reader: Member, picture_id: int, at: datetime) -> Shown | None:
    """A picture as it is reported: its words, and who brought it."""
    row = Row.objects.select_related("file").filter(pk=picture_id, space=reader.space_id).first()
    return Shown(row.alt, row.by_id, row.at) if row is not None and rules.may_see(reader, row.file) else None


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What the pictures show of which notices speak."""
    words = dict(Row.objects.filter(pk__in={row["picture"] for row in rows}).values_list("pk", "alt"))
    return [{"alt": words.get(row["picture"], "…")} for row in rows]
