"""Taking part in a trade, and no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.inform.trades import rules
from drittort.inform.trades.models import TradeMember
from drittort.members.models import Member
from drittort.members.notices.actions import see_thread

JOINED, LEFT = "trade.joined", "trade.left"


def join_trade(*, actor: Member, letter: str, rhythm: str, at: datetime) -> TradeMember:
    """Take part in a trade of the house, or hear of it in another rhythm. Twice is once. Raises NotFound, Invalid."""
    if rhythm not in TradeMember.Rhythm.values:
        raise Invalid
    working = rules.working_in(actor.space_id)
    trade = rules.find(working, letter)
    with transaction.atomic():
        locked(Member.objects.filter(pk=actor.pk)).get()
        part = rules.taking_part(actor, trade)
        if part is None:
            # One's own section first: it stays one's own when small ones grow and stand alone.
            own = next((each for each in trade.letters if each in working.own(actor.pk)), trade.key)
            part = TradeMember.objects.create(member=actor, letter=own, rhythm=rhythm, joined_at=at, seen_at=at)
            record(JOINED, actor, at)
        elif part.rhythm != rhythm:
            part.rhythm = rhythm
            part.save(update_fields=["rhythm"])
    return part


def leave_trade(*, actor: Member, letter: str, at: datetime) -> None:
    """Take part no more. Twice is once. Raises NotFound."""
    trade = rules.find(rules.working_in(actor.space_id), letter)
    with transaction.atomic():
        if TradeMember.objects.filter(member=actor, letter__in=list(trade.letters)).delete()[0]:
            record(LEFT, actor, at)


def see_trade(*, actor: Member, letter: str, at: datetime) -> None:
    """Somebody who takes part looked at a trade: what comes from now on is new, and what they were told of it is read."""
    TradeMember.objects.filter(member=actor, letter=letter, seen_at__lt=at).update(seen_at=at)
    see_thread(member=actor, thread=f"trade:{letter}", at=at)


def note_told(*, part: TradeMember, at: datetime) -> None:
    """Somebody was told what is new: what comes from now on is new."""
    TradeMember.objects.filter(pk=part.pk, seen_at__lt=at).update(seen_at=at)


def record(kind: str, actor: Member, at: datetime) -> None:
    """One row in the ledger; it is nobody's business."""
    ledger.record(space_id=actor.space_id, at=at, kind=kind, actor_id=actor.pk, subject_id=actor.pk, audience=ledger.only(actor.pk))
