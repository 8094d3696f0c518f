"""What is due in lending by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from drittort.connect.lending import actions, reactions, words
from drittort.connect.lending.models import Loan
from drittort.core.jobs.queue import job
from drittort.spaces.models import Space

STILL_AFTER = timedelta(days=2)


@job("connect.lending.remind", every=timedelta(hours=3))
def remind(payload: dict[str, Any], at: datetime) -> None:
    """The day before, remind who borrowed; two days after, ask once whether it is still needed. From morning on, in the house's own time."""
    for space in Space.objects.filter(is_sample=False, pk__in=due_in(at)):
        if at.astimezone(space.zone).hour < 7:
            continue
        today = space.day(at)
        lent = Loan.objects.agreed().filter(space=space, handed_over_at__isnull=False, borrower__left_on=None)
        for pk in lent.filter(until_on=today + timedelta(days=1), reminded_on=None).values_list("pk", flat=True):
            tell_borrower(pk, words.DUE, at)
            actions.note_reminded(loan_id=pk, on=today)
        for pk in lent.filter(until_on__lte=today - STILL_AFTER, asked_after_on=None).values_list("pk", flat=True):
            tell_borrower(pk, words.STILL, at)
            actions.note_asked_after(loan_id=pk, on=today)


def due_in(at: datetime) -> set[int]:
    """The houses in which something is lent and about to come back, or should be back."""
    rows = Loan.objects.agreed().filter(handed_over_at__isnull=False, until_on__lte=(at + timedelta(days=2)).date())
    return set(rows.values_list("space_id", flat=True))


def tell_borrower(loan_id: int, step: int, at: datetime) -> None:
    """Write to who has the thing, once for each day that was agreed on."""
    loan = reactions.found(loan_id)
    if loan is not None:
        reactions.write(loan, loan.borrower, step, f"{step}:{loan.until_on.isoformat()}", at)


@job("connect.lending.forget", every=timedelta(hours=24))
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Old loans go."""
    actions.forget_old(at=at)
