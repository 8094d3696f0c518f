"""Signed addresses in mails about a table, as with introductions: a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from drittort.connect.introductions.tokens import AGE
from drittort.connect.rounds.models import Gathering
from drittort.connect.rounds.rules import gatherings_of
from drittort.core.errors import Invalid, NotFound
from drittort.members.models import Member

SALT = "drittort.gathering"


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which table by a link."""

    member: Member
    gathering: Gathering


def token(gathering_id: int, member_id: int) -> str:
    """The signed part of a link for one seat."""
    return signing.dumps([gathering_id, member_id], salt=SALT, compress=False)


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person has left."""
    try:
        gathering_id, member_id = signing.loads(text, salt=SALT, max_age=AGE)
    except signing.SignatureExpired as error:
        raise Invalid(_("This link is too old. Sign in to see your introductions.")) from error
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(_("This link is not complete. Please open it from the mail once more.")) from error
    member = Member.objects.here().select_related("space", "account").filter(pk=member_id).first()
    gathering = gatherings_of(member).filter(pk=gathering_id).first() if member else None
    if member is None or gathering is None:
        raise NotFound
    return Pass(member, gathering)
