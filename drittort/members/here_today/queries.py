"""Who is in the house today, as far as they say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from drittort.core.paging import counted
from drittort.core.screen import Screen
from drittort.core.statements import Statement
from drittort.core.today import Found, Visit
from drittort.members.here_today.models import HereToday
from drittort.members.models import Member
from drittort.members.people.queries import Face
from drittort.members.people.words import first_name
from drittort.members.photos.rules import PHOTO
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import HOST, MANAGER

SHOWN, ON_WALL = 14, 24
HOSTS = (HOST, MANAGER)

HERE = Statement(
    lambda space, member, today: counted(
        HereToday.objects.filter(on=today, member__space=space, member__left_on=None)
        .annotate(
            hosts=Exists(RoleGrant.objects.filter(member=OuterRef("member"), role__key__in=HOSTS, ended_at=None)),
            place=Case(When(member=member, then=Value(0)), default=Value(1)),
        )
        .order_by("place", "-hosts", "said_at", "pk")
        .values_list("member_id", "hosts"),
        SHOWN,
    ),
    space=int,
    member=int,
    today=date,
)


@dataclass(frozen=True, slots=True)
class Here:
    """Who said that they are in the house: the hosts among them, some faces, how many more, and whether the reader said it."""

    hosts: tuple[Face, ...]
    people: tuple[Face, ...]
    more: int
    me: bool


def here(member: Member, today: date) -> tuple[list[tuple[int, bool]], int]:
    """Ids of those who are here, each with whether they look after the house; the reader first, then hosts. And how many there are in all. One query."""
    rows = HERE.rows(space=member.space_id, member=member.pk, today=today)
    return [(row[0], bool(row[1])) for row in rows], int(rows[0][-1]) if rows else 0


def in_the_house(visit: Visit) -> Found:
    """The part of the first page that says who is here."""
    rows, many = here(visit.member, visit.day)

    def block(people: Mapping[int, Face]) -> Here:
        known = [(people[pk], hosts) for pk, hosts in rows if pk in people]
        return Here(
            tuple(face for face, hosts in known if hosts),
            tuple(face for face, _hosts in known),
            many - len(known),
            any(pk == visit.member.pk for pk, _hosts in rows),
        )

    return Found(people=frozenset(pk for pk, _hosts in rows), block=block)


@dataclass(frozen=True, slots=True)
class WallFace:
    """Somebody on a wall: the first name and the face, and nothing else."""

    name: str
    photo: str
    portrait: str


def on_wall(screen: Screen) -> tuple[WallFace, ...]:
    """Who is here today, of those who let walls show it. One query."""
    rows = HereToday.objects.filter(on=screen.day, member__space=screen.space, member__left_on=None, member__in=screen.faces)
    if screen.location_id is not None:
        rows = rows.filter(Q(member__location=screen.location_id) | Q(member__location=None))
    return tuple(
        WallFace(first_name(name), screen.photo(pk) if portrait.startswith(PHOTO) else "", portrait)
        for pk, name, portrait in rows.order_by("member__sort_name", "member_id").values_list(
            "member_id", "member__name", "member__portrait"
        )[:ON_WALL]
    )
