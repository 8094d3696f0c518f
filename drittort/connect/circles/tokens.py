"""Signed addresses in mails about circles: a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.circles.rules import seasons_of, visible_to
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

CIRCLE, CALL = "drittort.circle", "drittort.circle.call"
AGE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which circle, or on which call, by a link."""

    member: Member
    thing_id: int


def link(circle_id: int, member_id: int) -> str:
    """The address of one person's page of a circle."""
    return f"{settings.ADDRESS}{reverse('connect:answer_circle', args=[signed(circle_id, member_id, salt=CIRCLE)])}"


def link_of_call(season_id: int, member_id: int) -> str:
    """The address of one person's page of a call."""
    return f"{settings.ADDRESS}{reverse('connect:answer_call', args=[signed(season_id, member_id, salt=CALL)])}"


def read(text: str) -> Pass:
    """Whose link about a circle it is. Raises Invalid when it was altered or is too old, NotFound when circle or person are gone."""
    circle_id, member = opened(text, salt=CIRCLE, age=AGE, too_old=_("This link is too old. Sign in to see your circle."))
    if not visible_to(member).filter(pk=circle_id).exists():
        raise NotFound
    return Pass(member, circle_id)


def read_call(text: str) -> Pass:
    """The same for a call."""
    season_id, member = opened(text, salt=CALL, age=AGE, too_old=_("This link is too old. Sign in to see the circles of the house."))
    if not seasons_of(member).filter(pk=season_id, open_until__isnull=False).exists():
        raise NotFound
    return Pass(member, season_id)
