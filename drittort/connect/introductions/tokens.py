"""Signed addresses in mails: they open a page with the answer preset and one button, without sign-in, for a limited time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from drittort.connect.introductions.models import Introduction
from drittort.connect.introductions.rules import ASK_AFTER, OPEN_FOR, OUTCOME_OPEN_FOR, visible_to
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

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
    return signed(introduction_id, member_id, salt=SALT)


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person has left."""
    introduction_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see your introductions."))
    introduction = visible_to(member).filter(pk=introduction_id).first()
    if introduction is None:
        raise NotFound
    return Pass(member, introduction)
