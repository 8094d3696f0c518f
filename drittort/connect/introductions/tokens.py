"""Signed addresses in mails: they open a page with the answer preset and one button, without sign-in, for a limited time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext as _

from drittort.connect.introductions.models import Introduction
from drittort.connect.introductions.rules import ASK_AFTER, OPEN_FOR, OUTCOME_OPEN_FOR, visible_to
from drittort.core.errors import Invalid, NotFound
from drittort.members.models import Member

SALT = "drittort.introduction"
# A link may be followed as long as the introduction lives; what it may still do is decided by the rules.
AGE = OPEN_FOR + ASK_AFTER + OUTCOME_OPEN_FOR + timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which introduction by a link."""

    member: Member
    introduction: Introduction


def token(introduction_id: int, member_id: int) -> str:
    """The signed part of a link for one side of one introduction."""
    return signing.dumps([introduction_id, member_id], salt=SALT, compress=False)


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person has left."""
    try:
        introduction_id, member_id = signing.loads(text, salt=SALT, max_age=AGE)
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is too old. Sign in to see your introductions.")) from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    member = Member.objects.here().select_related("space", "account").filter(pk=member_id).first()
    introduction = visible_to(member).filter(pk=introduction_id).first() if member else None
    if member is None or introduction is None:
        raise NotFound
    return Pass(member, introduction)
