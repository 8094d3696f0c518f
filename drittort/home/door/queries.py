"""What the door shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from drittort.connect.introductions.rules import CARE
from drittort.members.models import Member
from drittort.spaces.models import Space
from drittort.spaces.roles import holds

PLAYS = ("newcomer", "member", "manager", "founder")


@dataclass(frozen=True, slots=True)
class House:
    """A house that somebody belongs to."""

    slug: str
    name: str
    cares: bool


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo house whom one may be for a while."""

    plays: str
    name: str
    line: str
    portrait: str
    house: str


def houses_of(account_id: int) -> list[House]:
    """The houses of an account, by name; those that one has left stand last."""
    rows = Member.objects.filter(account_id=account_id).select_related("space").order_by(F("left_on").asc(nulls_first=True), "space__name")
    return [House(m.space.slug, m.space.name, m.left_on is None and holds(m, CARE)) for m in rows]


def demo_people() -> list[DemoPerson]:
    """The four people of the demo house, in the order of the door."""
    rows = Member.objects.here().filter(space__is_demo=True, attributes__plays__in=PLAYS).select_related("space")
    people = [DemoPerson(m.attributes["plays"], m.name, m.line, m.portrait, m.space.name) for m in rows]
    return sorted(people, key=lambda p: PLAYS.index(p.plays))


def no_house() -> bool:
    """Whether no house stands on this machine: none was opened yet, or the demo was removed."""
    return not Space.objects.exists()
