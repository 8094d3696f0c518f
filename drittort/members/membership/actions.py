"""The two verbs of belonging. Whoever lets somebody go or in again decides why and asks their own rule; what it means is done here, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.members.membership import rules
from drittort.members.membership.models import MembershipPeriod
from drittort.members.models import Employment, Member
from drittort.members.roles.actions import end_all
from drittort.spaces.models import Space

LEFT, RETURNED = "member.left", "member.returned"

Follows = Callable[[Member, datetime], Mapping[str, int]]
ENDED: list[Follows] = []
RESUMED: list[Follows] = []


def on_ended(follows: Follows) -> Follows:
    """Register what else ends with a membership, in the same transaction. Returns ids for the ledger row, if there are any to tell."""
    ENDED.append(follows)
    return follows


def on_resumed(follows: Follows) -> Follows:
    """Register what else follows when somebody belongs again, in the same transaction. Returns ids for the ledger row, if there are any to tell."""
    RESUMED.append(follows)
    return follows


def end_membership(*, actor: Member | None, member_id: int, last_on: date, at: datetime) -> bool:
    """Let a membership end: the last day, its period, every role, the care for companies, and what others registered; where somebody works stays.

    Returns whether it ended: not where it had ended before, and not the last founder's, which ends when there is another. Locks the house and
    the member, in this order; a caller that holds the member already has to hold the house as well.
    """
    with transaction.atomic():
        # All that takes power waits in one line: two founders who go on the same day must not leave the house without a key.
        locked(Space.objects.filter(pk__in=Member.objects.filter(pk=member_id).values("space"))).first()
        member = locked(Member.objects.here().filter(pk=member_id)).first()
        if member is None or not rules.may_go(member):
            return False
        member.left_on, member.paused_until = max(last_on, member.joined_on), None
        member.save(update_fields=["left_on", "paused_until"])
        end_all(member=member, at=at)
        Employment.objects.filter(member=member, is_admin=True).update(is_admin=False)
        _close_period(member)
        _record(LEFT, member, None if actor is None else actor.pk, at, ENDED)
    return True


def resume_membership(*, actor: Member | None, member_id: int, at: datetime, was_away: bool = True) -> bool:
    """Let somebody who left belong again, as the same member with everything in it; roles stay ended. `was_away=False`: as if they had not gone.

    Returns whether it went on: not for somebody who is here. Locks the member.
    """
    with transaction.atomic():
        member = locked(Member.objects.exclude(left_on=None).filter(pk=member_id)).first()
        if member is None:
            return False
        if not MembershipPeriod.objects.filter(member=member).exists():
            _close_period(member)
        if was_away:
            MembershipPeriod.objects.create(member=member, from_on=member.space.day(at))
        else:
            MembershipPeriod.objects.filter(member=member, until_on=member.left_on).update(until_on=None)
        member.left_on = None
        member.save(update_fields=["left_on"])
        _record(RETURNED, member, None if actor is None else actor.pk, at, RESUMED)
    return True


def _close_period(member: Member) -> None:
    """Give the open period its last day; the first one is written only now."""
    if MembershipPeriod.objects.filter(member=member).exists():
        MembershipPeriod.objects.filter(member=member, until_on=None).update(until_on=member.left_on)
    else:
        MembershipPeriod.objects.create(member=member, from_on=member.joined_on, until_on=member.left_on)


def _record(kind: str, member: Member, actor_id: int | None, at: datetime, follow: Iterable[Follows]) -> None:
    facts: dict[str, int] = {}
    for follows in follow:
        facts |= follows(member, at)
    ledger.record(
        space_id=member.space_id, at=at, kind=kind, actor_id=actor_id, subject_id=member.pk, audience=ledger.EVERYONE, facts=facts
    )
