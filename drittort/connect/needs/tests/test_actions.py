"""Help that is offered: who is told, who comes too late."""

import pytest

from drittort.connect.needs import actions
from drittort.connect.needs.models import Need
from drittort.core.errors import NotAllowed, NotFound, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from drittort.members.models import Block


@pytest.fixture
def need(cast):
    return actions.open_need(actor=cast.mara, text="Wer kennt eine gute Druckerei?", language="de", at=cast.now)


def mails(cast):
    run_due(clock=lambda: cast.now)
    return [(m.to_address, m.headers["Reply-To"]) for m in Mail.objects.all()]


def test_the_asker_learns_who_helps(cast, need):
    for _ in range(2):
        actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert mails(cast) == [("mara@lagerhaus.example", "Jonas Falk <jonas@lagerhaus.example>")]
    assert LedgerRow.objects.filter(kind=actions.ANSWERED).count() == 1


def test_whoever_comes_second_is_not_told_that_mail_goes_out(cast, need):
    actions.answer_need(actor=cast.jonas, need_id=need.pk, at=cast.now)
    assert cast.client(cast.neo).post(f"/lagerhaus/needs/{need.pk}/answer/").status_code == 409
    with pytest.raises(OutOfDate):
        actions.answer_need(actor=cast.neo, need_id=need.pk, at=cast.now)
    assert Need.objects.get().answered_by == cast.jonas


@pytest.mark.parametrize("asker_blocks", [True, False])
def test_beside_a_block_help_looks_sent_and_is_not(cast, need, asker_blocks):
    blocker, blocked = (cast.mara, cast.jonas) if asker_blocks else (cast.jonas, cast.mara)
    Block.objects.create(blocker=blocker, blocked=blocked, at=cast.now)
    assert cast.client(cast.jonas).post(f"/lagerhaus/needs/{need.pk}/answer/").status_code == 302
    assert mails(cast) == []


def test_one_needs_to_be_of_the_house_and_somebody_else(cast, need):
    with pytest.raises(NotFound):
        actions.answer_need(actor=cast.sten, need_id=need.pk, at=cast.now)
    with pytest.raises(NotAllowed):
        actions.answer_need(actor=cast.mara, need_id=need.pk, at=cast.now)
