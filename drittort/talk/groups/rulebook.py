"""What rules may know of groups that the whole house reads, and the pointer to one. Of all others they know nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from drittort.core.rulebook import CHOICE, HINTS, Act, Field, Look, Values, action, condition, now
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.rulebook import MEMBER
from drittort.spaces.models import Space
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import Group, GroupMember


def open_ones(space: Any) -> list[tuple[str, str]]:
    """The groups in which everybody reads along."""
    open_groups = Group.objects.filter(space=space, closed_at=None, seen_by=Group.SeenBy.HOUSE).order_by("name", "pk")
    return [(str(pk), name) for pk, name in open_groups.values_list("pk", "name")]


def belonging(look: Look, values: Values) -> Iterable[int]:
    """Who belongs to a group."""
    rows = GroupMember.objects.filter(group__space=look.space, group=int(values["group"] or 0), group__seen_by=Group.SeenBy.HOUSE)
    return rows.values_list("member_id", flat=True)


def point(space: Space, acts: Sequence[Act], values: Values, at: datetime) -> Collection[int]:
    """Tell them of the group, unless they belong to it."""
    group = Group.objects.filter(space=space, pk=int(values["group"] or 0), closed_at=None, seen_by=Group.SeenBy.HOUSE).first()
    people = Member.objects.select_related("space").in_bulk([act.person_id for act in acts])
    inside = set(GroupMember.objects.filter(group=group, member__in=people).values_list("member_id", flat=True)) if group else set()
    in_vain = []
    for act in acts:
        if group is None or act.person_id not in people or act.person_id in inside:
            in_vain.append(act.id)
            continue
        tell(
            member=people[act.person_id],
            category=HINTS,
            thread=f"group:{group.pk}",
            key=f"rule:{act.id}",
            at=at,
            text="group.suggested",
            context={"group": group.pk},
            path=path_of(space.slug, group.pk),
        )
    return in_vain


IN_GROUP = (Field("group", gettext_lazy("Group"), CHOICE, choices=open_ones, table="talk.Group"),)

condition(
    "groups.belongs",
    MEMBER,
    gettext_lazy("Belongs to a group"),
    gettext_lazy("belongs to the group “%(group)s”"),
    gettext_lazy("does not belong to the group “%(group)s”"),
    now(belonging),
    reads=("talk.GroupMember", "talk.Group"),
    fields=IN_GROUP,
    remembers=False,
)

action(
    "groups.point",
    gettext_lazy("Point to a group"),
    gettext_lazy("the house points them to the group “%(group)s”"),
    do=point,
    writes=("members.Notice", "core.Job"),
    fields=IN_GROUP,
    subjects=(MEMBER,),
    reaches=True,
    names=False,
)
