"""Somebody said something: whoever has not seen it two minutes later is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.core.jobs.queue import enqueue
from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.talk.conversations.actions import SAID

PATIENCE = timedelta(minutes=2)
TELL = "talk.conversations.tell"


@reaction(SAID, name="talk.conversations.tell_soon")
def tell_soon(row: LedgerRow, at: datetime) -> None:
    """Look again in two minutes: who reads in the house needs no mail."""
    conversation_id = int(row.facts["conversation"])
    enqueue(
        TELL, {"conversation": conversation_id}, at=at, space_id=row.space_id, key=f"talk.tell:{conversation_id}:{row.subject_id}", run_at=row.at + PATIENCE
    )  # fmt: skip
