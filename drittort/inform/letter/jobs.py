"""What is due of letters by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.core.jobs.queue import enqueue, job
from drittort.inform.letter import actions, making, queries, rules, sending
from drittort.inform.letter.models import Letter
from drittort.spaces.models import Space

QUARTER = timedelta(minutes=15)


@job("inform.letter.clock", every=QUARTER)
def clock(payload: dict[str, Any], at: datetime) -> None:
    """Lay out what is due tomorrow, and let go what is due now."""
    for space in Space.objects.filter(is_sample=False, opening__isnull=True):
        actions.make_due(space=space, at=at)
    for letter in Letter.objects.drafts().filter(due_at__lte=at).select_related("space"):
        if letter.goes(rules.plan_for(letter.space, at)):
            turn = int(at.timestamp() // QUARTER.total_seconds())
            enqueue(actions.CLOSE, {"letter": letter.pk}, at=at, space_id=letter.space_id, key=f"{actions.CLOSE}:{letter.pk}:{turn}")


@job(actions.GATHER, attempts=4, patient=True)
def gather(payload: dict[str, Any], at: datetime) -> None:
    """Put a draft together, and on the day before its hour tell those who care for it that it lies ready."""
    letter = making.gather(payload["letter"], at)
    if letter is not None and at >= rules.ready_at(letter.space, letter.due_at):
        sending.tell_ready(letter.pk, at)


@job(actions.CLOSE)
def close(payload: dict[str, Any], at: datetime) -> None:
    """Let a letter go."""
    actions.close(letter_id=payload["letter"], at=at)


@job(sending.SEND, attempts=14, patient=True)
def send_pack(payload: dict[str, Any], at: datetime) -> None:
    """Some readers' mails."""
    sending.send_pack(payload, at)


@job("inform.letter.count", every=timedelta(hours=24))
def count(payload: dict[str, Any], at: datetime) -> None:
    """A week after a letter its answers are counted, once."""
    for letter in Letter.objects.sent().filter(sent_at__lte=at - rules.SETTLED, counted_at=None):
        assert letter.sent_at is not None
        Letter.objects.filter(pk=letter.pk, counted_at=None).update(
            answers=queries.counted(letter, letter.sent_at + rules.SETTLED), counted_at=at
        )


@job("inform.letter.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old letters go, and what each reader got of them."""
    actions.forget_old(at=at)


@job(actions.PRINT, attempts=4, patient=True)
def print_letter(payload: dict[str, Any], at: datetime) -> None:
    """The letter on paper."""
    # Typesetting is loaded here and not with the module, which web processes import too.
    from drittort.inform.letter import printing

    printing.print_letter(payload["letter"], at)
