"""The dates of programs that come next: when one is to be looked at again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from drittort.core.addresses import address
from drittort.core.care import Item
from drittort.members.models import Member
from drittort.plan.programs.rules import visible_to

SOON, SHOWN = timedelta(days=31), 5


def programs(member: Member, at: datetime) -> list[Item]:
    """Programs that run and are to be looked at within a month, or were to be. One question."""
    rows = visible_to(member).standing().filter(review_on__lte=member.space.day(at) + SOON).order_by("review_on", "pk")[:SHOWN]
    return [
        Item(row.name, _("Does it do what it is for?"), address("plan:program", member.space.slug, row.pk), datetime.combine(row.review_on, time(12), member.space.zone))
        for row in rows
        if row.review_on is not None
    ]  # fmt: skip
