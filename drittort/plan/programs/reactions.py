"""What follows from programs: who leaves the house takes care of none of them any more."""

from __future__ import annotations

from datetime import datetime

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.members.membership.actions import LEFT
from drittort.plan.programs import actions


@reaction(LEFT, name="plan.programs.end")
def end(row: LedgerRow, at: datetime) -> None:
    """Somebody leaves: their programs wait for somebody else."""
    if row.subject_id is not None:
        actions.end_of(member_id=row.subject_id)
