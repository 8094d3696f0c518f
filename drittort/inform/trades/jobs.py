"""What is due of trades by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import job
from drittort.inform.trades import reactions, rules
from drittort.inform.trades.models import TradeMember
from drittort.inform.trades.rules import Working

FIRST_DAYS = 7
"""A month is told in the first week of the next one."""


@job("inform.trades.news", every=timedelta(days=7))
def news(payload: dict[str, Any], at: datetime) -> None:
    """Whoever takes part in a trade hears what came there, once a week or once a month. Not in samples; nothing is said when nothing happened."""
    rows = TradeMember.objects.exclude(rhythm=TradeMember.Rhythm.NEVER).filter(member__left_on=None, member__space__is_sample=False)
    houses: dict[int, Working] = {}
    for part in rows.select_related("member__space").order_by("member__space", "pk").iterator(chunk_size=500):
        day = part.member.space.day(at)
        year, week, _day = day.isocalendar()
        monthly = part.rhythm == TradeMember.Rhythm.MONTH
        if monthly and day.day > FIRST_DAYS:
            continue
        space_id = part.member.space_id
        if space_id not in houses:
            houses = {space_id: rules.working_in(space_id)}
        reactions.tell_news(part, houses[space_id], f"{day:%Y-%m}" if monthly else f"{year}-{week}", at)
