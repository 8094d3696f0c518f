"""Many at once at one urn: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

from contextlib import suppress

import pytest

from drittort.core.errors import HouseError
from drittort.inspire.decisions import actions
from drittort.inspire.decisions.models import SecretBallot, TakenPaper
from drittort.inspire.decisions.tests.test_decisions import DAY, asks
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def test_nobody_has_two_papers_and_no_ballot_is_lost_however_fast_they_come(world):
    row = asks(world, secret=True)

    def puts(who, content):
        def act():
            with suppress(HouseError):
                actions.choose(actor=who, decision_id=row.pk, content=content, at=world.now)

        return act

    # Everybody twice at the same moment; then counted by three at once.
    at_once(*(puts(who, [k]) for who in world.everybody() for k in (0, 1)))
    assert (SecretBallot.objects.count(), TakenPaper.objects.count()) == (6, 6)
    at_once(*(lambda: actions.close_decision(decision_id=row.pk, at=world.now + 8 * DAY) for _twice in range(3)))
    row.refresh_from_db()
    assert (row.took_part, sum(row.result["counts"])) == (6, 6)
    assert not SecretBallot.objects.exists()
