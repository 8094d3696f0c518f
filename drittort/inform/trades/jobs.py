"""What is due of trades by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.database import in_steps
from drittort.core.jobs.queue import job
from drittort.inform.trades import reactions, rules
from drittort.inform.trades.models import TradeMember

FIRST_DAYS = 7
"""A month is told in the first week of the next one."""


@job("inform.trades.news", every=timedelta(days=7))
def news(payload: dict[str, Any], at: datetime) -> None:
    """Whoever takes part in a trade hears what came there, once a week or once a month. Not in samples; nothing is said when nothing happened."""
    rows = TradeMember.objects.exclude(rhythm=TradeMember.Rhythm.NEVER).filter(member__left_on=None, member__space__is_sample=False)
    for space_id in sorted(set(rows.values_list("member__space", flat=True))):
        working = rules.working_in(space_id)
        for part in in_steps(rows.filter(member__space=space_id).select_related("member__space")):
            day = part.member.space.day(at)
            year, week, _day = day.isocalendar()
            monthly = part.rhythm == TradeMember.Rhythm.MONTH
            if not monthly or day.day <= FIRST_DAYS:
                reactions.tell_news(part, working, f"{day:%Y-%m}" if monthly else f"{year}-{week}", at)
