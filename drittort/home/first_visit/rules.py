"""Who is new, and which steps there are for them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Facts:
    """What first steps are told by: what somebody wrote, whether they met anybody, and what is kept of their first visit."""

    lines: int | None
    offers: bool
    seeks: bool
    written: bool
    met: bool
    done_at: datetime | None
    settled_at: datetime | None
    dismissed_at: datetime | None


def told_by(member: Any) -> dict[str, Any]:
    """The facts as expressions over a row of members: Heute asks them with the reader's own, of everybody who is new. `member` is an id or an `OuterRef`."""
    lines, visit = StandingLine.objects.filter(member=member), FirstVisit.objects.filter(member=member)
    return {
        "lines": Subquery(lines.order_by().values("member").annotate(n=Count("pk")).values("n")),
        "offers": Exists(lines.filter(side=StandingLine.Side.OFFER)),
        "seeks": Exists(lines.filter(side=StandingLine.Side.SEEK)),
        "written": Exists(Message.objects.filter(author=member)),
        "met": Case(When(answered_by(member) | tied(member), then=Value(True)), default=Value(False), output_field=BooleanField()),
        **{name: Subquery(visit.values(name)) for name in ("done_at", "settled_at", "dismissed_at")},
    }


NAMES = tuple(one.name for one in fields(Facts))
FACTS = Statement(
    lambda member: (
        Member.objects.filter(pk=member)
        .annotate(**{f"step_{name}": one for name, one in told_by(member).items()})
        .values_list(*(f"step_{name}" for name in NAMES))
    ),
    member=int,
)


def facts_of(member: Member) -> Facts:
    """The facts of somebody. One query."""
    return Facts(*FACTS.rows(member=member.pk)[0])


def is_new(member: Member, at: datetime) -> bool:
    """Whether somebody came lately: only then the house leads them, and reminds them of what is open."""
    return member.space.day(at) - NEW_FOR < member.joined_on


def wants_help(visit: FirstVisit | Facts | None) -> bool:
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


def taken(member: Member, facts: Facts | None = None, *, agreed: bool | None = None) -> dict[str, bool]:
    """The five first steps, and whether each is taken, whatever way it came about. `facts` and `agreed` spare questions that were asked already."""
    told = facts or facts_of(member)
    return {
        "face": has_face(member),
        "words": bool(told.offers and told.seeks) and (told.lines or 0) >= ENOUGH_LINES,
        "agreements": waiting(member) is None if agreed is None else agreed,
        "hello": bool(told.written),
        "introduction": bool(told.met),
    }
