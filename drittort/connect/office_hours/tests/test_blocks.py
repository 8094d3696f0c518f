"""A block beside office hours: nobody can tell it from a host who calls a time off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from drittort.connect.office_hours import actions, jobs, queries, rules
from drittort.connect.office_hours.models import Booking
from drittort.connect.office_hours.tests.making import DAY, hold, slots
from drittort.core.errors import NotAllowed, NotFound
from drittort.core.jobs.runner import run_due
from drittort.core.models import Mail
from drittort.members.models import Block
from drittort.members.notices.models import Notice
from tests.cast import Cast
from tests.quiet import Clock, Course, Step, differences, nothing, number_alike

HOUR = timedelta(hours=1)


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(cast.now).hold(monkeypatch)


def begin(cast: Cast) -> None:
    """Mara holds an office hour, Jonas books."""
    actions.book_slot(actor=cast.jonas, slot_id=slots(hold(cast, cast.mara))[0].pk, text="Eine Frage.", at=cast.now)


def block(cast: Cast) -> None:
    """Mara has blocked Jonas."""
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=cast.now - DAY)


def called_off_at(cast: Cast) -> datetime:
    """When the house calls a booking of this number off."""
    with transaction.atomic():
        block(cast)
        begin(cast)
        made = Booking.objects.select_related("slot__office_hour__space").get()
        at = rules.lets_go_at(made, made.booked_at)
        transaction.set_rollback(True)
    return at


def test_the_blocked_and_everybody_else_read_the_same_as_beside_a_host_who_calls_off(cast: Cast, clock: Clock):
    number_alike()
    off = called_off_at(cast)

    def by_hand(*, at: datetime) -> None:
        for booking in Booking.objects.live().filter(withheld=False):
            if at >= off:
                actions.cancel_booking(actor=cast.mara, booking_id=booking.pk, at=at)

    course = Course(cast, clock, due=(by_hand, lambda at: jobs.let_go({}, at), lambda at: jobs.remind({}, at), lambda at: jobs.ask({}, at)))
    slug = cast.house.slug
    pages = [reverse("connect:office_hours", args=[slug]), reverse("connect:bookings", args=[slug])]

    def watched(before: Step) -> list[dict[str, Any]]:
        return course.run(
            before,
            begin,
            watchers={cast.jonas: pages, cast.neo: pages, cast.hanna: pages},
            moments=[off - HOUR, off, off + HOUR, off + 4 * DAY],
        )

    assert differences(watched(nothing), watched(block)) == []


def test_the_page_of_the_booking_and_the_times_look_the_same_until_it_is_called_off(cast: Cast):
    block(cast)
    begin(cast)
    run_due(clock=lambda: cast.now)
    made = Booking.objects.get()
    page = queries.booking(cast.jonas, made.pk, cast.now)
    assert page.ahead
    assert page.link
    hour = made.slot.office_hour
    assert [t.hour for d in queries.one(cast.neo, hour.pk, cast.now).days for t in d.times] == ["14:30", "15:00", "15:30"]
    assert Mail.objects.filter(to_member_id=cast.jonas.pk).count() == 1
    # The host has never heard of it.
    assert [t.guest for d in queries.one(cast.mara, hour.pk, cast.now).days for t in d.times] == [None] * 4
    assert queries.bookings(cast.mara, cast.now) == ((), ())
    assert not Notice.objects.filter(member=cast.mara).exists()
    with pytest.raises(NotFound):
        queries.booking(cast.mara, made.pk, cast.now)
    with pytest.raises(NotFound):
        actions.cancel_booking(actor=cast.mara, booking_id=made.pk, at=cast.now)


def test_a_withheld_booking_is_called_off_by_day_before_half_of_the_time_is_over_also_without_the_block(cast: Cast):
    block(cast)
    begin(cast)
    Block.objects.all().delete()
    made = Booking.objects.select_related("slot__office_hour__space").get()
    at = rules.lets_go_at(made, made.booked_at)
    assert made.booked_at < at <= made.booked_at + (made.slot.starts_at - made.booked_at) / 2
    assert 8 <= at.astimezone(cast.house.zone).hour < 20
    assert actions.let_go_due(at=at - timedelta(seconds=1)) == 0
    assert actions.let_go_due(at=at) == 1
    run_due(clock=lambda: at)
    assert Notice.objects.filter(member=cast.jonas, code="booking.3.guest").exists()
    assert not Notice.objects.filter(member=cast.mara).exists()


@pytest.mark.parametrize("blocker", ["mara", "jonas"])
def test_a_block_set_after_the_booking_calls_it_off_in_the_name_of_who_blocked(cast: Cast, blocker: str):
    begin(cast)
    run_due(clock=lambda: cast.now)
    one, other = (cast.mara, cast.jonas) if blocker == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=one, blocked=other, at=cast.now + HOUR)
    assert actions.let_go_due(at=cast.now + HOUR) == 0, "not at once: that would tell"
    assert actions.let_go_due(at=cast.now + 2 * DAY) == 1
    run_due(clock=lambda: cast.now + 2 * DAY)
    assert Booking.objects.get().by_guest is (blocker == "jonas")
    off = Notice.objects.filter(code__startswith="booking.3")
    assert list(off.values_list("member", flat=True)) == [other.pk]


def test_a_block_in_the_last_half_hour_or_later_changes_nothing(cast: Cast):
    begin(cast)
    run_due(clock=lambda: cast.now)
    starts = Booking.objects.get().slot.starts_at
    Block.objects.create(blocker=cast.mara, blocked=cast.jonas, at=starts - timedelta(minutes=20))
    for at in (starts - timedelta(minutes=5), starts + timedelta(minutes=10)):
        assert actions.let_go_due(at=at) == 0
    Block.objects.update(at=starts - timedelta(minutes=40))
    assert actions.let_go_due(at=starts) == 0, "what has begun is not called off"
    assert actions.let_go_due(at=starts - timedelta(minutes=15)) == 1


def test_a_withheld_booking_that_stands_at_its_beginning_ends_without_a_word(cast: Cast):
    block(cast)
    begin(cast)
    run_due(clock=lambda: cast.now)
    late = Booking.objects.get().slot.ends_at + HOUR
    assert actions.let_go_due(at=late) == 1
    jobs.ask({}, late + 2 * HOUR)
    run_due(clock=lambda: late + 2 * HOUR)
    assert list(Notice.objects.values_list("member", "code")) == [(cast.jonas.pk, "booking.0.guest")]


def test_taking_the_time_back_calls_a_withheld_booking_off(cast: Cast):
    block(cast)
    begin(cast)
    made = Booking.objects.get()
    actions.drop_slot(actor=cast.mara, slot_id=made.slot_id, at=cast.now)
    made.refresh_from_db()
    assert made.cancelled_at == cast.now


@pytest.mark.parametrize("blocker", ["mara", "jonas"])
def test_thanks_beside_a_block_look_said_and_are_never_delivered(cast: Cast, blocker: str):
    begin(cast)
    made = Booking.objects.select_related("slot").get()
    over = made.slot.ends_at + HOUR
    actions.tell_met(actor=cast.jonas, booking_id=made.pk, met=True, at=over)
    one, other = (cast.mara, cast.jonas) if blocker == "mara" else (cast.jonas, cast.mara)
    Block.objects.create(blocker=one, blocked=other, at=over)
    actions.say_thanks(actor=cast.jonas, booking_id=made.pk, text="Das war eine Woche wert.", at=over)
    Block.objects.all().delete()
    run_due(clock=lambda: over)
    assert queries.booking(cast.jonas, made.pk, over).thanks == "Das war eine Woche wert."
    assert queries.booking(cast.mara, made.pk, over).thanks == ""
    assert not Notice.objects.filter(member=cast.mara, code="booking.6.host").exists()


def test_who_has_blocked_the_host_reads_their_own_reason(cast: Cast):
    hour = hold(cast, cast.mara)
    Block.objects.create(blocker=cast.jonas, blocked=cast.mara, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.book_slot(actor=cast.jonas, slot_id=slots(hour)[0].pk, text="Eine Frage.", at=cast.now)
    assert queries.one(cast.jonas, hour.pk, cast.now).why_not


def test_delays_differ_from_booking_to_booking(cast: Cast):
    begin(cast)
    made = Booking.objects.select_related("slot__office_hour__space").get()
    found = set()
    for number in range(20):
        made.pk = number
        found.add(rules.lets_go_at(made, made.booked_at))
    assert len(found) > 15
