"""Who hears of a proposal for the history."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from drittort.core.ledger import reaction
from drittort.core.models import LedgerRow
from drittort.inspire.history import actions
from drittort.inspire.history.models import HistoryEntry
from drittort.inspire.stories.reactions import REVIEW
from drittort.inspire.stories.rules import CARE
from drittort.members.notices.actions import tell
from drittort.members.roles.queries import people_with

CATEGORY = "history"


@reaction(actions.PROPOSED, name="inspire.history.ask_for_a_look")
def ask_for_a_look(row: LedgerRow, at: datetime) -> None:
    """Tell those who keep the history, unless somebody of them was faster."""
    entry = HistoryEntry.objects.select_related("space").filter(pk=row.subject_id or 0, published_at=None, returned_at=None).first()
    if entry is None:
        return
    for reader in people_with(entry.space, CARE).select_related("space").exclude(pk=row.actor_id or 0):
        tell(
            member=reader, category=REVIEW, thread="history", key=f"history:{entry.pk}:proposed:{row.pk}", at=at, text="history.proposed", context={"entry": entry.pk},
            path=reverse("inspire:history", args=[entry.space.slug]),
        )  # fmt: skip


@reaction(actions.PUBLISHED, actions.RETURNED, name="inspire.history.tell_writer")
def tell_writer(row: LedgerRow, at: datetime) -> None:
    """Tell who proposed it what became of it."""
    entry = HistoryEntry.objects.select_related("space", "member__space").filter(pk=row.subject_id or 0).first()
    if entry is None or entry.member is None or entry.member_id == row.actor_id:
        return
    step = "returned" if row.kind == actions.RETURNED else "published"
    if (step == "returned") != (entry.published_at is None and entry.returned_at is not None):
        return
    tell(
        member=entry.member, category=CATEGORY, thread="history", key=f"history:{entry.pk}:{step}:{row.pk}", at=at, text=f"history.{step}", context={"entry": entry.pk},
        path=reverse("inspire:history", args=[entry.space.slug]),
    )  # fmt: skip
