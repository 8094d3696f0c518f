"""What pages show of announcements, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.errors import NotFound
from drittort.core.paging import newest_first
from drittort.inform.announcements import rules, words
from drittort.inform.announcements.models import Acknowledgement, Announcement
from drittort.joining.days import moment, since
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.members.translations.kinds import Original
from drittort.spaces.models import Location
from drittort.spaces.roles.actions import names_of
from drittort.spaces.roles.models import Role

PAGE = 20
SHOWN = 60


@dataclass(frozen=True, slots=True)
class Card:
    """One announcement as its reader gets it. `asks`: whether they have still to say that they read it."""

    id: int
    path: str
    title: str
    text: str
    language: str
    note: str
    when: str
    until: str
    stands: bool
    asks: bool
    read: bool
    pressing: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One announcement; for those who announce also to whom it goes, how many have read it, and who has not."""

    card: Card
    by: Face | None
    since: str
    to: str
    counted: str
    silent: tuple[Face, ...]
    more: int
    reminded: str
    can_change: bool


def with_own(rows: Any, member_id: int) -> Any:
    """Announcements, each with whether a member has acknowledged it."""
    return rows.annotate(read=Exists(Acknowledgement.objects.filter(announcement=OuterRef("pk"), member=member_id)))


def card(reader: Member, row: Any, at: datetime) -> Card:
    """One announcement for a list."""
    told, space = words.told(row), reader.space
    stands = row.ended_at is None and space.day(at) <= row.until
    return Card(
        row.pk, address("inform:announcement", space.slug, row.pk), told.title, told.text, told.language, told.note, moment(row.happens_at, space.zone) if row.happens_at else "",
        words.until(row.until, space.day(at)) if stands else _("over"), stands, stands and row.acknowledge and not row.read, row.acknowledge and row.read, row.pressing,
    )  # fmt: skip


def list_for(reader: Member, at: datetime, *, after: tuple[str, int] | None = None) -> tuple[list[Card], list[Card], str]:
    """What holds now and, newest first, what is over, with the cursor of its next page."""
    rows, day = with_own(rules.visible_to(reader), reader.pk), reader.space.day(at)
    standing = [] if after else list(rows.filter(ended_at=None, until__gte=day).order_by("-published_at", "-pk")[:SHOWN])
    past, more = newest_first(rows.exclude(ended_at=None, until__gte=day), "published_at", after, PAGE)
    return [card(reader, row, at) for row in standing], [card(reader, row, at) for row in past], more


def find(reader: Member, announcement_id: int) -> Any:
    """An announcement that the reader may see. Raises NotFound."""
    row = with_own(rules.visible_to(reader), reader.pk).select_related("location", "role").filter(pk=announcement_id).first()
    if row is None:
        raise NotFound
    return row


def one(reader: Member, announcement_id: int, at: datetime) -> Page:
    """One announcement. Raises NotFound."""
    row = find(reader, announcement_id)
    row.space = reader.space
    announces, missing, read = bool(rules.may_announce(reader)), list[int](), 0
    if announces and row.acknowledge:
        missing = list(rules.silent(row).order_by("sort_name", "pk").values_list("pk", flat=True))
        read = row.acknowledgements.aggregate(n=Count("pk"))["n"]
    people = faces(reader.space_id, [*missing[:SHOWN], *([row.member_id] if row.member_id else [])])
    mine = rules.meant_for(reader.pk, reader.space_id).filter(pk=row.pk).exists() if announces else True
    shown = card(reader, row, at)
    return Page(
        shown if mine else replace_asks(shown), people.get(row.member_id or 0), since(reader.space.day(row.published_at), reader.space.day(at)), audience(row, reader) if announces else "",
        _("%(read)s have read it, %(missing)s have not said so yet.") % {"read": read, "missing": len(missing)} if announces and row.acknowledge else "",
        tuple(people[pk] for pk in missing[:SHOWN] if pk in people), max(0, len(missing) - SHOWN),
        date_format(row.reminded_at.astimezone(reader.space.zone), "SHORT_DATETIME_FORMAT") if announces and row.reminded_at else "", announces and shown.stands,
    )  # fmt: skip


def replace_asks(shown: Card) -> Card:
    """The card for somebody who announces and for whom it is not meant: nobody waits for their word."""
    return Card(**{name: getattr(shown, name) for name in Card.__slots__} | {"asks": False})


def audience(row: Announcement, reader: Member) -> str:
    """To whom it goes, in words."""
    place = row.location.name if row.location is not None else ""
    role = names_of(reader.space).get(row.role.key, row.role.key) if row.role is not None else ""
    return ", ".join(part for part in (place, role) if part) or _("the whole house")


def audiences(reader: Member) -> list[tuple[str, str]]:
    """To whom somebody may announce: everybody, a place, a role that somebody holds. Two queries."""
    places = Location.objects.standing().filter(space=reader.space_id).values_list("pk", "name")
    names = names_of(reader.space)
    roles = Role.objects.filter(space=reader.space_id, grants__ended_at=None).distinct().values_list("pk", "key")
    found = [("", _("the whole house"))]
    if len(places) > 1:
        found += [(f"location:{pk}", _("Location: %(name)s") % {"name": name}) for pk, name in places]
    return found + [(f"role:{pk}", _("Role: %(name)s") % {"name": names.get(key, key)}) for pk, key in roles]


def written(row: Announcement, zone: Any) -> dict[str, Any]:
    """What the form begins with when an announcement is changed."""
    same = ("title_de", "text_de", "title_en", "text_en", "until")
    return {name: getattr(row, name) for name in same} | {"happens_at": row.happens_at.astimezone(zone) if row.happens_at else None}


def original(reader: Member, announcement_id: int, at: datetime) -> Original:
    """The words of an announcement, to be translated where they are not there in the reader's language. Raises NotFound."""
    row = find(reader, announcement_id)
    told = words.told(row)
    return Original(row.member_id, told.language, (told.title, told.text), address("inform:announcement", reader.space.slug, row.pk))


def titles(ids: Iterable[int]) -> Mapping[int, str]:
    """What announcements are called, for notices, in the active language."""
    return {row.pk: words.told(row).title for row in Announcement.objects.filter(pk__in=set(ids))}
