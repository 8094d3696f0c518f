"""Founding a group, coming in and going, asking and inviting, naming hosts, closing it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.members.models import Member
from drittort.members.safety.rules import POSTS, kept_from, may_use
from drittort.talk.groups import rules
from drittort.talk.groups.models import CALLS_FOR, Group, GroupCall, GroupMember

FOUNDED, CHANGED, CLOSED, REOPENED = "group.founded", "group.changed", "group.closed", "group.reopened"
JOINED, LEFT, HOSTED, INVITED, ASKED = "group.joined", "group.left", "group.hosted", "group.invited", "group.asked"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a group is and how one comes in."""

    name: str
    line: str
    welcome: str
    language: str
    seen_by: str
    joining: str


def fitting(shape: Shape) -> Shape:
    """The same with words as they are kept. Raises Invalid where the two decisions don't go together."""
    name, line = " ".join(shape.name.split()), " ".join(shape.line.split())
    if not name or not line:
        raise Invalid(_("Write a few words first."))
    if shape.seen_by == Group.SeenBy.HIDDEN and shape.joining != Group.Joining.INVITATION:
        raise Invalid(_("Nobody finds a hidden group by themself: let people come in by invitation."))
    return Shape(name, line, shape.welcome.strip(), shape.language, shape.seen_by, shape.joining)


def found_group(*, actor: Member, shape: Shape, at: datetime) -> Group:
    """Begin a group; whoever founds it is its first host. Raises NotAllowed, Invalid."""
    require(may_use(actor, POSTS, at))
    shape = fitting(shape)
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        require(rules.may_found(actor, at))
        group = Group.objects.create(
            space_id=actor.space_id, founded_at=at, founded_by=actor, name=shape.name, line=shape.line, welcome=shape.welcome,
            language=shape.language, seen_by=shape.seen_by, joining=shape.joining,
        )  # fmt: skip
        GroupMember.objects.create(group=group, member=actor, joined_at=at, is_host=True)
        record(FOUNDED, actor, group, at)
    return group


def visible(actor: Member, group_id: int, at: datetime) -> Group:
    """A group that the actor may know of, locked. Raises NotFound."""
    group = locked(rules.visible_to(actor, at).filter(pk=group_id)).first()
    if group is None:
        raise NotFound
    return group


def kept(actor: Member, group_id: int, at: datetime) -> Group:
    """A group for which the actor cares, locked. Raises NotFound, NotAllowed."""
    group = visible(actor, group_id, at)
    require(rules.may_keep(actor, group))
    return group


def change_group(*, actor: Member, group_id: int, shape: Shape, at: datetime) -> Group:
    """Say anew what a group is. What was written in it follows: who may read it is asked at each reading."""
    shape = fitting(shape)
    with transaction.atomic():
        group = kept(actor, group_id, at)
        for name in ("name", "line", "welcome", "language", "seen_by", "joining"):
            setattr(group, name, getattr(shape, name))
        group.save(update_fields=["name", "line", "welcome", "language", "seen_by", "joining"])
        record(CHANGED, actor, group, at)
    return group


def join_group(*, actor: Member, group_id: int, at: datetime) -> Group:
    """Come in. Twice is once. Raises NotFound, NotAllowed with the way that leads in."""
    with transaction.atomic():
        group = visible(actor, group_id, at)
        if not rules.is_in(actor, group):
            require(rules.may_join(actor, group, at))
            bring_in(group, actor, at)
    return group


def bring_in(group: Group, member: Member, at: datetime) -> None:
    """Somebody belongs to a group from now on; what was asked is answered. Where nobody hosts any more, they do."""
    alone = not GroupMember.objects.filter(group=group, is_host=True).exists()
    GroupMember.objects.create(group=group, member=member, joined_at=at, is_host=alone)
    GroupCall.objects.filter(group=group, member=member).delete()
    record(JOINED, member, group, at)


def leave_group(*, actor: Member, group_id: int, at: datetime) -> Group:
    """Go. Raises NotAllowed for the only host of others. A group that nobody belongs to any more is closed."""
    with transaction.atomic():
        group = visible(actor, group_id, at)
        require(rules.may_leave(actor, group))
        GroupMember.objects.filter(group=group, member=actor).delete()
        record(LEFT, actor, group, at)
        close_if_empty(group, at)
    return group


def close_if_empty(group: Group, at: datetime) -> None:
    """What nobody belongs to any more is closed."""
    if group.closed_at is None and not GroupMember.objects.filter(group=group).exists():
        group.closed_at = at
        group.save(update_fields=["closed_at"])


def take_out(*, actor: Member, group_id: int, member_id: int, at: datetime) -> Group:
    """A host takes somebody out of a group; hosts take themselves out only. Twice is once."""
    with transaction.atomic():
        group = kept(actor, group_id, at)
        if GroupMember.objects.filter(group=group, member=member_id, is_host=True).exists():
            raise Invalid(_("Hosts go by themselves."))
        gone, _each = GroupMember.objects.filter(group=group, member=member_id).delete()
        if gone:
            record(LEFT, actor, group, at, member=member_id)
    return group


def name_host(*, actor: Member, group_id: int, member_id: int, hosts: bool, at: datetime) -> Group:
    """Let somebody of the group care for it, too, or no more. One host stays. Raises NotFound, Invalid."""
    with transaction.atomic():
        group = kept(actor, group_id, at)
        theirs = GroupMember.objects.filter(group=group, member=member_id, member__left_on=None).first()
        if theirs is None:
            raise NotFound
        if theirs.is_host != hosts:
            if not hosts and GroupMember.objects.filter(group=group, is_host=True).count() == 1:
                raise Invalid(_("A group needs one host at least."))
            theirs.is_host = hosts
            theirs.save(update_fields=["is_host"])
            record(HOSTED, actor, group, at, member=member_id, hosts=int(hosts))
    return group


def invite_to_group(*, actor: Member, group_id: int, people: Collection[Member], text: str, at: datetime) -> Group:
    """Ask people in; who is there or was asked lately is not asked again, and whoever asked to come in comes in.

    Beside a block it looks sent and never arrives. Raises NotAllowed for whoever is no host, and for too many in one day.
    """
    with transaction.atomic():
        # The host first, then the group: the brake holds for one who invites to two at once.
        locked(Member.objects.filter(pk=actor.pk)).get()
        group = kept(actor, group_id, at)
        require(may_use(actor, POSTS, at))
        if any(person.space_id != actor.space_id for person in people):
            raise NotFound
        if len(people) > rules.MOST_CALLED:
            raise Invalid(_("At most thirty people at once."))
        apart = kept_from(actor.pk, [person.pk for person in people])
        there = rules.people_in(group.pk)
        calls = {call.member_id: call for call in GroupCall.objects.filter(group=group)}
        sent = rules.sent_today(actor, at)
        for person in people:
            call = calls.get(person.pk)
            if person.pk in there or person.left_on is not None:
                continue
            if call is not None and call.by_id is None and call.at > at - CALLS_FOR and person.pk not in apart:
                bring_in(group, person, at)
                continue
            if call is not None and call.by_id is not None and call.at > at - CALLS_FOR:
                continue
            require(rules.in_time(sent))
            sent += 1
            GroupCall.objects.filter(group=group, member=person).delete()
            call = GroupCall.objects.create(
                group=group, member=person, by=actor, at=at, text=" ".join(text.split()), rests_at=at if person.pk in apart else None
            )
            record(INVITED, actor, group, at, call=call.pk)
    return group


def ask_to_join(*, actor: Member, group_id: int, text: str, at: datetime) -> GroupCall:
    """Ask the hosts. Asked again within thirty days it is the same question with other words, and nobody is told twice."""
    with transaction.atomic():
        group = visible(actor, group_id, at)
        require(rules.may_ask(actor, group))
        require(may_use(actor, POSTS, at))
        text = " ".join(text.split())
        call = GroupCall.objects.filter(group=group, member=actor, by=None, at__gt=at - CALLS_FOR).first()
        if call is not None:
            call.text = text
            call.save(update_fields=["text"])
            return call
        GroupCall.objects.filter(group=group, member=actor).delete()
        call = GroupCall.objects.create(group=group, member=actor, at=at, text=text)
        record(ASKED, actor, group, at, call=call.pk)
    return call


def let_in(*, actor: Member, group_id: int, member_id: int, at: datetime) -> Group:
    """A host lets in who asked. Raises OutOfDate where nobody asks any more."""
    with transaction.atomic():
        group = kept(actor, group_id, at)
        call = asking(group, member_id, at)
        bring_in(group, call.member, at)
    return group


def let_rest(*, actor: Member, group_id: int, member_id: int, at: datetime) -> Group:
    """A host lets a question rest. It leaves the hosts' page and runs out like any other; whoever asked sees no difference."""
    with transaction.atomic():
        group = kept(actor, group_id, at)
        call = asking(group, member_id, at)
        call.rests_at = at
        call.save(update_fields=["rests_at"])
    return group


def asking(group: Group, member_id: int, at: datetime) -> GroupCall:
    """The question of somebody to come in. Raises OutOfDate where it is answered or has run out."""
    call = rules.asking_into(group, at).filter(member=member_id).select_related("member").first()
    if call is None:
        raise OutOfDate(_("Somebody was faster, or the question has run out."))
    return call


def decline_invitation(*, actor: Member, group_id: int, at: datetime) -> None:
    """Rather not. Nobody learns of it: for whoever invited, the invitation runs out."""
    with transaction.atomic():
        group = visible(actor, group_id, at)
        rules.calls_for(actor, at).filter(group=group).update(rests_at=at)


def close_group(*, actor: Member, group_id: int, closed: bool, at: datetime) -> Group:
    """Close a group, so that it is read and not written any more, or open it again. Twice is once."""
    with transaction.atomic():
        group = kept(actor, group_id, at)
        if (group.closed_at is not None) != closed:
            group.closed_at = at if closed else None
            group.save(update_fields=["closed_at"])
            record(CLOSED if closed else REOPENED, actor, group, at)
    return group


def hand_over(*, member_id: int, at: datetime) -> None:
    """Somebody leaves the house: they leave their groups, and where nobody hosts any more whoever is there longest does. May run again."""
    for pk in GroupMember.objects.filter(member=member_id).values_list("group_id", flat=True):
        with transaction.atomic():
            group = locked(Group.objects.filter(pk=pk)).get()
            GroupMember.objects.filter(group=group, member=member_id).delete()
            people = GroupMember.objects.filter(group=group, member__left_on=None)
            heir = people.order_by("joined_at", "pk").first()
            if heir is not None and not people.filter(is_host=True).exists():
                heir.is_host = True
                heir.save(update_fields=["is_host"])
            close_if_empty(group, at)
    GroupCall.objects.filter(member=member_id).delete()


def forget_calls(*, at: datetime) -> int:
    """Remove invitations and questions that ran out; return how many."""
    return GroupCall.objects.filter(at__lte=at - CALLS_FOR).delete()[0]


def record(kind: str, actor: Member, group: Group, at: datetime, **facts: int) -> None:
    """One row in the ledger; nobody else reads it, since a group may be hidden one day."""
    ledger.record(space_id=group.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=group.pk, audience=ledger.NOBODY, facts=facts)
