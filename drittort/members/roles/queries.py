"""What pages show of roles, and who may do something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound
from drittort.members.models import Member, MemberQuerySet
from drittort.members.people.queries import Face, faces
from drittort.members.roles import rules
from drittort.members.roles.models import RoleGrant, TrustVote
from drittort.spaces.models import Space
from drittort.spaces.roles import FOUNDER, MEMBER, PERMISSIONS, granted, has
from drittort.spaces.roles.actions import names_of
from drittort.spaces.roles.models import Role
from drittort.spaces.roles.rules import may_change
from drittort.spaces.settings import setting

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Holding:
    """One grant in a list."""

    id: int
    role: str
    face: Face | None
    since: str
    until: str
    how: str
    reason: str
    ended: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role with what it may and who has it."""

    id: int
    name: str
    by_trust: bool
    may: tuple[str, ...]
    holders: tuple[Holding, ...]
    more: int
    note: str


@dataclass(frozen=True, slots=True)
class Trust:
    """A role that I may trust somebody with."""

    id: int
    name: str
    given: bool


def people_with(space: Space, permission: str) -> MemberQuerySet:
    """The people of a house whose roles have a permission: who is told, who is asked. (All members, where the role of a member has it.)"""
    people = Member.objects.here().filter(space=space)
    keys = [key for key in Role.objects.filter(space=space).values_list("key", flat=True) if has(space, key, permission)]
    if MEMBER in keys:
        return people
    return people.filter(pk__in=RoleGrant.objects.filter(role__space=space, role__key__in=keys, ended_at=None).values("member_id"))


def day(space: Space, at: datetime | None) -> str:
    """The day of a moment in the house, in words."""
    return date_format(space.day(at), "DATE_FORMAT") if at else ""


def holding(reader: Member, grant: RoleGrant, people: dict[int, Face], *, reasons: bool) -> Holding:
    """One grant in words. The reason is for those who give roles, and for whom it is about."""
    giver = people.get(grant.granted_by_id or 0)
    how = _("by the trust of members") if grant.by_trust else _("by %(name)s") % {"name": giver.name} if giver else ""
    ended = day(reader.space, grant.ended_at)
    return Holding(
        grant.pk, grant.role.name, people.get(grant.member_id), day(reader.space, grant.at),
        date_format(grant.until, "DATE_FORMAT") if grant.until else "", how, grant.reason if reasons else "", ended,
        not ended and (grant.member_id == reader.pk or bool(rules.may_grant(reader, grant.role))),
    )  # fmt: skip


def roles_of_house(reader: Member) -> list[RoleCard]:
    """All roles in order. Four queries, whatever there is."""
    space = reader.space
    grants: dict[int, list[RoleGrant]] = {}
    for grant in (
        RoleGrant.objects.filter(role__space=space, ended_at=None, member__left_on=None).select_related("role").order_by("at", "id")
    ):
        grants.setdefault(grant.role_id, []).append(grant)
    shown = {pk: rows[:SHOWN] for pk, rows in grants.items()}
    people = faces(space.pk, {m for rows in shown.values() for g in rows for m in (g.member_id, g.granted_by_id) if m})
    cards = []
    for role in Role.objects.filter(space=space):
        allowed = granted(space, role.key)
        words = tuple(str(one.label) for name, one in sorted(PERMISSIONS.items()) if name in allowed)
        note = {FOUNDER: _("May do everything in the house."), MEMBER: _("Everybody who belongs to the house.")}.get(role.key, "")
        rows = shown.get(role.pk, [])
        cards.append(
            RoleCard(
                role.pk, role.name, role.by_trust and setting(space, "trust") > 0, words if role.key != FOUNDER else (),
                tuple(holding(reader, grant, people, reasons=False) for grant in rows), len(grants.get(role.pk, [])) - len(rows), note,
            )
        )  # fmt: skip
    return cards


def names(space: Space, keys: list[str]) -> list[str]:
    """The names of some roles of a house, in order. No query."""
    known = names_of(space)
    return [known[key] for key in keys if key in known]


def person(reader: Member, person_id: int) -> Member:
    """Somebody of the reader's house. Raises NotFound."""
    found = Member.objects.here().filter(space_id=reader.space_id, pk=person_id).first()
    if found is None:
        raise NotFound
    return found


def roles_of_person(reader: Member, other: Member) -> list[Holding]:
    """What somebody holds and held, newest first."""
    grants = list(RoleGrant.objects.filter(member=other).select_related("role").order_by("-at", "-id")[:50])
    people = faces(reader.space_id, {g.granted_by_id for g in grants if g.granted_by_id})
    return [holding(reader, grant, people, reasons=True) for grant in grants]


def grantable(reader: Member) -> list[tuple[int, str]]:
    """The roles that a reader may give."""
    return [(role.pk, role.name) for role in Role.objects.filter(space=reader.space) if rules.may_grant(reader, role)]


def trusts(reader: Member, other: Member) -> list[Trust]:
    """With which roles the reader may trust somebody, and does. Only the reader's own voice is read."""
    if not setting(reader.space, "trust") or reader.pk == other.pk:
        return []
    given = set(TrustVote.objects.filter(voter=reader, member=other).values_list("role_id", flat=True))
    return [Trust(role.pk, role.name, role.pk in given) for role in Role.objects.filter(space=reader.space, by_trust=True)]


def role(reader: Member, role_id: int) -> Role:
    """A role of the reader's house. Raises NotFound."""
    found = Role.objects.filter(space=reader.space, pk=role_id).first()
    if found is None:
        raise NotFound
    found.space = reader.space
    return found


def is_held(role_id: int) -> bool:
    """Whether anybody has a role now."""
    return RoleGrant.objects.filter(role_id=role_id, ended_at=None).exists()


def may_change_roles(reader: Member) -> bool:
    """Whether the page offers to change roles."""
    return bool(may_change(reader))
