"""When a month may be told, and who may have figures made anew."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from drittort.core.errors import Verdict, no
from drittort.core.metrics import Metric, last_day, months_from
from drittort.members.models import Member
from drittort.plan.rules import may_run

KEEP = "plan.metrics.keep"
MONTHS = 36
"""So many months are looked at; older ones stay as they were told."""


def is_ripe(metric: Metric, month: date, today: date) -> bool:
    """Whether a month is over, and as long ago as the metric needs."""
    return last_day(month) + timedelta(days=metric.ripens) < today


def told_months(metric: Metric, first: date, today: date) -> list[date]:
    """The months of a metric that may be told on a day, in order: the ripe ones, and of an open metric that needs no ripening the running one so far."""
    months = months_from(max(first, back(today, MONTHS - 1)), today)
    return [month for month in months if is_ripe(metric, month, today) or (metric.open and not metric.ripens)]


def back(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def may_remake(member: Member, metric: Metric) -> Verdict:
    """Whether somebody may have the closed months of a metric made anew: only where everything behind it may be read anyway."""
    if not metric.open:
        return no(
            _("This figure tells of people. What was told once is never counted again, so that nobody can subtract one from the other.")
        )
    return may_run(member)
