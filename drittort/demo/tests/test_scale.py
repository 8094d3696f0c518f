"""The large world has the size asked for, hangs together and keeps the demo's rules of presence."""

from datetime import date

import pytest

from drittort.demo.scale import scaled_world

UNTIL = date(2026, 11, 22)


def test_size_ids_and_presence() -> None:
    w = scaled_world(280, 5, UNTIL)
    assert [p.id for p in w.people] == list(range(280))
    assert len({p.email for p in w.people}) == 280
    assert w == scaled_world(280, 5, UNTIL)
    across = 0
    for c in w.contacts:
        across += c.source // 143 != c.target // 143
        for x in (c.source, c.target):
            p = w.people[x]
            assert p.joined_on <= c.at.date() <= UNTIL
            assert p.left_on is None or c.at.date() < p.left_on
    assert across > 100
    assert all(max(i.a, i.b) < 280 for i in w.introductions)


def test_one_person_and_nobody() -> None:
    assert scaled_world(1, 5, UNTIL).contacts == ()
    with pytest.raises(ValueError, match="at least one"):
        scaled_world(0, 5, UNTIL)
