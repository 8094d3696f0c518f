"""What people of a house look for, ask about and have to give, by fields of topics: from their profiles, and from the facts of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from drittort.core import sums
from drittort.core.models import LedgerRow
from drittort.members.models import Member, StandingLine
from drittort.members.skills.topics import KINDS, OFFERS, SEEKS, TRADE, fields_of, topics_of
from drittort.spaces.models import Space

REACH = timedelta(days=183)
OF_TRADE = "trade-"
"""Begins the key of a trade among those of fields: what people of one section of trade ask."""


@dataclass(slots=True)
class Interest:
    """Who looks for something of a field, who has something of it to give, and who of them says so on their profile. Only of these last is a name ever said."""

    seeks: set[int] = field(default_factory=set)
    offers: set[int] = field(default_factory=set)
    hosts: set[int] = field(default_factory=set)


def tellable(people: Collection[int]) -> int | None:
    """How many people there are, if it may be told: five remain, whichever of them is left out."""
    return len(people) if sums.enough([sums.of_people([person]) for person in people]) else None


def interest_in(space: Space, at: datetime) -> dict[str, Interest]:
    """By field, the people of the house whose lines and whose needs, offers and questions of half a year speak of it. Three queries."""
    here = set(Member.objects.here().filter(space=space).values_list("pk", flat=True))
    found: dict[str, Interest] = {}

    def add(person: int, seeks: Iterable[str], offers: Iterable[str]) -> None:
        for key in fields_of(seeks):
            found.setdefault(key, Interest()).seeks.add(person)
        for key in fields_of(offers):
            found.setdefault(key, Interest()).offers.add(person)

    for person, side, text, language in StandingLine.objects.filter(member__in=here).values_list("member", "side", "text", "language"):
        topics = topics_of(text, language)
        offers = topics if side == StandingLine.Side.OFFER else ()
        add(person, topics if side == StandingLine.Side.SEEK else (), offers)
        for key in fields_of(offers):
            found[key].hosts.add(person)
    for person, facts in told(space, at):
        if person in here:
            add(person, facts.get(SEEKS, ()), facts.get(OFFERS, ()))
            if TRADE in facts and SEEKS in facts:
                found.setdefault(f"{OF_TRADE}{facts[TRADE]}", Interest()).seeks.add(person)
    return found


def told(space: Space, at: datetime) -> list[tuple[int, Mapping[str, Any]]]:
    """Who told of what, by the newest row of each thing. Rows name topics only where the whole house reads the thing."""
    rows = LedgerRow.objects.filter(space_id=space.pk, kind__in=KINDS, at__gt=at - REACH, at__lte=at, actor_id__isnull=False)
    newest: dict[Any, Any] = {(kind.partition(".")[0], subject): (actor, facts) for kind, subject, actor, facts in rows.order_by("at", "pk").values_list("kind", "subject_id", "actor_id", "facts")}  # fmt: skip
    return list(newest.values())


def days_of(space: Space) -> dict[int, set[int]]:
    """By weekday from Monday, who is usually in the house."""
    found: dict[int, set[int]] = {day: set() for day in range(7)}
    for person, days in Member.objects.here().filter(space=space).values_list("pk", "days"):
        for day in days:
            found[day].add(person)
    return found
