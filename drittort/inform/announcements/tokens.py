"""Signed addresses in mails: they open an announcement with one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound
from drittort.inform.announcements.models import Announcement
from drittort.inform.announcements.rules import meant_for
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.announcement"
AGE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may say by a link that they have read what."""

    member: Member
    announcement: Announcement


def token(announcement_id: int, member_id: int) -> str:
    """The signed part of a link of one person for one announcement."""
    return signed(announcement_id, member_id, salt=SALT)


def link(announcement_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('inform:answer_announcement', args=[token(announcement_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when it is meant for them no more, or they have left."""
    announcement_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see what is announced."))
    found = meant_for(member.pk, member.space_id).select_related("space").filter(pk=announcement_id).first()
    if found is None:
        raise NotFound
    return Pass(member, found)
