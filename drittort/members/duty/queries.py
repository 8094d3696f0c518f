"""The book of duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drittort.members.duty.models import StaffSession
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces
from drittort.spaces.roles import PERMISSIONS, holds

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Served:
    """One staff session."""

    face: Face | None
    began: str
    ended: str


def book(reader: Member, at: datetime) -> list[Served]:
    """The latest staff sessions of the house, for those who have such power themselves."""
    rows = list(StaffSession.objects.filter(member__space_id=reader.space_id).order_by("-opened_at", "-id")[:SHOWN])
    people = faces(reader.space_id, {row.member_id for row in rows})
    zone = reader.space.zone

    def clock(moment: datetime) -> str:
        return date_format(moment.astimezone(zone), "TIME_FORMAT")

    return [
        Served(
            people.get(row.member_id),
            date_format(row.opened_at.astimezone(zone), "SHORT_DATETIME_FORMAT"),
            clock(row.ended_at or row.until) if row.ended_at or row.until <= at else _("now, until %(time)s") % {"time": clock(row.until)},
        )
        for row in rows
    ]


def opens(member: Member) -> list[str]:
    """What somebody may do on duty, in words."""
    return [str(one.label) for name, one in sorted(PERMISSIONS.items()) if one.on_duty and holds(member, name)]


def minutes_left(member: Member, at: datetime) -> int:
    """Minutes of the staff session that are left, begun ones counted; 0 off duty."""
    return -int((at - member.on_duty_until).total_seconds() // 60) if member.on_duty_until else 0
