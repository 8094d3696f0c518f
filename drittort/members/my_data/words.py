"""How stored values are read by people, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from drittort.core import reports
from drittort.members.notices import queries as notices
from drittort.members.notices.models import Notice
from drittort.members.people.words import weekdays
from drittort.members.safety.models import Measure
from drittort.members.security import words as security


def told(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Notices as the sentences that stood in the inbox."""
    made = [Notice(pk=row["id"], code=row["code"], facts=row["facts"]) for row in rows]
    found = notices.sentences(made, person.space_id)
    return [str(found[row["id"]].text) for row in rows]


def categories(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Kinds of notices by their label."""
    return [str(notices.category_label(row["category"])) for row in rows]


def channels(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Ways of notices by their label."""
    return [str(notices.channel_label(row["channel"])) for row in rows]


def key_events(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """What happened to keys, as sentences."""
    return [str(security.sentence(row["kind"])) for row in rows]


def days(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Weekdays by name."""
    return [weekdays(row["days"]) for row in rows]


def subjects(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """Kinds of reported things by their label."""
    return [reports.label(row["subject"]) for row in rows]


def measures(rows: list[dict[str, Any]], person: Any) -> list[str]:
    """What rests, with its last day."""
    named = dict(Measure.Kind.choices)
    return [
        ", ".join(f"{named.get(kind, kind)}: {day(date.fromisoformat(until))}" for kind, until in sorted(row["measures"].items()))
        for row in rows
    ]


def day(value: date) -> str:
    """A day in full."""
    return date_format(value, "DATE_FORMAT")


def moment(value: datetime, zone: ZoneInfo) -> str:
    """A day and a time in full."""
    return date_format(value.astimezone(zone), "DATETIME_FORMAT")


def plain(value: Any, zone: ZoneInfo) -> str:
    """Any stored value as people read it; "" for what is not there."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value, zone)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return number_format(value, 2)
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {plain(each, zone)}" for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(plain(each, zone) for each in value)
    return str(value)
