"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

import pytest

from drittort.talk.conversations import actions, rules
from drittort.talk.conversations.models import Conversation, Message, Participant
from tests.cast import build
from tests.races import at_once

ROUNDS = 3


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_who_begin_at_once_meet_in_one_conversation(world, turn):
    def begin(one, other):
        return lambda: actions.begin_conversation(actor=one, others=[other], text=f"Hallo {other.name}", at=world.now)

    came = at_once(begin(world.mara, world.jonas), begin(world.jonas, world.mara))
    made = Conversation.objects.get()
    assert [c.pk for c in came] == [made.pk, made.pk]
    assert Message.objects.filter(conversation=made).count() == 2
    newest = Message.objects.latest("id").pk
    assert set(Participant.objects.values_list("member_id", "newest_id")) == {(world.mara.pk, newest), (world.jonas.pk, newest)}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_all_that_is_said_at_once_is_there_in_one_order(world, turn):
    people = [world.mara, world.jonas, world.neo, world.ada]
    made = actions.begin_conversation(actor=world.mara, others=people[1:], text="Los!", at=world.now)
    actions.say(actor=world.jonas, conversation_id=made.pk, text="Ja", at=world.now)
    at_once(*[lambda p=p: actions.say(actor=p, conversation_id=made.pk, text=p.name, at=world.now) for p in people])
    ids = list(Message.objects.filter(conversation=made).order_by("id").values_list("pk", flat=True))
    assert len(ids) == 6
    assert set(Participant.objects.values_list("newest_id", flat=True)) == {ids[-1]}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_the_daily_limit_holds_for_somebody_who_begins_twice_at_once(world, turn, monkeypatch):
    monkeypatch.setattr(rules, "MOST_NEW", 1)
    others = [world.jonas, world.neo, world.ada]
    at_once(*[lambda o=o: actions.begin_conversation(actor=world.mara, others=[o], text="Hallo", at=world.now) for o in others])
    assert Conversation.objects.count() == 1
