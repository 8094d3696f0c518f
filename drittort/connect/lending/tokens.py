"""Signed addresses in the letters about a loan: they open a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.lending.rules import visible_to
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.loan"
AGE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which loan by a link."""

    member: Member
    loan_id: int


def token(loan_id: int, member_id: int) -> str:
    """The signed part of a link of one of the two."""
    return signed(loan_id, member_id, salt=SALT)


def link(loan_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:answer_loan', args=[token(loan_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the loan or the person is gone."""
    loan_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see what you lend and borrow."))
    if not visible_to(member).filter(pk=loan_id).exists():
        raise NotFound
    return Pass(member, loan_id)
