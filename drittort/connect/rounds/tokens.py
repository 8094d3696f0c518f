"""Signed addresses in mails about a table, as with introductions: a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drittort.connect.introductions.tokens import AGE
from drittort.connect.rounds.models import Gathering
from drittort.connect.rounds.rules import gatherings_of
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.gathering"


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which table by a link."""

    member: Member
    gathering: Gathering


def token(gathering_id: int, member_id: int) -> str:
    """The signed part of a link for one seat."""
    return signed(gathering_id, member_id, salt=SALT)


def read(text: str) -> Pass:
    """Who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person has left."""
    gathering_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see your introductions."))
    gathering = gatherings_of(member).filter(pk=gathering_id).first()
    if gathering is None:
        raise NotFound
    return Pass(member, gathering)
