"""What follows when a consent is taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from drittort.core import ledger
from drittort.core.models import LedgerRow
from drittort.core.privacy import Erased, leaves
from drittort.members.models import Consent, Member
from drittort.network.models import Snapshot
from drittort.network.snapshots import take_off_map
from drittort.network.ties.actions import forget_person


def forget_erased(erased: Erased) -> None:
    """Somebody is erased: contacts and ties on both sides, and their place on every stored map, whatever its pages quote."""
    forget_person(member_id=erased.person_id)
    quoting = [
        pk
        for pk, content in Snapshot.objects.filter(space=erased.space_id).values_list("pk", "content").iterator(chunk_size=5)
        if erased.said.within(*leaves(content))
    ]
    Snapshot.objects.filter(pk__in=quoting).delete()


@ledger.reaction("consent.revoked", name="network.forget")
def forget(row: LedgerRow, at: datetime) -> None:
    """Delete contacts and ties when *be counted* is taken back, the dot when *show me on the map* is."""
    member = Member.objects.select_related("space").filter(pk=row.subject_id or row.actor_id or 0).first()
    if member is None:
        return
    kind = row.facts.get("consent")
    if kind == Consent.Kind.COUNTED:
        again = Consent.objects.filter(member=member, kind=kind, revoked_at=None).exists()
        forget_person(member_id=member.pk, until=member.space.day(row.at) if again else None)
    elif kind == Consent.Kind.MAP:
        with transaction.atomic():
            take_off_map(space_id=member.space_id, member_id=member.pk)
