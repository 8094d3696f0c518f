"""Giving somebody new a buddy, and ending it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Q

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import NotFound, require
from drittort.joining.buddies import rules
from drittort.joining.buddies.models import Buddy
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.settings import setting

GIVEN, ENDED = "buddy.given", "buddy.ended"
LATELY = timedelta(days=182)
KEPT = timedelta(days=365)


def give_buddy(*, actor: Member, at: datetime) -> Buddy | None:
    """Give a newcomer a buddy; returns the one they have already if there is one, and None where nobody can be one or the house wants none.

    Turns are taken fairly: who had the fewest newcomers in the last half year comes first; among those who share a language, then a location and
    usual days, then who waited longest. The house is locked, so that two newcomers at once do not both get the same person out of turn.
    """
    with transaction.atomic():
        locked(Space.objects.filter(pk=actor.space_id)).get()
        there = Buddy.objects.filter(member=actor).current(at).filter(buddy__left_on=None).first()
        if there is not None:
            return there
        if not setting(actor.space, "buddy"):
            return None
        Buddy.objects.filter(member=actor, ended_at=None).update(ended_at=at)
        turns = {
            pk: (count, last)
            for pk, count, last in Buddy.objects.filter(space=actor.space_id, since__gt=at - LATELY)
            .values("buddy")
            .annotate(count=Count("pk"), last=Max("since"))
            .values_list("buddy", "count", "last")
        }
        columns = ("pk", "languages", "days", "location_id")
        mine = set(actor.days)
        found = [
            (
                not set(actor.languages) & set(languages),
                turns[pk][0] if pk in turns else 0,
                actor.location_id is not None and place != actor.location_id,
                -len(mine & set(days)),
                turns[pk][1].timestamp() if pk in turns else 0.0,
                pk,
            )
            for pk, languages, days, place in rules.able(actor, at).order_by().values_list(*columns)
        ]
        if not found:
            return None
        row = Buddy.objects.create(space_id=actor.space_id, member=actor, buddy_id=min(found)[-1], since=at)
        ledger.record(
            space_id=actor.space_id, at=at, kind=GIVEN, actor_id=actor.pk, subject_id=row.pk, audience=ledger.only(row.buddy_id),
            facts={"member": actor.pk, "buddy": row.buddy_id},
        )  # fmt: skip
    return row


def give_buddy_to(*, actor: Member, member_id: int, at: datetime) -> Buddy | None:
    """Somebody who cares gives a member a buddy, as `give_buddy` chooses. Raises NotAllowed, NotFound."""
    require(rules.may_give(actor))
    member = Member.objects.here().filter(space=actor.space_id, pk=member_id).select_related("space").first()
    if member is None:
        raise NotFound
    return give_buddy(actor=member, at=at)


def end_buddy(*, actor: Member, buddy_id: int, at: datetime) -> Buddy:
    """Either of the two ends it, without a reason and without a message. Twice is once. Raises NotFound."""
    with transaction.atomic():
        row = locked(rules.visible_to(actor).filter(pk=buddy_id)).first()
        if row is None:
            raise NotFound
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            ledger.record(
                space_id=actor.space_id, at=at, kind=ENDED, actor_id=actor.pk, subject_id=row.pk, audience=ledger.NOBODY,
                facts={"member": row.member_id, "buddy": row.buddy_id},
            )  # fmt: skip
    return row


def forget_old(*, at: datetime) -> int:
    """Let go of what ended or ran out more than a year ago; return how many."""
    return Buddy.objects.filter(Q(ended_at__lt=at - KEPT) | Q(since__lt=at - KEPT)).delete()[0]
