"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from drittort.connect.lending import actions
from drittort.connect.lending.models import Loan
from drittort.connect.market.actions import Words, show_listing
from drittort.core.errors import OutOfDate
from tests.cast import build
from tests.races import at_once

DAY = timedelta(days=1)


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


@pytest.mark.parametrize("turn", range(3))
def test_a_thing_is_lent_once_and_the_second_yes_gets_a_kind_sentence(world, turn):
    today = world.house.day(world.now)
    ladder = show_listing(
        actor=world.mara, words=Words("lend", "tools", "Leiter", "", "", "de"), company_id=None, picture=None, at=world.now
    )
    loans = [
        actions.ask_loan(actor=who, listing_id=ladder.pk, from_on=today + days * DAY, until_on=today + 4 * DAY, text="", at=world.now)
        for days, who in ((1, world.jonas), (3, world.neo))
    ]
    came = at_once(*((lambda pk=loan.pk: actions.agree_loan(actor=world.mara, loan_id=pk, at=world.now)) for loan in loans))
    (late,) = [one for one in came if isinstance(one, OutOfDate)]
    assert "jemand" in str(late.reason) or "somebody else" in str(late.reason)
    assert Loan.objects.exclude(agreed_at=None).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_longer_for_one_and_promised_to_another_at_once_never_overlap(world, turn):
    today = world.house.day(world.now)
    ladder = show_listing(
        actor=world.mara, words=Words("lend", "tools", "Leiter", "", "", "de"), company_id=None, picture=None, at=world.now
    )
    first, second = (
        actions.ask_loan(actor=who, listing_id=ladder.pk, from_on=today + at * DAY, until_on=today + at * DAY, text="", at=world.now)
        for at, who in ((1, world.jonas), (3, world.neo))
    )
    actions.agree_loan(actor=world.mara, loan_id=first.pk, at=world.now)
    came = at_once(
        lambda: actions.lend_longer(actor=world.mara, loan_id=first.pk, until_on=today + 5 * DAY, at=world.now),
        lambda: actions.agree_loan(actor=world.mara, loan_id=second.pk, at=world.now),
    )
    assert sum(isinstance(one, OutOfDate) for one in came) == 1
    spans = sorted(Loan.objects.exclude(agreed_at=None).values_list("from_on", "until_on"))
    assert all(one[1] < other[0] for one, other in pairwise(spans))
