"""Rules by which events come again: days from a recurrence rule (RFC 5545), and moments from days on the clock of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST = 1000
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Rhythm(models.TextChoices):
    """How often something comes again, as people say it."""

    WEEKLY = "weekly", _("every week")
    FORTNIGHTLY = "fortnightly", _("every two weeks")
    MONTHLY = "monthly", _("every month, on the same weekday of the same week")
    LAST = "last", _("every month, on the last such weekday")


def rule_of(rhythm: str, day: date) -> str:
    """The rule of a rhythm that begins on a day. The fifth Friday of a month is its last: not every month has five."""
    weekday, week = DAYS[day.weekday()], (day.day - 1) // 7 + 1
    if rhythm == Rhythm.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={weekday}"
    if rhythm == Rhythm.FORTNIGHTLY:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"
    return f"FREQ=MONTHLY;BYDAY={-1 if rhythm == Rhythm.LAST or week == 5 else week}{weekday}"


def rhythm_of(rule: str) -> Rhythm:
    """The rhythm of a rule that was made of one."""
    if rule.startswith("FREQ=WEEKLY"):
        return Rhythm.FORTNIGHTLY if "INTERVAL=2" in rule else Rhythm.WEEKLY
    return Rhythm.LAST if "BYDAY=-1" in rule else Rhythm.MONTHLY


def days(rule: str, begins_on: date, until_on: date | None = None) -> Iterator[date]:
    """The days of a rule from the one on which it begins, in order, at most a thousand. The first day counts only where the rule gives it."""
    for place, moment in enumerate(rrulestr(rule, dtstart=datetime.combine(begins_on, time()))):
        if place >= MOST or (until_on is not None and moment.date() > until_on):
            return
        yield moment.date()


def begins(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The moment of an hour of a day on the clock of the house. Where the clocks leap over it, it is an hour later, as calendars do it; where it comes twice, the first."""
    return datetime.combine(day, hour, tzinfo=zone).astimezone(UTC)


def ends(day: date, hour: time, minutes: int, zone: ZoneInfo) -> datetime:
    """The moment so many minutes later on the clock of the house; never before it began, in the night in which an hour is missing neither."""
    local = datetime.combine(day, hour) + timedelta(minutes=minutes)
    last = local.replace(tzinfo=zone).astimezone(UTC)
    return max(last, begins(day, hour, zone) + timedelta(minutes=1))


def lasts(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> int:
    """How many minutes something takes on the clock of the house."""
    first, last = (moment.astimezone(zone).replace(tzinfo=None) for moment in (starts_at, ends_at))
    return max(1, round((last - first).total_seconds() / 60))
