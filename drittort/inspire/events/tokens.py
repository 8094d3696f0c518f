"""Signed addresses in the letters about an event: they open a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from drittort.core.addresses import by_token
from drittort.core.errors import NotFound
from drittort.inspire.events.rules import visible_to
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

SALT = "drittort.event"
AGE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which event by a link."""

    member: Member
    event_id: int


def token(event_id: int, member_id: int) -> str:
    """The signed part of a link of one person for one event."""
    return signed(event_id, member_id, salt=SALT)


def link(event_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{by_token('inspire:answer_event', token(event_id, member_id))}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the event or the person is gone."""
    event_id, member = opened(text, salt=SALT, age=AGE, too_old=_("This link is too old. Sign in to see what is on."))
    # What a role allows needs somebody who signed in: a letter that was passed on acts for its reader alone, and not for the house.
    member.asleep = True
    if not visible_to(member).filter(pk=event_id).exists():
        raise NotFound
    return Pass(member, event_id)
