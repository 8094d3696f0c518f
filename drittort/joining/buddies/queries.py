"""Buddies for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from drittort.joining.buddies import rules
from drittort.joining.buddies.models import LASTS, Buddy
from drittort.members.models import Member
from drittort.members.people.queries import Face, faces


@dataclass(frozen=True, slots=True)
class Standing:
    """One of the two beside a reader: who it is, whether that is the reader's buddy or the newcomer, and until when."""

    id: int
    face: Face
    is_mine: bool
    until: str


def buddy_of(member: Member, at: datetime) -> Face | None:
    """The face of somebody's buddy, if there is one and they are here."""
    pk = Buddy.objects.filter(member=member).current(at).filter(buddy__left_on=None).values_list("buddy_id", flat=True).first()
    return faces(member.space_id, [pk]).get(pk) if pk else None


def standing(member: Member, at: datetime) -> tuple[Standing, ...]:
    """Somebody's buddy, and those whose buddy they are, the newest first. Two queries."""
    rows = list(rules.visible_to(member).current(at).filter(buddy__left_on=None, member__left_on=None).order_by("-since", "-pk"))
    found = faces(member.space_id, {pk for row in rows for pk in (row.member_id, row.buddy_id)})
    return tuple(
        Standing(
            row.pk,
            found[row.buddy_id if row.member_id == member.pk else row.member_id],
            row.member_id == member.pk,
            date_format((row.since + LASTS).astimezone(member.space.zone), "MONTH_DAY_FORMAT"),
        )
        for row in rows
    )
