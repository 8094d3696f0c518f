"""Opening, answering and closing a need."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.connect.needs import rules
from drittort.connect.needs.models import Need
from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid, NotFound, OutOfDate, require
from drittort.members.models import Member
from drittort.members.safety.rules import MESSAGES, POSTS, may_use

OPENED, ANSWERED, CLOSED = "need.opened", "need.answered", "need.closed"
SHORTEST_WORDS = 3
KEPT = timedelta(days=731)


def open_need(*, actor: Member, text: str, language: str, at: datetime) -> Need:
    """Say what you look for. Fewer than three words find nobody: a sentence is asked for."""
    text = " ".join(text.split())
    if len(text.split()) < SHORTEST_WORDS:
        raise Invalid(_("Please write a whole sentence: what do you need, and what for?"))
    require(may_use(actor, POSTS, at))
    with transaction.atomic():
        need = Need.objects.create(space_id=actor.space_id, member=actor, text=text, language=language, opened_at=at)
        ledger.record(space_id=actor.space_id, at=at, kind=OPENED, actor_id=actor.pk, subject_id=need.pk, audience=ledger.EVERYONE)
    return need


def visible(actor: Member, need_id: int) -> Need:
    """The need, locked. Raises NotFound."""
    need = locked(rules.visible_to(actor).filter(pk=need_id)).first()
    if need is None:
        raise NotFound
    return need


def answer_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Offer help. The first answer of a member stops the clock; the same member's second changes nothing, another's comes too late (OutOfDate)."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_answer(actor, need))
        require(may_use(actor, MESSAGES, at))
        if need.answered_at is not None and need.answered_by_id != actor.pk:
            raise OutOfDate(_("Somebody was faster and has offered help already."))
        if need.answered_at is None:
            need.answered_at, need.answered_by = at, actor
            need.save(update_fields=["answered_at", "answered_by"])
            ledger.record(
                space_id=actor.space_id,
                at=at,
                kind=ANSWERED,
                actor_id=actor.pk,
                subject_id=need.pk,
                audience=ledger.EVERYONE,
                facts={"asker": need.member_id, "minutes": int((at - need.opened_at).total_seconds() // 60)},
            )
    return need


def close_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Take it from the list."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_close(actor, need))
        if need.closed_at is None:
            need.closed_at = at
            need.save(update_fields=["closed_at"])
            ledger.record(space_id=actor.space_id, at=at, kind=CLOSED, actor_id=actor.pk, subject_id=need.pk, audience=ledger.EVERYONE)
    return need


def reopen_need(*, actor: Member, need_id: int, at: datetime) -> Need:
    """Undo closing."""
    with transaction.atomic():
        need = visible(actor, need_id)
        require(rules.may_close(actor, need))
        Need.objects.filter(pk=need.pk).update(closed_at=None)
    return need


def forget_old(*, at: datetime) -> int:
    """Remove needs after the 24 months that the register promises; return how many."""
    return Need.objects.filter(opened_at__lt=at - KEPT).delete()[0]
