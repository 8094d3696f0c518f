"""Whom somebody might like to meet among some people: a module above finds them and registers itself, pages of occasions ask."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from drittort.members.models import Member
from drittort.members.people.queries import Face


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody one might like to meet, and why."""

    face: Face
    reasons: tuple[str, ...]


Finder = Callable[[Member, datetime, Collection[int]], list[Suggested]]
FINDERS: list[Finder] = []


def finds(finder: Finder) -> Finder:
    """Register `finder(member, at, among)`: it leaves out whoever does not want to be introduced, and all that keeps two apart."""
    FINDERS.append(finder)
    return finder


def whom_to_meet(member: Member, at: datetime, among: Collection[int]) -> list[Suggested]:
    """A few of some people whom somebody might like to meet, the best first."""
    return [one for finder in FINDERS for one in finder(member, at, among)] if among else []
