"""Signed addresses in the letters of mentoring: they open a page with the answer preset and one button, without sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from drittort.connect.mentoring.models import MentoringSeason
from drittort.connect.mentoring.rules import pairs_of, seasons
from drittort.core.errors import NotFound
from drittort.members.models import Member
from drittort.members.signed_links import opened, signed

PAIR, SEASON = "drittort.mentoring.pair", "drittort.mentoring.season"
AGE, CHOOSING = timedelta(days=120), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Pass:
    """Who may act on which pair by a link."""

    member: Member
    pair_id: int


def token(pair_id: int, member_id: int) -> str:
    """The signed part of a link of one of the two."""
    return signed(pair_id, member_id, salt=PAIR)


def link(pair_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:answer_mentoring', args=[token(pair_id, member_id)])}"


def read(text: str) -> Pass:
    """Whose link it is. Raises Invalid when it was altered or is too old, NotFound when the pair or the person is gone."""
    pair_id, member = opened(text, salt=PAIR, age=AGE, too_old=_("This link is too old. Sign in to see your page of the two of you."))
    if not pairs_of(member).filter(pk=pair_id).exists():
        raise NotFound
    return Pass(member, pair_id)


def choosing_token(season_id: int, member_id: int) -> str:
    """The signed part of the link by which a mentee chooses among her five."""
    return signed(season_id, member_id, salt=SEASON)


def choosing_link(season_id: int, member_id: int) -> str:
    """The whole address, as it stands in the mail."""
    return f"{settings.ADDRESS}{reverse('connect:choose_mentor_by_mail', args=[choosing_token(season_id, member_id)])}"


def read_choosing(text: str) -> tuple[Member, MentoringSeason]:
    """Whose link it is, and for which season. Raises Invalid and NotFound as `read`."""
    season_id, member = opened(
        text, salt=SEASON, age=CHOOSING, too_old=_("This link is too old. Sign in to see your page of the two of you.")
    )
    season = seasons(member).filter(pk=season_id).first()
    if season is None:
        raise NotFound
    season.space = member.space
    return member, season
