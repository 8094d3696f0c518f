"""Noting that an address takes no mail, trying again, and changing it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core import ledger
from drittort.core.database import locked
from drittort.core.errors import Invalid
from drittort.core.mail import outbox
from drittort.core.mail.reach import Refusal
from drittort.core.models import Mail
from drittort.members.models import Account, Member

CATEGORY, CHANGED = "address", "address.changed"
SALT = "drittort.address"
VALID_FOR = timedelta(hours=24)
BRAKE, MOST = timedelta(minutes=15), 5
MENDED = {"unreached_at": None, "unreached_code": "", "unreached_words": ""}


def may_be_reached(address: str) -> bool:
    """Whether mail to an address is worth writing."""
    return not Account.objects.filter(email__iexact=address).exclude(unreached_at=None).exists()


def note_refusal(address: str, refusal: Refusal, at: datetime) -> None:
    """The address took no mail for good. The first day stays, the last words count."""
    rows = Account.objects.filter(email__iexact=address)
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


def ask_for_change(*, actor: Member, account: Account, email: str, at: datetime) -> None:
    """Send a link to a new address; nothing changes before it is opened there.

    The answer is the same whether the address belongs to somebody else or not; then the link will not work. Raises Invalid.
    """
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(_("This does not look like a mail address.")) from error
    if len(email) > 254:
        raise Invalid(_("This does not look like a mail address."))
    if email.lower() == account.email.lower():
        raise Invalid(_("This is the address that we have already."))
    _brake(actor, at)
    outbox.post(
        key=f"address:{account.pk}:{email}:{at.isoformat()}",
        at=at,
        template="members/reach/mail/change",
        context={"house": actor.space.name, "name": actor.name, "url": change_url(account, email)},
        to=email,
        to_member_id=actor.pk,
        language=actor.language,
        category=CATEGORY,
    )


def _brake(actor: Member, at: datetime) -> None:
    # By who asks and not by address: nobody is to send mail of the house to one stranger after the other.
    if Mail.objects.filter(to_member_id=actor.pk, category=CATEGORY, created_at__gte=at - BRAKE).count() >= MOST:
        raise Invalid(_("That was asked for several times just now. Please wait a quarter of an hour."))


def change_url(account: Account, email: str) -> str:
    """The signed address that makes `email` the account's address; for a day, and only while it still has the present one."""
    return f"{settings.ADDRESS}{reverse('members:confirm_address', args=[signing.dumps([account.pk, account.email, email], salt=SALT)])}"


def read(token: str) -> tuple[Account, str]:
    """Whose address is to become which. Raises Invalid."""
    try:
        pk, old, new = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete or older than a day. Please ask for a new one on your page.")) from error
    account = Account.objects.filter(pk=pk, is_active=True, email=old).first()
    if account is None or Account.objects.filter(email__iexact=new).exclude(pk=pk).exists():
        raise Invalid(_("This link does not work any more. Please ask for a new one on your page."))
    return account, str(new)


def change_address(*, token: str, at: datetime) -> str:
    """Make the new address the account's; the old one is told. Returns the new one. Raises Invalid."""
    account, email = read(token)
    old = account.email
    try:
        with transaction.atomic():
            if locked(Account.objects.filter(pk=account.pk, email=old)).first() is None:
                raise Invalid(_("This link does not work any more. Please ask for a new one on your page."))
            Account.objects.filter(pk=account.pk).update(email=email, **MENDED)
            for member in Member.objects.here().filter(account=account).select_related("space"):
                ledger.record(
                    space_id=member.space_id, at=at, kind=CHANGED, actor_id=member.pk, subject_id=member.pk, audience=ledger.only(member.pk)
                )
            outbox.post(
                key=f"address-changed:{account.pk}:{at.isoformat()}",
                at=at,
                template="members/reach/mail/changed",
                context={},
                to=old,
                language=account.language or settings.LANGUAGE_CODE,
                category=CATEGORY,
            )
    except IntegrityError as error:
        raise Invalid(_("This link does not work any more. Please ask for a new one on your page.")) from error
    return email
