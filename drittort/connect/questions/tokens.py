"""Signed addresses in mails that ask somebody: they open a page with the answer preset, without sign-in, for a limited time."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.question"
AGE = timedelta(days=45)


def token(question_id: int, member_id: int) -> str:
    """The signed part of a link for one person and one question."""
    return signed(question_id, member_id, salt=SALT)


def link_for(question_id: int, member_id: int) -> str:
    """The signed address at which somebody answers a question without sign-in."""
    return f"{settings.ADDRESS}{reverse('connect:question_by_mail', args=[token(question_id, member_id)])}"


def read(text: str) -> tuple[int, Member]:
    """The question, and who a link belongs to. Raises Invalid when it was altered or is too old, NotFound when the person has left."""
    return opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see the question."))
