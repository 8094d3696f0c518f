"""Those who came in the demo house, and went or stayed: the same every time, there only while they were there, and enough to see who stays."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from drittort.demo.model import demo_world
from drittort.demo.passing import WENT, with_passers
from drittort.demo.world import World
from drittort.network.ties.days import channel_weight
from drittort.plan.worth.stays import LANDMARK, Stay, published, strength

UNTIL = date(2026, 11, 22)


@pytest.fixture(scope="module")
def worlds() -> tuple[World, World]:
    """The house by itself, and with those who went."""
    alone = demo_world(until=UNTIL)
    return alone, with_passers(alone)


def test_everybody_else_and_their_year_stay_as_they_were(worlds: tuple[World, World]) -> None:
    alone, whole = worlds
    assert with_passers(alone) == whole
    assert whole.people[: len(alone.people)] == alone.people
    assert len(whole.people) > len(alone.people) + WENT
    own = [c for c in whole.contacts if max(c.source, c.target) < len(alone.people)]
    assert own == list(alone.contacts)
    assert len({p.name for p in whole.people}) == len({p.email for p in whole.people}) == len(whole.people)


def test_they_met_nobody_before_or_after(worlds: tuple[World, World]) -> None:
    alone, whole = worlds
    new = whole.people[len(alone.people) :]
    for one in new:
        assert whole.since <= one.joined_on < (one.left_on or whole.until) <= whole.until
        assert bool(one.line.text) is (one.left_on is None)
        assert not one.offers
    assert sum(one.left_on is not None for one in new) == WENT
    for c in whole.contacts:
        for person in (whole.people[c.source], whole.people[c.target]):
            assert person.joined_on <= c.at.date() <= whole.until
            assert person.left_on is None or c.at.date() < person.left_on


def test_it_can_be_told_who_stays(worlds: tuple[World, World]) -> None:
    """As the page of the worth of community does it: whoever came this year, from their ninetieth day on."""
    _alone, whole = worlds
    days: dict[tuple[int, int], dict[date, tuple[float, float]]] = defaultdict(dict)
    since = [p.consents.counted for p in whole.people]
    for c in whole.contacts:
        if c.kind in ("message", "reply") and all(since[k] is not None and since[k] <= c.at.date() for k in (c.source, c.target)):
            there = days[min(c.source, c.target), max(c.source, c.target)].get(c.at.date(), (0.0, 0.0))
            days[min(c.source, c.target), max(c.source, c.target)][c.at.date()] = (there[0] + channel_weight(c.kind), there[1])
    found = []
    for p in whole.people:
        landmark = p.joined_on + LANDMARK
        if p.joined_on < whole.since or landmark >= whole.until or p.consents.counted is None or (p.left_on and p.left_on <= landmark):
            continue
        tied = any(p.id in pair and strength(told, landmark) >= 0.2 for pair, told in days.items())
        found.append(Stay(((p.left_on or whole.until) - landmark).days, p.left_on is not None, tied, len(p.days), p.joined_on))
    told = published(found)
    assert told is not None
    assert min(told["connected"], told["others"]) >= 10
    assert told["hazard"]["high"] < 1
