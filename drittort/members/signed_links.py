"""Whose a signed link in a mail is: somebody acts on one thing without sign-in, for a limited time."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from drittort.core.errors import Invalid, NotFound
from drittort.members.models import Member


def signed(thing_id: int, member_id: int, *, salt: str) -> str:
    """The signed part of a link of one person for one thing."""
    return signing.dumps([thing_id, member_id], salt=salt, compress=False)


def opened(text: str, *, salt: str, age: timedelta, too_old: str) -> tuple[int, Member]:
    """The thing's id and the person whose link it is. Raises Invalid when it was altered or is too old (`too_old`), NotFound when the person has left."""
    try:
        thing_id, member_id = signing.loads(text, salt=salt, max_age=age)
    except signing.SignatureExpired as error:
        raise Invalid(too_old) from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    member = Member.objects.here().select_related("space", "account").filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return thing_id, member
