"""What a screen shows, and what pages tell of screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.screen import PARTS, Screen
from drittort.inform.wall import rules, tokens
from drittort.inform.wall.models import Wall, WallChoice
from drittort.members.models import Member
from drittort.members.people.printing import qr_code
from drittort.spaces.models import Location, Space

ORDER = ("announcements", "events", "faces", "needs")
"""What everybody has to know stands first; then what is on, who is here, and whom one could help."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One part of a screen with the template that draws it."""

    name: str
    template: str
    block: Any


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a screen shows at a moment; nothing in it changes by itself but with the day."""

    house: str
    day: str
    parts: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A screen in the list of those who hang them up."""

    id: int
    name: str
    place: str
    language: str
    link: str
    code: SafeString
    seen: str


def screen_of(wall: Wall, at: datetime) -> Screen:
    """A wall at a moment, as the modules' parts know it."""
    slug, own = wall.space.slug, tokens.token(wall)
    return Screen(
        wall.space, wall.location_id, at, wall.space.day(at), rules.faces(wall.space_id), rules.words(wall.space_id),
        lambda member_id: address("inform:wall_face", slug, own, member_id),
    )  # fmt: skip


def content(wall: Wall, at: datetime) -> Content:
    """What hangs there now."""
    screen = screen_of(wall, at)
    return Content(wall.space.name, f"{date_format(screen.day, 'l')}, {date_format(screen.day, 'MONTH_DAY_FORMAT')}", shown(screen))


@dataclass(frozen=True, slots=True)
class Paper:
    """A week on paper: what hangs there, and a code that leads into the house."""

    week: str
    parts: tuple[Shown, ...]
    code: SafeString


def paper(space: Space, at: datetime) -> Paper:
    """The next seven days for a sheet of paper. Where everybody reads it, as on a screen, stands nobody who has not said yes to it; and no faces, since paper knows no today."""
    screen = Screen(space, None, at, space.day(at), rules.faces(space.pk), rules.words(space.pk), lambda member_id: "")
    last = screen.day + timedelta(days=6)
    parts = ((PARTS[name], PARTS[name].find(screen)) for name in ORDER if name in PARTS and PARTS[name].paper)
    return Paper(
        _("%(first)s to %(last)s") % {"first": date_format(screen.day, "MONTH_DAY_FORMAT"), "last": date_format(last, "DATE_FORMAT")},
        tuple(Shown(part.name, part.paper, block) for part, block in parts if block), qr_code(f"{settings.ADDRESS}{address('home:today', space.slug)}", _("Code that leads there")),
    )  # fmt: skip


def shown(screen: Screen) -> tuple[Shown, ...]:
    """The parts that have something to show, in their order."""
    order = (*(name for name in ORDER if name in PARTS), *(name for name in PARTS if name not in ORDER))
    found = ((PARTS[name], PARTS[name].find(screen)) for name in order)
    return tuple(Shown(part.name, part.template, block) for part, block in found if block)


def stand(space: Space, at: datetime) -> str:
    """The time of the house, for the line that says how fresh a screen is."""
    return time_format(at.astimezone(space.zone).time(), "H:i")


def walls(reader: Member, at: datetime) -> list[Card]:
    """The screens of a house. Two queries."""
    places = dict(Location.objects.filter(space=reader.space_id).values_list("pk", "name"))
    found = []
    for wall in rules.visible_to(reader).order_by("name"):
        link = tokens.link(wall, reader.space.slug)
        found.append(
            Card(
                wall.pk,
                wall.name,
                places.get(wall.location_id or 0, ""),
                str(dict(settings.LANGUAGES)[wall.language]),
                link,
                qr_code(link, _("Code that leads there")),
                seen(wall, reader.space, at),
            )
        )
    return found


def seen(wall: Wall, space: Space, at: datetime) -> str:
    """When a screen last asked."""
    if wall.seen_at is None:
        return _("has not asked yet")
    local = wall.seen_at.astimezone(space.zone)
    if at - wall.seen_at <= 2 * rules.NOTED_EVERY:
        return _("is alive")
    return _("last asked %(moment)s") % {"moment": date_format(local, "SHORT_DATETIME_FORMAT")}


def places(reader: Member) -> list[tuple[int, str]]:
    """The places of the house, for a form."""
    return list(Location.objects.standing().filter(space_id=reader.space_id).values_list("pk", "name"))


def chosen(reader: Member) -> dict[str, bool]:
    """What a member allows walls to show, for a form."""
    row = WallChoice.objects.filter(member=reader).first()
    return {"face": row is not None and row.face_at is not None, "words": row is not None and row.words_at is not None}


def face_shown(wall: Wall, member_id: int) -> Member | None:
    """Somebody whose face this wall may show."""
    return Member.objects.here().filter(pk=member_id, space=wall.space_id, pk__in=rules.faces(wall.space_id)).first()
