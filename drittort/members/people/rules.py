"""Who sees whom in the directory: every member of a house sees every other. A block hides nothing here, so that nobody can tell there is one."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from drittort.members.models import Company, Employment, Member, MemberQuerySet


def visible_to(member: Member) -> MemberQuerySet:
    """The people of a member's house."""
    return Member.objects.filter(space_id=member.space_id).here()


def companies_visible_to(member: Member) -> QuerySet[Company]:
    """The companies in which somebody of the house works now."""
    working = Employment.objects.filter(company=OuterRef("pk"), until_on=None, member__left_on=None)
    return Company.objects.filter(Exists(working), space_id=member.space_id)
