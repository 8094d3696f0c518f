"""Signed addresses in the letters about a decision: they open a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound
from drittort.inspire.decisions.rules import visible_to
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.decision"
AGE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which decision by a link."""

    member: Member
    decision_id: int


def token(decision_id: int, member_id: int) -> str:
    """The signed part of a link of one person for one decision."""
    return signed(decision_id, member_id, salt=SALT)


def link(decision_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('inspire:answer_decision', args=[token(decision_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the decision or the person is gone."""
    decision_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see what is being decided."))
    if not visible_to(member).filter(pk=decision_id).exclude(opened_at=None).exists():
        raise NotFound
    return Pass(member, decision_id)
