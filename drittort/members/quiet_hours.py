"""When a house's mail may arrive: not in its quiet hours, and not on weekends where it keeps them quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from drittort.spaces.models import Space
from drittort.spaces.settings import setting


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet hours of a house, in its own time zone: from an hour of the evening until an hour of the morning."""

    zone: ZoneInfo
    begins: int = 19
    ends: int = 8
    weekends: bool = True

    def _day_is_open(self, day: date) -> bool:
        return not self.weekends or day.weekday() < 5

    def is_open(self, at: datetime) -> bool:
        """Whether mail may arrive at a moment. A house that is quiet around the clock still has the hour after its morning."""
        local = at.astimezone(self.zone)
        return self._day_is_open(local.date()) and self.ends <= local.hour < max(self.begins, self.ends + 1)

    def morning(self, day: date) -> datetime:
        """The end of the quiet hours on a day, or on the next one that is not quiet as a whole."""
        while not self._day_is_open(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(self.ends), tzinfo=self.zone)

    def next_open(self, at: datetime) -> datetime:
        """`at`, or the end of the quiet hours that it lies in."""
        return at if self.is_open(at) else self.next_morning(at)

    def next_morning(self, at: datetime) -> datetime:
        """The next end of quiet hours after `at`."""
        local = at.astimezone(self.zone)
        found = self.morning(local.date())
        return found if found > at else self.morning(local.date() + timedelta(days=1))

    def next_week(self, at: datetime) -> datetime:
        """The first morning of the next week; on the first morning before its hour, that one."""
        day = at.astimezone(self.zone).date()
        found = self.morning(day - timedelta(days=day.weekday()))
        return found if found > at else self.morning(day + timedelta(days=7 - day.weekday()))


def quiet_hours(space: Space) -> Quiet:
    """What a house decided about its quiet hours. Costs no query."""
    return Quiet(space.zone, setting(space, "quiet_from"), setting(space, "quiet_until"), setting(space, "quiet_weekends"))


def next_mail_moment(space: Space, at: datetime) -> datetime:
    """`at`, or the next moment outside the house's quiet hours."""
    return quiet_hours(space).next_open(at)
