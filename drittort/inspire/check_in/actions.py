"""Noting at the door who is there. A telephone without a network sends later what was noted, perhaps twice: the last word of the door counts, whenever it arrives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound, require
from drittort.inspire.events import actions as events
from drittort.inspire.events import rules
from drittort.inspire.events.models import Event, Registration
from drittort.members.models import Member

CAME = "event.came"
MOST_OTHERS = 5000


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said at the door of one registration, and when."""

    registration_id: int
    came: bool
    said_at: datetime


def mark(*, actor: Member, event_id: int, marks: Sequence[Mark], at: datetime) -> int:
    """Note who is there, or take it back; returns how many marks were news. What was said later counts, in whatever order it arrives; twice is once.

    Marks of people who do not belong to the event, or have no seat, are passed over. Raises NotFound, NotAllowed.
    """
    with transaction.atomic():
        event = at_the_door(actor, event_id, at)
        rows = {row.pk: row for row in Registration.objects.going().filter(event=event, pk__in=[one.registration_id for one in marks])}
        told = 0
        for one in sorted(marks, key=lambda each: each.said_at):
            row, said_at = rows.get(one.registration_id), min(one.said_at, at)
            if row is None or (row.marked_at is not None and row.marked_at >= said_at):
                continue
            told += note(event, row, came=one.came, said_at=said_at, at=at)
    return told


def note(event: Event, row: Registration, *, came: bool, said_at: datetime, at: datetime) -> bool:
    """Write one mark down; returns whether it changed something."""
    news = came != (row.came_at is not None)
    row.marked_at = said_at
    if news:
        row.came_at = said_at if came else None
    row.save(update_fields=["marked_at", "came_at"])
    if news:
        events.record(CAME, event, row.member_id, at, registration=row.pk, came=int(came))
    return news


def walk_in(*, actor: Member, event_id: int, member_id: int, at: datetime) -> Registration:
    """Somebody of the house is there without a seat. Whoever has one is noted as there. Twice is once. Raises NotFound."""
    with transaction.atomic():
        event = at_the_door(actor, event_id, at)
        who = Member.objects.here().filter(space=event.space_id, pk=member_id).first()
        if who is None:
            raise NotFound
        row = Registration.objects.filter(event=event, member=who).first() or events.newcomer(event, at, member=who)
        if row.standing != "going":
            row.walked_in, row.withdrawn_at, row.declined_at, row.lapsed_at = True, None, None, None
            row.approved_at, row.seated_at = row.approved_at or at, at
            row.save()
            events.settle(event, at)
        if row.came_at is None:
            note(event, row, came=True, said_at=at, at=at)
    return row


def count_others(*, actor: Member, event_id: int, others: int, at: datetime) -> None:
    """Say how many people were there whose names nobody needs. Raises Invalid."""
    if not 0 <= others <= MOST_OTHERS:
        raise Invalid(_("How many people were there?"))
    with transaction.atomic():
        event = at_the_door(actor, event_id, at)
        Event.objects.filter(pk=event.pk).update(others_came=others)


def at_the_door(actor: Member, event_id: int, at: datetime) -> Event:
    """An event, locked, at whose door somebody may stand now."""
    event = events.visible(actor, event_id)
    require(rules.may_check_in(actor, event, at))
    return event
