"""Many at once for few seats: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drittort.inspire.events import actions
from drittort.inspire.events.models import Event, Registration
from tests.cast import build, person
from tests.races import at_once

SEATS, CROWD, TURNS = 2, 6, 4


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def test_never_more_than_there_are_and_always_in_order(world):
    begins = world.now + timedelta(days=9)
    event = Event.objects.create(
        space=world.house, host=world.mara, title="Suppe", starts_at=begins, ends_at=begins + timedelta(hours=1), location=world.upstairs,
        capacity=SEATS, made_at=world.now, published_at=world.now, changed_at=world.now,
    )  # fmt: skip
    crowd = [person(world.house, f"P{k} Neu") for k in range(CROWD)]
    at = world.now

    def comes(who, moment):
        return lambda: actions.register(actor=who, event_id=event.pk, at=moment)

    def goes(who, moment):
        return lambda: actions.withdraw(actor=who, event_id=event.pk, at=moment)

    at_once(*(comes(who, at + timedelta(seconds=k)) for k, who in enumerate(crowd)))
    for turn in range(TURNS):
        at += timedelta(hours=1)
        before = list(Registration.objects.filter(event=event).waiting().values_list("member_id", flat=True))
        seated = list(Registration.objects.filter(event=event).holding().select_related("member"))
        assert sum(r.seats for r in seated) == SEATS
        # Everybody who has a seat or is kept one lets go, while those who are out ask again.
        outside = [who for who in crowd if who.pk not in {*before, *(r.member_id for r in seated)}]
        at_once(*(goes(r.member, at) for r in seated), *(comes(who, at + timedelta(seconds=1)) for who in outside))
        event.refresh_from_db()
        holding = Registration.objects.filter(event=event).holding()
        assert event.taken == sum(r.seats for r in holding) <= SEATS
        # The seats went to the heads of the line as it stood, in its order.
        assert set(holding.values_list("member_id", flat=True)) == set(before[:SEATS]), turn
        left = list(Registration.objects.filter(event=event).waiting().values_list("member_id", flat=True))
        assert left[: len(before) - SEATS] == before[SEATS:]
