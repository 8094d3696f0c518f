"""Who gives a role to whom, and who ends it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import FOUNDER, MEMBER, all_of, granted, permission, power
from drittort.spaces.roles.models import Role
from drittort.spaces.settings import setting

GRANT = permission("members.grant_roles", gettext_lazy("Give roles to people and end them"), on_duty=True)


def may_grant(member: Member, role: Role | None = None) -> Verdict:
    """Whether a member may give roles, and this one: nobody gives away what they don't hold."""
    verdict = power(member, GRANT, _("Roles are given by those who care for the house."))
    if not verdict or role is None:
        return verdict
    if role.key == MEMBER:
        return no(_("Everybody here is a member already."))
    if (role.key == FOUNDER and FOUNDER not in member.roles) or granted(member.space, role.key) - all_of(member):
        return no(_("You can give only roles whose permissions you have yourself."))
    return YES


def may_end(member: Member, grant: RoleGrant) -> Verdict:
    """Whether a member may end a grant: their own always, others' as they may give them. The last founder stays."""
    verdict = YES if grant.member_id == member.pk else may_grant(member, grant.role)
    if verdict and grant.role.key == FOUNDER and is_last_founder(grant.member_id, grant.role_id):
        return no(_("A house needs somebody who can do everything. Make somebody else a founder first."))
    return verdict


def is_last_founder(member_id: int, role_id: int) -> bool:
    """Whether nobody else who is here has the role of a founder without an end."""
    others = RoleGrant.objects.filter(role_id=role_id, ended_at=None, until=None, member__left_on=None).exclude(member_id=member_id)
    return not others.exists()


def may_trust(member: Member, other: Member, role: Role) -> Verdict:
    """Whether a member may say that they trust another with a role."""
    if not setting(member.space, "trust") or not role.by_trust:
        return no(_("In this house the team gives this role."))
    if member.pk == other.pk:
        return no(_("Trust comes from others."))
    return YES
