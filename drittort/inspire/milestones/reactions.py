"""Whose day it is hears who congratulated, in one line."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inspire.milestones import actions, rules
from drittort.inspire.milestones.models import Congratulation
from drittort.members.models import Member
from drittort.members.notices.actions import tell

CATEGORY = "milestone"


@reaction(actions.CONGRATULATED, name="inspire.milestones.hand_over")
def hand_over(row: LedgerRow, at: datetime) -> None:
    """Tell whose day it is, never beside a block."""
    one = (
        Congratulation.objects.select_related("milestone__space")
        .filter(milestone=row.subject_id or 0, member=row.actor_id or 0, withheld=False)
        .first()
    )
    if one is None:
        return
    for member in Member.objects.here().select_related("space").filter(pk__in=rules.people_of(one.milestone)):
        tell(
            member=member, category=CATEGORY, thread="milestones", key=f"milestone:{one.milestone_id}:{one.member_id}", at=at, text="milestone.congratulated",
            context={"milestone": one.milestone_id, "who": one.member_id}, path=reverse("inspire:milestones", args=[one.milestone.space.slug]),
        )  # fmt: skip
