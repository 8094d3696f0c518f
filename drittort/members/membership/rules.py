"""Whose membership may end at all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member, MemberQuerySet
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import FOUNDER


def founders(space_id: int) -> MemberQuerySet:
    """Who holds the role of a founder without an end and is here."""
    grants = RoleGrant.objects.filter(role__space_id=space_id, role__key=FOUNDER, ended_at=None, until=None)
    return Member.objects.here().filter(pk__in=grants.values("member_id"))


def may_go(member: Member) -> Verdict:
    """Whether a membership may end now: the last founder's may not, or nobody would hold the key of the house."""
    if FOUNDER in member.roles and not founders(member.space_id).exclude(pk=member.pk).exists():
        return no(_("A house needs somebody who can do everything. Make somebody else a founder first."))
    return YES
