"""Who hangs screens up, and what may stand on them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inform.wall.models import Wall, WallChoice
from drittort.members.models import Member
from drittort.spaces.roles import allows, permission

HANG = permission("inform.hang_walls", _("Hang up wall screens, and take their addresses back"))
MOST = 20
EVERY = 30
"""Seconds between two looks of a screen."""
STALE_AFTER = timedelta(minutes=30)
"""So long a screen without a connection still shows people; then only what concerns the house."""
NOTED_EVERY = timedelta(minutes=5)
"""A wall notes that it is alive no oftener than this."""


def visible_to(member: Member) -> QuerySet[Wall]:
    """The walls of a house, for those who hang them up."""
    return Wall.objects.filter(space=member.space_id) if allows(member, HANG) else Wall.objects.none()


def may_hang(member: Member) -> Verdict:
    """Whether somebody hangs up screens."""
    return YES if allows(member, HANG) else no(_("The people who look after the house hang up screens."))


def choices(space_id: int) -> QuerySet[WallChoice]:
    """What the people of a house allowed, of those who are here."""
    return WallChoice.objects.filter(member__space=space_id, member__left_on=None)


def faces(space_id: int) -> QuerySet[WallChoice, tuple[int]]:
    """Ids of those whose face may be shown."""
    return choices(space_id).filter(face_at__isnull=False).values_list("member_id")


def words(space_id: int) -> QuerySet[WallChoice, tuple[int]]:
    """Ids of those whose needs and offers may be shown."""
    return choices(space_id).filter(words_at__isnull=False).values_list("member_id")
