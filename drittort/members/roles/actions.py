"""Giving and ending roles. The row of the member keeps what stands (`Member.roles`), so that no page asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, require
from drittort.members.models import Member
from drittort.members.roles import rules
from drittort.members.roles.models import RoleGrant, TrustVote
from drittort.spaces.models import Space
from drittort.spaces.roles import FOUNDER, MEMBER
from drittort.spaces.roles.actions import make_default_roles
from drittort.spaces.roles.models import Role
from drittort.spaces.settings import setting

GRANTED, ENDED = "role.granted", "role.ended"


def keep(member: Member) -> None:
    """Write the standing roles of a member to their row; inside the transaction of what changed them."""
    member.roles = list(
        RoleGrant.objects.filter(member=member, ended_at=None).order_by("role__position", "role_id").values_list("role__key", flat=True)
    )
    Member.objects.filter(pk=member.pk).update(roles=member.roles)


def found(*, space: Space, holders: Iterable[tuple[Member, str]], at: datetime) -> None:
    """Roles without an actor, in bulk: of the founder of a new house, of an import, of a demo. Those that stand stay."""
    with transaction.atomic():
        make_default_roles(space=space)
        roles = {role.key: role for role in Role.objects.filter(space=space)}
        wanted = [(member, roles[key]) for member, key in holders if key != MEMBER]
        RoleGrant.objects.bulk_create((RoleGrant(member=member, role=role, at=at) for member, role in wanted), ignore_conflicts=True)
        for member in {member.pk: member for member, _role in wanted}.values():
            keep(member)


def _house(actor: Member) -> None:
    """All that gives or takes power in a house waits in one line, so that two founders can't end each other at once."""
    locked(Space.objects.filter(pk=actor.space_id)).get()


def grant_role(*, actor: Member, member_id: int, role_id: int, until: date | None, reason: str, at: datetime) -> RoleGrant:
    """Give somebody a role, perhaps until a day. Who has it already gets the new last day and reason."""
    with transaction.atomic():
        _house(actor)
        member = Member.objects.here().filter(space_id=actor.space_id, pk=member_id).first()
        role = Role.objects.filter(space_id=actor.space_id, pk=role_id).first()
        if member is None or role is None:
            raise NotFound
        require(rules.may_grant(actor, role))
        if until is not None and until < actor.space.day(at):
            raise Invalid(_("The last day lies in the past."))
        if role.key == FOUNDER and until is not None and rules.is_last_founder(member.pk, role.pk):
            raise Invalid(_("A house needs somebody who can do everything. Make somebody else a founder first."))
        grant, new = RoleGrant.objects.get_or_create(
            member=member, role=role, ended_at=None, defaults={"at": at, "granted_by": actor, "until": until, "reason": reason}
        )
        if not new and (grant.until, grant.reason) == (until, reason):
            return grant
        if not new:
            grant.until, grant.reason = until, reason
            grant.save(update_fields=["until", "reason"])
        keep(member)
        record(GRANTED, grant, actor.pk, at)
    return grant


def end_grant(*, actor: Member, grant_id: int, at: datetime) -> RoleGrant:
    """End a role. Twice changes nothing. Votes of trust for it go, so that trust begins anew."""
    with transaction.atomic():
        _house(actor)
        grant = RoleGrant.objects.filter(pk=grant_id, member__space_id=actor.space_id).select_related("role", "member__space").first()
        if grant is None:
            raise NotFound
        require(rules.may_end(actor, grant))
        if grant.ended_at is None:
            _end(grant, actor.pk, at)
    return grant


def end_all(*, member: Member, at: datetime) -> None:
    """End every role of somebody who leaves; inside the transaction of leaving, which has the house's lock and looked after the last founder."""
    for grant in RoleGrant.objects.filter(member=member, ended_at=None).select_related("role", "member__space"):
        _end(grant, None, at)
    member.roles = []


def _end(grant: RoleGrant, actor_id: int | None, at: datetime) -> None:
    grant.ended_at, grant.ended_by_id = at, actor_id
    grant.save(update_fields=["ended_at", "ended_by"])
    TrustVote.objects.filter(member_id=grant.member_id, role_id=grant.role_id).delete()
    keep(grant.member)
    record(ENDED, grant, actor_id, at)


def record(kind: str, grant: RoleGrant, actor_id: int | None, at: datetime) -> None:
    """The ledger row of a grant; who has which role is seen by all."""
    ledger.record(
        space_id=grant.member.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=grant.member_id, audience=ledger.EVERYONE,
        facts={"role": grant.role_id, "by_trust": int(grant.by_trust)},
    )  # fmt: skip


def run_out(*, at: datetime) -> int:
    """End the grants whose last day is over, in the calendar of their house; return how many."""
    done = 0
    for pk in list(RoleGrant.objects.filter(ended_at=None, until__lte=at.date()).values_list("pk", flat=True)):
        with transaction.atomic():
            grant = locked(RoleGrant.objects.filter(pk=pk, ended_at=None)).first()
            if grant is not None and grant.until is not None and grant.until < grant.member.space.day(at):
                _end(grant, None, at)
                done += 1
    return done


def trust(*, actor: Member, member_id: int, role_id: int, at: datetime) -> None:
    """Say that you trust somebody with a role. With enough voices of people who are here the role is given, once; nobody learns whose."""
    with transaction.atomic():
        _house(actor)
        member, role = _trusted(actor, member_id, role_id)
        require(rules.may_trust(actor, member, role))
        _vote, new = TrustVote.objects.get_or_create(voter=actor, member=member, role=role, defaults={"at": at})
        voices = TrustVote.objects.filter(member=member, role=role, voter__left_on=None).count()
        if not new or voices < setting(actor.space, "trust") or RoleGrant.objects.filter(member=member, role=role, ended_at=None).exists():
            return
        grant = RoleGrant.objects.create(member=member, role=role, by_trust=True, at=at)
        keep(member)
        record(GRANTED, grant, None, at)


def take_trust_back(*, actor: Member, member_id: int, role_id: int) -> None:
    """Take it back. A role that was given stays, or its end would tell who spoke."""
    with transaction.atomic():
        member, role = _trusted(actor, member_id, role_id)
        TrustVote.objects.filter(voter=actor, member=member, role=role).delete()


def _trusted(actor: Member, member_id: int, role_id: int) -> tuple[Member, Role]:
    member = Member.objects.here().filter(space_id=actor.space_id, pk=member_id).select_related("space").first()
    role = Role.objects.filter(space_id=actor.space_id, pk=role_id).first()
    if member is None or role is None:
        raise NotFound
    return member, role
