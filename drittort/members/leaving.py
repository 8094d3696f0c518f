"""What goes with a person: after their time, and with their house."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from drittort.core import scope
from drittort.core.files.actions import forget_owners
from drittort.core.models import LedgerRow, Mail
from drittort.members.models import Account, Company, Consent, Member

AFTER_LEAVING = timedelta(days=366)
PROOF_KEPT = timedelta(days=3 * 366)
CHUNK = 50


def forget_old(*, at: datetime) -> int:
    """Keep what the register promises: memberships go 12 months after leaving, proofs of consent 3 years after it was taken back, sessions when they ended.

    A sample of public research data keeps its people. Returns how many memberships went.
    """
    Session.objects.filter(expire_date__lt=at).delete()
    Consent.objects.filter(revoked_at__lt=at - PROOF_KEPT).delete()
    gone = list(Member.objects.filter(left_on__lt=(at - AFTER_LEAVING).date(), space__is_sample=False).values_list("pk", flat=True))
    for start in range(0, len(gone), CHUNK):
        forget_members(gone[start : start + CHUNK])
    return len(gone)


def forget_members(ids: Collection[int]) -> None:
    """Delete memberships with all that hangs on them, rows with plain ids too; then addresses and companies to which nobody belongs any more."""
    with transaction.atomic():
        accounts = list(Account.objects.filter(memberships__in=ids).values_list("pk", flat=True))
        companies = list(Company.objects.filter(employments__member__in=ids).values_list("pk", flat=True))
        LedgerRow.objects.filter(actor_id__in=ids).delete()
        Mail.objects.filter(to_member_id__in=ids).delete()
        forget_owners(ids)
        Member.objects.filter(pk__in=ids).delete()
        Account.objects.filter(pk__in=accounts, memberships=None).delete()
        Company.objects.filter(pk__in=companies, employments=None).delete()


@scope.on_space_deleted
def forget_accounts(space_id: int) -> None:
    """An address that belongs to no other house goes with this one."""
    elsewhere = Member.objects.exclude(space_id=space_id).exclude(account=None).values("account_id")
    Account.objects.filter(memberships__space_id=space_id).exclude(pk__in=elsewhere).delete()
