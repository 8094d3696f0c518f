"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

import pytest

from drittort.connect.needs import actions
from drittort.connect.needs.models import Need, NeedAnswer
from drittort.core.errors import HouseError
from drittort.core.models import LedgerRow
from drittort.members.models import StandingLine
from drittort.network.models import Contact
from tests.cast import build
from tests.races import at_once


@pytest.fixture
def world(transactional_db):
    """The named world with a need that two have answered; rows that other connections see."""
    world = build()
    StandingLine.objects.all().delete()
    need = actions.open_need(actor=world.mara, text="Wer leiht mir eine Leiter?", language="de", at=world.now)
    for who in (world.jonas, world.neo):
        actions.answer_need(actor=who, need_id=need.pk, at=world.now)
    return world


def tell(world, **said):
    return lambda: actions.tell_outcome(actor=world.mara, need_id=Need.objects.get().pk, at=world.now, **said)


@pytest.mark.parametrize("turn", range(3))
def test_two_answers_at_once_leave_one_outcome_and_one_contact(world, turn):
    at_once(*(tell(world, said="helped", helper_id=who.pk) for who in (world.jonas, world.neo)))
    need = Need.objects.get()
    contact = Contact.objects.get(kind="help")
    assert {contact.first_id, contact.second_id} == {world.mara.pk, need.helped_by_id}


@pytest.mark.parametrize("turn", range(3))
def test_two_taps_on_still_looking_are_one(world, turn):
    came = at_once(*[tell(world, said="looking")] * 3)
    assert not any(isinstance(one, HouseError) for one in came)
    assert LedgerRow.objects.filter(kind=actions.RENEWED).count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_who_takes_their_answer_back_at_the_same_moment_is_not_named_or_stays_named(world, turn):
    came, _back = at_once(
        tell(world, said="helped", helper_id=world.jonas.pk),
        lambda: actions.withdraw_answer(actor=world.jonas, need_id=Need.objects.get().pk, at=world.now),
    )
    stands = NeedAnswer.objects.get(member=world.jonas).withdrawn_at is None
    assert stands == (not isinstance(came, HouseError)) == Contact.objects.filter(kind="help").exists()


def test_hung_up_twice_at_once_it_hangs_there_once(world):
    def hang() -> object:
        return actions.open_need(actor=world.mara, text="Wer leiht mir eine Säge?", language="de", at=world.now)

    assert len(set(at_once(hang, hang, hang))) == 1
    assert Need.objects.filter(text__contains="Säge").count() == 1
