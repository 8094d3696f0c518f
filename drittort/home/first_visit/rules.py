"""Who is new, and which steps there are for them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, Count, Exists, Subquery, Value, When

from drittort.connect.introductions.rules import answered_by
from drittort.core.statements import Statement
from drittort.home.first_visit.models import FirstVisit
from drittort.joining.agreements.queries import waiting
from drittort.members.models import Member, StandingLine
from drittort.members.photos.rules import PHOTO
from drittort.network.queries import tied
from drittort.spaces.agreements.queries import latest
from drittort.talk.conversations.models import Message

STEPS = ("face", "words", "days", "agreements")
"""In this order. Without published agreements there is no last one."""
ENOUGH_LINES = 3
NEW_FOR = timedelta(days=60)
NUDGES = (2, 7, 14, 30)
"""Days after joining."""


# What first steps are told by, in one question: Heute asks it of everybody who is new.
FACTS = Statement(
    lambda member: (
        Member.objects.filter(pk=member)
        .annotate(
            written_lines=Subquery(
                StandingLine.objects.filter(member=member).order_by().values("member").annotate(n=Count("pk")).values("n")
            ),
            offers=Exists(StandingLine.objects.filter(member=member, side=StandingLine.Side.OFFER)),
            seeks=Exists(StandingLine.objects.filter(member=member, side=StandingLine.Side.SEEK)),
            written=Exists(Message.objects.filter(author=member)),
            met=Case(When(answered_by(member) | tied(member), then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .values_list("written_lines", "offers", "seeks", "written", "met")
    ),
    member=int,
)


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
    lines, offers, seeks, written, met = FACTS.rows(member=member.pk)[0]
    return {
        "face": has_face(member),
        "words": bool(offers and seeks) and (lines or 0) >= ENOUGH_LINES,
        "agreements": waiting(member) is None if agreed is None else agreed,
        "hello": bool(written),
        "introduction": bool(met),
    }
