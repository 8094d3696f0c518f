"""What is due on the market by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.market import actions, reactions, rules
from drittort.connect.market.models import Listing
from drittort.core.jobs.queue import job


@job("connect.market.ask", every=timedelta(hours=6))
def ask(payload: dict[str, Any], at: datetime) -> None:
    """A week before a listing runs out, ask whether it shall stay. Not in samples."""
    due = Listing.objects.open(at).filter(
        expires_at__lte=at + rules.ASK_BEFORE, asked_at=None, member__left_on=None, space__is_sample=False
    )
    for listing in due.select_related("company", "space"):
        reactions.ask_whether_to_stay(listing, at)


@job("connect.market.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old listings go."""
    actions.forget_old(at=at)
