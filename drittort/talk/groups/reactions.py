"""What follows: hosts learn who asks, people learn that they are asked or let in, and whoever leaves the house leaves its groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.core.search import index as search
from drittort.members.membership.actions import LEFT as LEFT_HOUSE
from drittort.members.models import Member
from drittort.members.notices.actions import tell
from drittort.members.safety.rules import kept_from
from drittort.talk.groups import actions, index, queries, rules
from drittort.talk.groups.home import path_of
from drittort.talk.groups.models import Group, GroupCall

CATEGORY = "group"


@reaction(actions.INVITED, name="talk.groups.tell_invited")
def tell_invited(row: LedgerRow, at: datetime) -> None:
    """Somebody is asked into a group. What never arrives is told to nobody."""
    call = GroupCall.objects.select_related("member__space", "group").filter(pk=row.facts.get("call", 0), rests_at=None).first()
    if call is not None and call.by_id is not None:
        tell(
            member=call.member, category=CATEGORY, thread=f"group:{call.group_id}", key=f"group:{call.pk}:invited", at=at, text="group.invited",
            context={"who": call.by_id, "group": call.group_id}, path=path_of(call.member.space.slug, call.group_id),
        )  # fmt: skip


@reaction(actions.ASKED, name="talk.groups.tell_hosts")
def tell_hosts(row: LedgerRow, at: datetime) -> None:
    """Somebody asks to come in. A host beside whom a block stands is not told; the others answer."""
    call = GroupCall.objects.select_related("member", "group").filter(pk=row.facts.get("call", 0), rests_at=None, by=None).first()
    if call is None:
        return
    hosts = rules.hosts_in(call.group_id)
    for host in Member.objects.here().select_related("space").filter(pk__in=hosts - kept_from(call.member_id, hosts)):
        tell(
            member=host, category=CATEGORY, thread=f"group:{call.group_id}", key=f"group:{call.pk}:asked", at=at, text="group.asked",
            context={"who": call.member_id, "group": call.group_id}, path=path_of(host.space.slug, call.group_id),
        )  # fmt: skip


@reaction(actions.FOUNDED, actions.CHANGED, actions.CLOSED, actions.REOPENED, name="talk.groups.write_index")
def write_index(row: LedgerRow, at: datetime) -> None:
    """A group came or changed: the index follows."""
    search.index(space_id=row.space_id, kind=index.GROUP, refs=[row.subject_id or 0], at=at)


@reaction(LEFT_HOUSE, name="talk.groups.hand_over")
def hand_over(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves the house leaves its groups."""
    actions.hand_over(member_id=row.subject_id or 0, at=at)


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: their groups get another host before their row goes."""
    actions.hand_over(member_id=erased.person_id, at=erased.at)
    Group.objects.filter(founded_by=erased.person_id).update(founded_by=None)


def texts(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The names of groups of which notices speak: only those who may know of a group are told of it."""
    found = queries.names(row["group"] for row in rows)
    return [{"group": found.get(row["group"], "…")} for row in rows]
