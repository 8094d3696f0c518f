"""The manager and the clock at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drittort.connect.introductions.models import Introduction, Round
from drittort.connect.rounds import actions, jobs
from drittort.connect.rounds.models import DraftSeat, Gathering, GroupDraft, Seat, Series
from drittort.core.errors import OutOfDate
from drittort.core.models import LedgerRow
from tests.cast import build
from tests.races import at_once

TURNS = 3


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def drafted(world, *groups, size="pairs"):
    series = Series.objects.create(space=world.house, name="Runde", size=size, opened_at=world.now, same_company=True)
    made = Round.objects.create(
        space=world.house,
        series=series,
        made_at=world.now,
        seed=1,
        value=1,
        bound=1,
        engine="test",
        sends_at=world.now + timedelta(hours=24),
    )
    for position, people in enumerate(groups):
        group = GroupDraft.objects.create(round=made, position=position, value=1)
        DraftSeat.objects.bulk_create(DraftSeat(group=group, member=m) for m in people)
    return made


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_swap_while_the_round_goes_out_is_either_in_or_refused(world, turn):
    made = drafted(world, (world.mara, world.jonas), (world.neo, world.olga))
    due = made.sends_at
    swapped, _sent = at_once(
        lambda: actions.swap_people(actor=world.hanna, round_id=made.pk, member_id=world.mara.pk, other_id=world.neo.pk, at=due),
        lambda: jobs.send({}, due),
    )
    jobs.send({}, due)
    asked = {frozenset(pair) for pair in Introduction.objects.values_list("first_id", "second_id")}
    as_drawn = {frozenset((world.mara.pk, world.jonas.pk)), frozenset((world.neo.pk, world.olga.pk))}
    as_swapped = {frozenset((world.neo.pk, world.jonas.pk)), frozenset((world.mara.pk, world.olga.pk))}
    assert asked == (as_drawn if isinstance(swapped, OutOfDate) else as_swapped)
    assert LedgerRow.objects.filter(kind=actions.SENT).count() == 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_two_workers_and_a_manager_send_a_round_once(world, turn):
    made = drafted(world, (world.mara, world.jonas), (world.neo, world.olga))
    at_once(
        lambda: jobs.send({}, made.sends_at),
        lambda: jobs.send({}, made.sends_at),
        lambda: actions.send_round(actor=world.hanna, round_id=made.pk, at=made.sends_at),
    )
    jobs.send({}, made.sends_at)
    assert Introduction.objects.count() == 2
    assert LedgerRow.objects.filter(kind=actions.SENT).count() == 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_the_last_yes_and_the_end_of_the_time_at_once_set_a_table_once(world, turn):
    people = (world.mara, world.jonas, world.neo)
    table = Gathering.objects.create(space=world.house, proposed_at=world.now, expires_at=world.now + timedelta(days=7))
    Seat.objects.bulk_create(Seat(gathering=table, member=m, accepted_at=None if m == world.neo else world.now) for m in people)
    end = table.expires_at
    at_once(
        lambda: actions.take_seat(actor=world.neo, gathering_id=table.pk, at=end - timedelta(milliseconds=1)),
        lambda: actions.decide_due(at=end),
    )
    table.refresh_from_db()
    assert table.introduced_at is not None
    assert LedgerRow.objects.filter(kind=actions.TOGETHER).count() == 1
