"""What goes with a person: after their time, and with their house."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import ngettext

from drittort.core import scope
from drittort.core.files.actions import forget_owners
from drittort.core.models import Job, LedgerRow, Mail
from drittort.core.privacy import leaves
from drittort.members.models import Account, Company, Consent, Member
from drittort.members.people import index as people_index
from drittort.members.security.models import SignIn

AFTER_LEAVING = timedelta(days=366)
PROOF_KEPT = timedelta(days=3 * 366)
CHUNK = 50


def forget_old(*, at: datetime) -> int:
    """Keep what the register promises: memberships go 12 months after leaving, proofs of consent 3 years after it was taken back, sessions when they ended.

    A sample of public research data keeps its people, and former members stay who agreed to stay listed. Returns how many memberships went.
    """
    Session.objects.filter(expire_date__lt=at).delete()
    Consent.objects.filter(revoked_at__lt=at - PROOF_KEPT).delete()
    old = Member.objects.filter(left_on__lt=(at - AFTER_LEAVING).date(), space__is_sample=False)
    staying = Consent.objects.filter(kind=Consent.Kind.ALUMNI, revoked_at=None).values("member_id")
    gone = list(old.exclude(pk__in=staying).values_list("pk", flat=True))
    for start in range(0, len(gone), CHUNK):
        forget_members(gone[start : start + CHUNK], at=at)
    return len(gone)


def forget_members(ids: Collection[int], *, at: datetime) -> None:
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
        people_index.forget(ids, companies, at)


@scope.on_space_deleted
def forget_accounts(space_id: int) -> None:
    """An address that belongs to no other house goes with this one: its sessions, and the mails and jobs outside any house that name it, too."""
    elsewhere = Member.objects.exclude(space_id=space_id).exclude(account=None).values("account_id")
    going = Account.objects.filter(memberships__space_id=space_id).exclude(pk__in=elsewhere)
    forget_addresses(dict(going.values_list("pk", "email")))


def forget_addresses(going: Mapping[int, str]) -> None:
    """Delete accounts (address by number) with their sessions, and the mails and jobs outside any house that name them."""
    gone = {str(pk): email.lower() for pk, email in going.items()}
    addresses = set(gone.values())
    ended = [s.pk for s in Session.objects.iterator() if s.get_decoded().get("_auth_user_id") in gone]
    Session.objects.filter(pk__in=ended).delete()
    for start in range(0, len(gone), CHUNK):
        # Also those whose words cannot be read any more.
        browsers = SignIn.objects.filter(account__in=list(going)[start : start + CHUNK])
        Session.objects.filter(session_key__in=browsers.values("session_key")).delete()
    mails = [pk for pk, to in Mail.objects.filter(space_id=None).values_list("pk", "to_address") if to.lower() in addresses]
    for start in range(0, len(mails), CHUNK):
        part = mails[start : start + CHUNK]
        Job.objects.filter(key__in=[f"mail:{pk}" for pk in part]).delete()
        Mail.objects.filter(pk__in=part).delete()
    rows = Job.objects.filter(space_id=None).values_list("pk", "payload").iterator(chunk_size=500)
    told = [pk for pk, payload in rows if any(leaf.lower() in addresses for leaf in leaves(payload))]
    for start in range(0, len(told), CHUNK):
        Job.objects.filter(pk__in=told[start : start + CHUNK]).delete()
    ids = [int(pk) for pk in gone]
    for start in range(0, len(ids), CHUNK):
        Account.objects.filter(pk__in=ids[start : start + CHUNK]).delete()


def location_sentence(location_id: int) -> str:
    """What happens to the people of a location that is removed."""
    count = Member.objects.filter(location_id=location_id).here().count()
    if not count:
        return ""
    return ngettext(
        "%(n)s person is usually here. They stay in the house, without a location until they choose another.",
        "%(n)s people are usually here. They stay in the house, without a location until they choose another.",
        count,
    ) % {"n": count}
