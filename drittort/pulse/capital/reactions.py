"""What follows when a consent is taken back, or somebody is erased: nobody is drawn in any month any more."""

from __future__ import annotations

from datetime import datetime

from drittort.core import ledger
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased
from drittort.members.models import Consent, Member
from drittort.pulse.capital.actions import take_out

KINDS = (Consent.Kind.COUNTED, Consent.Kind.MAP)


def forget_erased(erased: Erased) -> None:
    """Somebody is erased."""
    take_out(space_id=erased.space_id, member_id=erased.person_id)


@ledger.reaction("consent.revoked", name="pulse.capital.forget")
def forget(row: LedgerRow, at: datetime) -> None:
    """Somebody no longer wants to be counted, or drawn: also not in the months gone by. Who said yes again since stays out of those before."""
    member = Member.objects.select_related("space").filter(pk=row.subject_id or row.actor_id or 0).first()
    kind = row.facts.get("consent")
    if member is not None and kind in KINDS:
        again = Consent.objects.filter(member=member, kind=kind, revoked_at=None).exists()
        take_out(space_id=member.space_id, member_id=member.pk, until=member.space.day(row.at) if again else None)
