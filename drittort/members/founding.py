"""The first person of a house: whoever opens it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.errors import Invalid
from drittort.members.importing.actions import give_founder
from drittort.members.models import Account, Member
from drittort.spaces.models import Space

JOINED = "member.joined"


def found_house(*, space: Space, account: Account | None, email: str, name: str, at: datetime) -> Member:
    """Make somebody the founder of a fresh house; inside the transaction that makes it. Raises Invalid for an address that belongs to somebody here.

    Without an account (nobody is signed in) the address has to be new on this machine: a link opens a house, never somebody's account.
    """
    if account is None and Account.objects.with_address(email).exists():
        raise Invalid(_("This address has an account here already. Sign in with it first, and open the link again."))
    address = account.email if account is not None else email
    give_founder(space=space, email=address, at=at)
    member = Member.objects.select_related("account").get(space=space, account__email__iexact=address)
    member.name = name
    member.save(update_fields=["name"])
    ledger.record(space_id=space.pk, at=at, kind=JOINED, actor_id=member.pk, subject_id=member.pk, audience=ledger.NOBODY)
    return member
