"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

import pytest

from drittort.connect.mentoring import actions, drafting
from drittort.connect.mentoring.models import MentoringCandidate, MentoringPair
from drittort.connect.mentoring.tests.making import MENTEE, MENTOR, applies, asked, drafted, season_of
from drittort.core.errors import OutOfDate
from drittort.core.models import LedgerRow
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


@pytest.mark.parametrize("turn", range(2))
def test_two_yeses_at_once_begin_it_once(world, turn):
    pair = asked(world)
    at_once(*((lambda who=who: actions.accept_pair(actor=who, pair_id=pair.pk, at=world.now)) for who in (world.jonas, world.mara)))
    pair.refresh_from_db()
    assert pair.begun_at == world.now
    assert LedgerRow.objects.filter(kind=actions.BEGUN).count() == 1


@pytest.mark.parametrize("turn", range(2))
def test_a_swap_while_the_draft_goes_out_is_either_in_or_refused(world, turn):
    season = season_of(world)
    for who in (world.jonas, world.olga):
        applies(world, season, who, MENTOR)
    applies(world, season, world.mara, MENTEE)
    drafted(world, season, world.now)
    other = MentoringCandidate.objects.get(mentee__season=season, drafted_at=None)
    swapped, _sent = at_once(
        lambda: drafting.choose_candidate(actor=world.hanna, candidate_id=other.pk, at=world.now),
        lambda: actions.send_season(actor=world.hanna, season_id=season.pk, at=world.now),
    )
    asked_mentor = MentoringPair.objects.get().mentor_id
    assert (asked_mentor == other.mentor.member_id) is not isinstance(swapped, OutOfDate)
