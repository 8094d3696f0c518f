"""How a house shapes its door: its own words, its questions in their versions, and the hours at which it shows itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import NotFound, require
from drittort.joining.applications import rules
from drittort.joining.applications.models import ApplicationQuestion, TourSlot, Welcome
from drittort.members.models import Member
from drittort.spaces.models import Location

QUESTIONS, HOURS, WORDS = "application.questions_changed", "application.hours_changed", "application.words_changed"


def change_welcome(*, actor: Member, de: str, en: str, at: datetime) -> Welcome:
    """What the house says of itself to strangers."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        made, _new = Welcome.objects.update_or_create(space_id=actor.space_id, defaults={"de": de, "en": en})
        _record(WORDS, actor, None, at)
    return made


def add_question(
    *, actor: Member, text: str, kind: str, choices: Sequence[str], required: bool, position: int, at: datetime
) -> ApplicationQuestion:
    """Ask one thing more."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        made = ApplicationQuestion.objects.create(
            space_id=actor.space_id, text=text, kind=kind, choices=list(choices), required=required, position=position, made_at=at
        )
        _record(QUESTIONS, actor, made.pk, at)
    return made


def change_question(
    *, actor: Member, question_id: int, text: str, kind: str, choices: Sequence[str], required: bool, position: int, at: datetime
) -> ApplicationQuestion:
    """Ask it differently. Another wording, kind or choice is a new version, so that old answers keep their question; place and duty are not."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        old = _present(actor, question_id)
        if (old.text, old.kind, old.choices) == (text, kind, list(choices)):
            old.required, old.position = required, position
            old.save(update_fields=["required", "position"])
            made = old
        else:
            old.retired_at = at
            old.save(update_fields=["retired_at"])
            made = ApplicationQuestion.objects.create(
                space_id=actor.space_id,
                text=text,
                kind=kind,
                choices=list(choices),
                required=required,
                position=position,
                made_at=at,
                replaces=old,
            )
        _record(QUESTIONS, actor, made.pk, at)
    return made


def retire_question(*, actor: Member, question_id: int, at: datetime) -> ApplicationQuestion:
    """Ask it no more. Answers that were given stay with their question."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        old = _present(actor, question_id)
        old.retired_at = at
        old.save(update_fields=["retired_at"])
        _record(QUESTIONS, actor, old.pk, at)
    return old


def _present(actor: Member, question_id: int) -> ApplicationQuestion:
    found = locked(ApplicationQuestion.objects.filter(space_id=actor.space_id, pk=question_id, retired_at=None)).first()
    if found is None:
        raise NotFound
    return found


def add_slot(*, actor: Member, location: Location, weekday: int, starts: time, minutes: int, capacity: int, at: datetime) -> TourSlot:
    """Open an hour in every week."""
    require(rules.may_shape(actor))
    if location.space_id != actor.space_id:
        raise NotFound
    with transaction.atomic():
        made = TourSlot.objects.create(
            space_id=actor.space_id, location=location, weekday=weekday, starts=starts, minutes=minutes, capacity=capacity
        )
        _record(HOURS, actor, made.pk, at)
    return made


def close_slot(*, actor: Member, slot_id: int, at: datetime) -> TourSlot:
    """Offer an hour no more. Tours that were booked stay; whoever cannot keep one calls it off. Twice changes nothing."""
    require(rules.may_shape(actor))
    with transaction.atomic():
        slot = locked(TourSlot.objects.filter(space_id=actor.space_id, pk=slot_id)).first()
        if slot is None:
            raise NotFound
        if slot.closed_at is None:
            slot.closed_at = at
            slot.save(update_fields=["closed_at"])
            _record(HOURS, actor, slot.pk, at)
    return slot


def _record(kind: str, actor: Member, subject_id: int | None, at: datetime) -> None:
    ledger.record(space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=subject_id, audience=ledger.MANAGERS)
