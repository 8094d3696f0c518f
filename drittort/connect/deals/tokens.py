"""Signed addresses in the letter that asks whether business was done: they open a page with one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.deals.models import OPEN_FOR
from drittort.connect.deals.rules import visible_to
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.deal"
AGE = OPEN_FOR + timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may answer which question by a link."""

    member: Member
    deal_id: int


def token(deal_id: int, member_id: int) -> str:
    """The signed part of a link of one person about one deal."""
    return signed(deal_id, member_id, salt=SALT)


def link(deal_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:answer_deal', args=[token(deal_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the deal or the person is gone."""
    deal_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see your deals."))
    if not visible_to(member).filter(pk=deal_id).exists():
        raise NotFound
    return Pass(member, deal_id)
