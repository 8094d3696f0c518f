"""What letters do when something is taken back or somebody leaves."""

from __future__ import annotations

from datetime import datetime

from drittort.core.ledger import reaction
from drittort.core.letter import GONE
from drittort.core.models import LedgerRow
from drittort.inform.letter import actions
from drittort.members.membership.actions import LEFT

GONE.append(actions.forget_thing)


@reaction(LEFT, name="inform.letter.forget_member")
def forget_member(row: LedgerRow, at: datetime) -> None:
    """Whoever leaves stands in no letter any more."""
    actions.forget_member(row.space_id, row.subject_id or 0, at)
