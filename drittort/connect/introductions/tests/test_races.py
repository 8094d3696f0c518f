"""Two people or two processes at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drittort.connect.introductions import actions, rules
from drittort.connect.introductions.models import Draft, Introduction, Round, Side
from drittort.core.errors import HouseError, OutOfDate
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow, Mail
from tests.cast import build
from tests.races import at_once

ROUNDS = 3


@pytest.fixture
def world(transactional_db):
    """The named world, with rows that other connections see."""
    return build()


def rows(kind, introduction):
    return LedgerRow.objects.filter(kind=kind, subject_id=introduction.pk).count()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_yeses_at_once_open_contact_once(world, turn):
    pair = actions.propose_introduction(actor=world.hanna, first=world.mara, second=world.jonas, text="", at=world.now)

    def yes(person):
        return lambda: actions.accept_introduction(actor=person, introduction_id=pair.pk, at=world.now)

    # Each taps twice, as with a slow connection.
    came = at_once(*[yes(person) for person in (world.mara, world.jonas, world.mara, world.jonas)])
    assert not [c for c in came if isinstance(c, HouseError)]
    pair.refresh_from_db()
    assert pair.introduced_at == world.now
    assert rows(actions.INTRODUCED, pair) == 1
    run_due(clock=lambda: world.now)
    assert Mail.objects.filter(headers__has_key="Reply-To").count() == 2


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_yes_and_the_expiry_at_once_end_in_one_of_the_two(world, turn):
    pair = actions.propose_introduction(actor=world.hanna, first=world.mara, second=world.jonas, text="", at=world.now)
    actions.accept_introduction(actor=world.mara, introduction_id=pair.pk, at=world.now)
    end = pair.expires_at
    # The yes began a moment before the end; the job runs a moment after it.
    yes, closed = at_once(
        lambda: actions.accept_introduction(actor=world.jonas, introduction_id=pair.pk, at=end - timedelta(milliseconds=1)),
        lambda: actions.expire_due(at=end),
    )
    pair.refresh_from_db()
    assert (pair.introduced_at is None) != (pair.expired_at is None)
    assert (rows(actions.INTRODUCED, pair), rows(actions.EXPIRED, pair)) == ((1, 0) if pair.introduced_at else (0, 1))
    assert isinstance(yes, OutOfDate) == (pair.introduced_at is None)
    assert closed == (0 if pair.introduced_at else 1)
    assert Side.objects.exclude(accepted_at=None).count() == (2 if pair.introduced_at else 1)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_a_yes_and_a_changed_mind_at_once_never_open_contact_against_a_no(world, turn):
    pair = actions.propose_introduction(actor=world.hanna, first=world.mara, second=world.jonas, text="", at=world.now)
    actions.accept_introduction(actor=world.mara, introduction_id=pair.pk, at=world.now)
    _yes, no = at_once(
        lambda: actions.accept_introduction(actor=world.jonas, introduction_id=pair.pk, at=world.now),
        lambda: actions.decline_introduction(actor=world.mara, introduction_id=pair.pk, at=world.now),
    )
    pair.refresh_from_db()
    # Whoever said no is either heard, or told that contact is open already.
    assert isinstance(no, OutOfDate) == (pair.introduced_at is not None)


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_managers_send_one_draft_once(world, turn):
    made = Round.objects.create(space=world.house, made_at=world.now, seed=1, value=1, bound=1, engine="test")
    draft = Draft.objects.create(round=made, first=world.mara, second=world.jonas, position=0, value=1, parts={}, reasons=[])

    def send(manager):
        return lambda: actions.send_draft(actor=manager, draft_id=draft.pk, text="Ihr beide!", at=world.now)

    came = at_once(send(world.hanna), send(world.olga))
    assert sum(isinstance(c, Introduction) for c in came) == sum(isinstance(c, OutOfDate) for c in came) == 1
    assert rows(actions.PROPOSED, Introduction.objects.get()) == 1


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_proposals_at_once_keep_to_two_open_ones(world, turn):
    pairs = [(world.mara, other) for other in (world.jonas, world.neo, world.olga, world.hanna)]
    at_once(*[lambda p=p: actions.propose_introduction(actor=world.hanna, first=p[0], second=p[1], text="", at=world.now) for p in pairs])
    assert Introduction.objects.of(world.mara.pk).count() == rules.MOST_OPEN


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_two_managers_who_swap_at_once_take_two_spares(world, turn):
    made = Round.objects.create(space=world.house, made_at=world.now, seed=1, value=1, bound=1, engine="test")
    pairs = [(world.mara, world.jonas), (world.neo, world.ada), (world.hanna, world.mara), (world.olga, world.jonas)]
    rows = [
        Draft.objects.create(
            round=made, first=min(p, key=lambda m: m.pk), second=max(p, key=lambda m: m.pk), position=k, value=1, parts={}, reasons=[], spare=k > 1
        )
        for k, p in enumerate(pairs)
    ]  # fmt: skip
    at_once(
        lambda: actions.swap_draft(actor=world.hanna, draft_id=rows[0].pk, at=world.now),
        lambda: actions.swap_draft(actor=world.olga, draft_id=rows[1].pk, at=world.now),
    )
    assert Draft.objects.filter(spare=False).count() == 2
    assert len(set(Draft.objects.values_list("position", flat=True))) == 4
