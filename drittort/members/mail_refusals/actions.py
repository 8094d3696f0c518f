"""Which mail a person does not want, and the one-click way to say so (RFC 8058)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid
from drittort.members.models import MailRefusal, Member

SALT = "drittort.unsubscribe"


def wants_mail(member: Member, category: str) -> bool:
    """Whether a person takes mail of a category."""
    return not MailRefusal.objects.filter(member=member, category=category).exists()


def unsubscribe_url(member: Member, category: str) -> str:
    """The signed address that ends mail of a category; it does not expire."""
    return f"{settings.ADDRESS}{reverse('members:unsubscribe', args=[signing.dumps([member.pk, category], salt=SALT)])}"


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
    MailRefusal.objects.get_or_create(member=member, category=category, defaults={"at": at})


def take_mail_again(*, member: Member, category: str) -> None:
    """Undo it."""
    MailRefusal.objects.filter(member=member, category=category).delete()
