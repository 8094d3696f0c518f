"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

import pytest

from drittort.connect.office_hours import actions
from drittort.connect.office_hours.models import Booking
from drittort.connect.office_hours.tests.making import hold, slots
from drittort.core.errors import OutOfDate
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


@pytest.mark.parametrize("turn", range(3))
def test_four_want_one_time_and_one_has_it(world, turn):
    slot = slots(hold(world, world.mara))[0]
    came = at_once(
        *(
            (lambda who=who: actions.book_slot(actor=who, slot_id=slot.pk, text="Ich zuerst.", at=world.now))
            for who in (world.jonas, world.neo, world.ada, world.olga)
        )
    )
    assert Booking.objects.count() == 1
    assert sum(isinstance(one, OutOfDate) for one in came) == 3


@pytest.mark.parametrize("turn", range(3))
def test_one_person_with_two_taps_books_once_where_once_is_the_most(world, turn):
    first, second, *_rest = slots(hold(world, world.mara))
    at_once(
        lambda: actions.book_slot(actor=world.jonas, slot_id=first.pk, text="Eins.", at=world.now),
        lambda: actions.book_slot(actor=world.jonas, slot_id=second.pk, text="Zwei.", at=world.now),
    )
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_moving_and_booking_the_same_time_at_once_leaves_one_there(world, turn):
    first, second, *_rest = slots(hold(world, world.mara))
    booking = actions.book_slot(actor=world.jonas, slot_id=first.pk, text="Eins.", at=world.now)
    at_once(
        lambda: actions.move_booking(actor=world.jonas, booking_id=booking.pk, slot_id=second.pk, at=world.now),
        lambda: actions.book_slot(actor=world.neo, slot_id=second.pk, text="Zwei.", at=world.now),
    )
    assert Booking.objects.filter(slot=second).count() == 1
