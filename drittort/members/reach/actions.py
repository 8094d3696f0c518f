"""Noting that an address takes no mail, and trying it again. Changing it is members.security's: the address is a key."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.core.mail import outbox
from drittort.core.mail.reach import Refusal
from drittort.core.models import Mail
from drittort.core.statements import Statement
from drittort.members.models import Account, Member

CATEGORY, CHANGED = "address", "address.changed"
BRAKE, MOST = timedelta(minutes=15), 5
MENDED = {"unreached_at": None, "unreached_code": "", "unreached_words": ""}


# Asked twice for every mail.
UNREACHED = Statement(lambda address: Account.objects.with_address(address).exclude(unreached_at=None).values_list("pk"), address=str)


def may_be_reached(address: str) -> bool:
    """Whether mail to an address is worth writing."""
    return not UNREACHED.rows(address=address)


def note_refusal(address: str, refusal: Refusal, at: datetime) -> None:
    """The address took no mail for good. The first day stays, the last words count."""
    rows = Account.objects.with_address(address)
    rows.filter(unreached_at=None).update(unreached_at=at)
    rows.update(unreached_code=refusal.code[:12], unreached_words=refusal.words)


def try_again(*, actor: Member, account: Account, at: datetime) -> None:
    """Take mail at the address as possible again, and send one to see. Raises Invalid when that was tried often lately."""
    _brake(actor, at)
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(**MENDED)
        outbox.post(
            key=f"address:{account.pk}:{at.isoformat()}",
            at=at,
            template="members/reach/mail/again",
            context={"house": actor.space.name},
            to=account.email,
            to_member_id=actor.pk,
            language=actor.language,
            category=CATEGORY,
        )


def _brake(actor: Member, at: datetime) -> None:
    # By who asks and not by address: nobody is to send mail of the house to one stranger after the other.
    if Mail.objects.filter(to_member_id=actor.pk, category=CATEGORY, created_at__gte=at - BRAKE).count() >= MOST:
        raise Invalid(_("That was asked for several times just now. Please wait a quarter of an hour."))
