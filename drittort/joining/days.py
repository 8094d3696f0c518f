"""Days and moments as people write them, in the active language."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def day(value: date) -> str:
    """A day; with its year where that is not this one."""
    return date_format(value, "MONTH_DAY_FORMAT" if value.year == timezone.localdate().year else "DATE_FORMAT")


def weekday_and_day(value: date) -> str:
    """A day with its name first."""
    return f"{date_format(value, 'l')}, {day(value)}"


def moment(value: datetime, zone: ZoneInfo) -> str:
    """Day and time in a house."""
    local = value.astimezone(zone)
    return _("%(day)s, %(time)s") % {"day": weekday_and_day(local.date()), "time": time_format(local.time(), "H:i")}


def since(value: date, today: date) -> str:
    """How long ago."""
    days = (today - value).days
    if days <= 0:
        return _("today")
    if days < 14:
        return ngettext("one day ago", "%(n)s days ago", days) % {"n": days}
    if days < 61:
        return ngettext("%(n)s week ago", "%(n)s weeks ago", days // 7) % {"n": days // 7}
    return day(value)
