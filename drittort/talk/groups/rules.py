"""Who sees a group, who reads in it, who comes in, who cares for it. A hidden group is not there for others, whatever their role."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from drittort.core.errors import YES, Verdict, no
from drittort.members.models import Member
from drittort.spaces.roles import allows, permission
from drittort.talk.groups.models import CALLS_FOR, Group, GroupCall, GroupMember

KEEP = permission("talk.keep_groups", _("Care for groups that have a host no more, or need help"))
MOST_FOUNDED = 10
MOST_CALLED = 30
MOST_A_DAY, A_DAY = 60, timedelta(days=1)


def belongs(member: Member, group: str = "pk") -> Exists:
    """The condition that a member belongs to the group in a column."""
    return Exists(GroupMember.objects.filter(group=OuterRef(group), member=member))


def known_to(member: Member) -> QuerySet[Group]:
    """The groups of the house that a member knows: all but hidden ones, and their own."""
    return Group.objects.filter(~Q(seen_by=Group.SeenBy.HIDDEN) | belongs(member), space=member.space_id)


def visible_to(member: Member, at: datetime) -> QuerySet[Group]:
    """The groups that a member may know of at a moment: those they know, and those to which they are invited."""
    invited = calls_for(member, at).filter(group=OuterRef("pk"))
    return Group.objects.filter(~Q(seen_by=Group.SeenBy.HIDDEN) | belongs(member) | Exists(invited), space=member.space_id)


def named_to(member: Member) -> QuerySet[Group]:
    """The groups whose names stand in a member's copy of their data: those they know, and those of invitations that are there."""
    invited = GroupCall.objects.filter(group=OuterRef("pk"), member=member, rests_at=None).exclude(by=None)
    return Group.objects.filter(~Q(seen_by=Group.SeenBy.HIDDEN) | belongs(member) | Exists(invited), space=member.space_id)


def readable_to(member: Member) -> QuerySet[Group]:
    """The groups in which a member may read: those that are open to the house, and their own."""
    return Group.objects.filter(Q(seen_by=Group.SeenBy.HOUSE) | belongs(member), space=member.space_id)


def may_read(member: Member, group: Group) -> Verdict:
    """Whether a member reads what is written in a group that they see."""
    if group.seen_by == Group.SeenBy.HOUSE or is_in(member, group):
        return YES
    return no(_("What is written here stays among the people of the group."))


def is_in(member: Member, group: Group) -> bool:
    """Whether somebody belongs to a group."""
    return GroupMember.objects.filter(group=group, member=member).exists()


def may_write(member: Member, group: Group) -> Verdict:
    """Whether a member may write in a group: who belongs to it, as long as it is not closed."""
    if group.closed_at is not None:
        return no(_("This group is closed. What was written can still be read."))
    return YES if is_in(member, group) else no(_("Join the group first, then write along."))


def may_keep(member: Member, group: Group) -> Verdict:
    """Whether a member cares for a group: its hosts, and in groups that they may read those who care for the house."""
    if GroupMember.objects.filter(group=group, member=member, is_host=True).exists():
        return YES
    return may_keep_unhosted(member, reads=allows(member, KEEP) and bool(may_read(member, group)))


def may_keep_unhosted(member: Member, *, reads: bool) -> Verdict:
    """The same for whoever is known not to host it."""
    return YES if reads and allows(member, KEEP) else no(_("The hosts of the group do that."))


def may_join(member: Member, group: Group, at: datetime) -> Verdict:
    """Whether a member may come in at once: where whoever likes may, or where they are invited."""
    return may_come(group, invited=calls_for(member, at).filter(group=group).exists())


def may_come(group: Group, *, invited: bool) -> Verdict:
    """The same for whoever knows whether they are invited."""
    if group.closed_at is not None:
        return no(_("This group is closed. What was written can still be read."))
    if group.joining == Group.Joining.FREE or invited:
        return YES
    if group.joining == Group.Joining.REQUEST:
        return no(_("Its hosts let people in. Ask them."))
    return no(_("One comes in here by invitation."))


def may_ask(member: Member, group: Group) -> Verdict:
    """Whether a member may ask to come in."""
    return no(_("There is nothing to ask for here.")) if is_in(member, group) else may_ask_from_outside(group)


def may_ask_from_outside(group: Group) -> Verdict:
    """The same for whoever is known not to belong to it."""
    if group.closed_at is not None or group.joining != Group.Joining.REQUEST:
        return no(_("There is nothing to ask for here."))
    return YES


def may_leave(member: Member, group: Group) -> Verdict:
    """Whether somebody may go: always, but the last host names another first while others are there."""
    people = GroupMember.objects.filter(group=group)
    mine = people.filter(member=member).first()
    if mine is None:
        return no(_("You don't belong to this group."))
    if mine.is_host and people.exclude(pk=mine.pk).exists() and not people.filter(is_host=True).exclude(pk=mine.pk).exists():
        return no(_("You are the only host. Name another one first, then you can go."))
    return YES


def may_found(member: Member, at: datetime) -> Verdict:
    """Whether a member may found another group."""
    if Group.objects.filter(founded_by=member, closed_at=None).count() >= MOST_FOUNDED:
        return no(_("You founded ten groups already. Let them live for a while."))
    return YES


def sent_today(member: Member, at: datetime) -> int:
    """How many invitations of a member's wait for an answer that went out within a day."""
    return GroupCall.objects.filter(by=member, at__gt=at - A_DAY).count()


def in_time(sent: int) -> Verdict:
    """A brake on floods, for whoever sent so many invitations within a day."""
    return YES if sent < MOST_A_DAY else no(_("Those were many invitations for one day. The others can wait until tomorrow."))


def live_calls(at: datetime) -> QuerySet[GroupCall]:
    """Invitations and questions that have not run out."""
    return GroupCall.objects.filter(at__gt=at - CALLS_FOR)


def asking_into(group: Group | OuterRef, at: datetime) -> QuerySet[GroupCall]:
    """The questions to come in that wait for an answer: of people who are still here, and not let rest."""
    return live_calls(at).filter(group=group, by=None, rests_at=None, member__left_on=None)


def calls_for(member: Member, at: datetime) -> QuerySet[GroupCall]:
    """The invitations that wait for a member."""
    return live_calls(at).filter(member=member, rests_at=None, group__closed_at=None).exclude(by=None)


def people_in(group_id: int) -> set[int]:
    """The ids of those who belong to a group and to the house."""
    return set(GroupMember.objects.filter(group=group_id, member__left_on=None).values_list("member_id", flat=True))


def hosts_in(group_id: int) -> set[int]:
    """Who is told what concerns the keeping of a group."""
    return set(GroupMember.objects.filter(group=group_id, is_host=True, member__left_on=None).values_list("member_id", flat=True))
