"""The same link twice at one moment, and a wave counted by three at once: on a database that really commits."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from drittort.core.errors import HouseError
from drittort.core.models import LedgerRow
from drittort.pulse.surveys import actions, box, counting, keys
from drittort.pulse.surveys import jobs as surveys
from drittort.pulse.surveys.models import SurveyBallot, SurveyToken, SurveyWave
from drittort.pulse.surveys.tests.world import DAY, ballot, wave_of
from drittort.pulse.surveys.tokens import mark_of
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def test_a_link_counts_once_however_fast_it_comes_and_a_wave_is_counted_once(world):
    wave = wave_of(world.house, world.now)
    wave.lock = box.lock_of(keys.make(keys.BOX, actions.name_of(wave)))
    wave.save()
    SurveyToken.objects.bulk_create(SurveyToken(mark=mark_of(f"link {k}"), wave=wave) for k in range(9))
    rng = Random(1)

    def answers(k):
        content = ballot(rng)

        def act():
            with suppress(HouseError):
                actions.answer(token=f"link {k}", content=content, at=world.now)

        return act

    at_once(*(answers(k) for k in range(3) for _twice in range(3)))
    assert (SurveyBallot.objects.count(), SurveyToken.objects.count()) == (3, 6)
    for k in range(3, 9):
        answers(k)()
    at_once(*(lambda: counting.count_wave(wave.pk, world.now + 15 * DAY) for _thrice in range(3)))
    wave = SurveyWave.objects.get()
    assert (wave.answered, wave.counted) == (9, 9)
    assert LedgerRow.objects.filter(kind=actions.CLOSED).count() == 1
    # On a database that commits the tables are written anew as well.
    surveys.count({}, world.now + 16 * DAY)
    assert not SurveyBallot.objects.exists()
