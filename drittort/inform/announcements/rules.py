"""Who announces, to whom it goes, and who sees who has read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.inform.announcements.models import Acknowledgement, Announcement, AnnouncementQuerySet
from drittort.members.models import Member, MemberQuerySet
from drittort.members.roles.models import RoleGrant
from drittort.spaces.roles import allows, permission

ANNOUNCE = permission("inform.announce", _("Announce something to everybody, and see who has read it where that was asked"))
LONGEST = 2_000
LONGEST_FOR = READ_KEPT = timedelta(days=366)
REMIND_AFTER, REMIND_BEFORE = timedelta(days=2), timedelta(hours=24)
"""Whoever has not read it is reminded once: after two days, or a day before it happens where that is sooner."""


def goes_to(member_id: int) -> Q:
    """The condition that an announcement is meant for a member: the whole house, their location, one of their roles."""
    here = Q(location=None) | Q(location__in=Member.objects.filter(pk=member_id).values("location"))
    holds = Q(role=None) | Q(Exists(RoleGrant.objects.filter(role=OuterRef("role"), member=member_id, ended_at=None)))
    return here & holds


def meant_for(member_id: int, space_id: int) -> AnnouncementQuerySet:
    """The announcements of a house that are meant for a member."""
    return Announcement.objects.filter(goes_to(member_id), space=space_id)


def visible_to(member: Member) -> AnnouncementQuerySet:
    """What a member may read: what is meant for them; and everything, for those who announce."""
    return Announcement.objects.filter(space=member.space_id) if allows(member, ANNOUNCE) else meant_for(member.pk, member.space_id)


def people_in(announcement: Announcement) -> MemberQuerySet:
    """To whom it goes."""
    rows = Member.objects.here().filter(space=announcement.space_id)
    if announcement.location_id is not None:
        rows = rows.filter(location=announcement.location_id)
    if announcement.role_id is not None:
        rows = rows.filter(pk__in=RoleGrant.objects.filter(role=announcement.role_id, ended_at=None).values("member_id"))
    return rows


def silent(announcement: Announcement) -> MemberQuerySet:
    """To whom it goes and who has not said yet that they read it; whoever wrote it has."""
    said = Acknowledgement.objects.filter(announcement=announcement)
    return people_in(announcement).exclude(pk__in=said.values("member_id")).exclude(pk=announcement.member_id or 0)


def may_announce(member: Member) -> Verdict:
    """Whether a member announces something to everybody."""
    return YES if allows(member, ANNOUNCE) else no(_("The people who look after the house announce things. Tell them, or write a post."))


def may_change(announcement: Announcement, at: datetime) -> Verdict:
    """Whether its words may still be changed: as long as it stands."""
    return YES if announcement.stands(at) else no(_("It is over. Announce it anew."))


def may_acknowledge(announcement: Announcement, at: datetime) -> Verdict:
    """Whether one may still say that one has read it."""
    if not announcement.acknowledge:
        return no(_("This one asks for no answer."))
    return YES if announcement.stands(at) else no(_("This is over. Thank you all the same."))


def remind_at(announcement: Announcement) -> datetime:
    """When those who are silent are reminded, once."""
    late = announcement.published_at + REMIND_AFTER
    if announcement.happens_at is None:
        return late
    return max(announcement.published_at, min(late, announcement.happens_at - REMIND_BEFORE))
