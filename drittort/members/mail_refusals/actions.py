"""The one-click way out of a kind of mail (RFC 8058): a short cut to the mail column of somebody's wishes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from drittort.core.addresses import by_token
from drittort.core.errors import Invalid
from drittort.core.notices import MAIL
from drittort.members.models import Member
from drittort.members.notices import rules
from drittort.members.notices.actions import want

SALT = "drittort.unsubscribe"


def wants_mail(member: Member, category: str) -> bool:
    """Whether a person takes mail of a category; of several, whether of any."""
    wishes = rules.wishes_of(member)
    return any(wishes.want(rules.known(name), MAIL) for name in rules.covered(category))


def unsubscribe_url(member: Member, category: str) -> str:
    """The signed address that ends mail of a category; it does not expire."""
    return f"{settings.ADDRESS}{by_token('members:unsubscribe', signing.dumps([member.pk, category], salt=SALT))}"


def read(token: str) -> tuple[Member, str]:
    """Whose mail of which category. Raises Invalid."""
    try:
        member_id, category = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    member = Member.objects.select_related("space").filter(pk=member_id).first()
    if member is None:
        raise Invalid(_("This membership is gone, and no more mail will come."))
    return member, str(category)


def refuse_mail(*, member: Member, category: str, at: datetime) -> None:
    """End mail of a category."""
    with transaction.atomic():
        for name in rules.covered(category):
            want(actor=member, category=name, channel=MAIL, wanted=False, at=at)


def take_mail_again(*, member: Member, category: str, at: datetime) -> None:
    """Undo it."""
    with transaction.atomic():
        for name in rules.covered(category):
            want(actor=member, category=name, channel=MAIL, wanted=True, at=at)
