"""Saying that one is here today, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.members.here_today.models import HereToday
from drittort.members.models import Member


def say_here(*, actor: Member, at: datetime) -> HereToday:
    """I am in the house today; holds until midnight there. Said twice it is said once.

    No row of the ledger: it is kept for two years, and whole days of presence would become a record of somebody's movements.
    """
    with transaction.atomic():
        row, _ = HereToday.objects.update_or_create(member=actor, defaults={"on": actor.space.day(at), "said_at": at})
    return row


def take_back_here(*, actor: Member) -> None:
    """I am not here after all, or don't want to say."""
    with transaction.atomic():
        HereToday.objects.filter(member=actor).delete()


def forget_yesterday(*, at: datetime) -> int:
    """Forget what was said of days that are over in their house; returns how many."""
    old = [row.pk for row in HereToday.objects.select_related("member__space") if row.on < row.member.space.day(at)]
    return HereToday.objects.filter(pk__in=old).delete()[0]
