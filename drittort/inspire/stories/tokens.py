"""Signed addresses in the letter that asks for a story: they open the three questions, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.core.errors import NotFound
from drittort.inspire.stories.rules import own_of
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.story"
AGE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may tell which story by a link."""

    member: Member
    story_id: int


def token(story_id: int, member_id: int) -> str:
    """The signed part of a link of one person for one story."""
    return signed(story_id, member_id, salt=SALT)


def link(story_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('inspire:answer_story', args=[token(story_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the story or the person is gone."""
    story_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to tell your story."))
    if not own_of(member).filter(pk=story_id).exists():
        raise NotFound
    return Pass(member, story_id)
