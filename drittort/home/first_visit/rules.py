"""Who is new, and which steps there are for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from drittort.connect.introductions.rules import has_answered
from drittort.home.first_visit.models import FirstVisit
from drittort.joining.agreements.queries import waiting
from drittort.members.models import Member, StandingLine
from drittort.members.photos.rules import PHOTO
from drittort.network.queries import has_tie
from drittort.spaces.agreements.queries import latest
from drittort.talk.conversations.queries import has_written

STEPS = ("face", "words", "days", "agreements")
"""In this order. Without published agreements there is no last one."""
ENOUGH_LINES = 3
NEW_FOR = timedelta(days=60)
NUDGES = (2, 7, 14, 30)
"""Days after joining."""


def is_new(member: Member, at: datetime) -> bool:
    """Whether somebody came lately: only then the house leads them, and reminds them of what is open."""
    return member.space.day(at) - NEW_FOR < member.joined_on


def wants_help(visit: FirstVisit | None) -> bool:
    """Whether the first steps are still shown and spoken of: neither all taken nor sent away."""
    return visit is None or (visit.settled_at is None and visit.dismissed_at is None)


def visit_of(member: Member) -> FirstVisit | None:
    """What is kept of somebody's first visit."""
    return FirstVisit.objects.filter(member=member).first()


def steps_of(member: Member) -> tuple[str, ...]:
    """The steps that there are for somebody."""
    return STEPS if latest(member.space_id) is not None else STEPS[:-1]


def has_face(member: Member) -> bool:
    """Whether somebody chose their face: a photo, or one of the drawn ones that are only theirs."""
    return member.portrait.startswith((PHOTO, f"m{member.pk}-"))


def taken(member: Member, *, agreed: bool | None = None) -> dict[str, bool]:
    """The five first steps, and whether each is taken: from facts, whatever way they came about. `agreed` spares a question that a page has asked already."""
    sides = list(StandingLine.objects.filter(member=member).values_list("side", flat=True))
    return {
        "face": has_face(member),
        "words": len(sides) >= ENOUGH_LINES and len(set(sides)) == 2,
        "agreements": waiting(member) is None if agreed is None else agreed,
        "hello": has_written(member),
        "introduction": has_answered(member) or has_tie(member),
    }
