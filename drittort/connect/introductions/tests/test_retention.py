"""What was promised to be kept so long is not kept longer, and not shorter."""

from datetime import timedelta

import numpy as np

from drittort.connect.introductions import actions, rounds
from drittort.connect.introductions.models import Draft, Introduction, QuietNo, Round, Side, TextVector
from drittort.connect.needs import actions as needs
from drittort.connect.needs.models import Need
from drittort.core.jobs.runner import run_due
from drittort.core.models import LedgerRow
from drittort.members.models import StandingLine
from tests.fixtures import letters


def a_day_later(at):
    return run_due(clock=lambda: at, schedules=True)


def test_suggestions_last_90_days_introductions_24_months(cast):
    made = Round.objects.create(space=cast.house, made_at=cast.now, seed=1, value=1, bound=1, engine="test")
    Draft.objects.create(round=made, first=cast.mara, second=cast.jonas, position=0, value=1, parts={}, reasons=[])
    pair = actions.propose_introduction(
        actor=cast.hanna, first=cast.mara, second=cast.jonas, text="Hallo", at=cast.now, reasons=[{"code": "common_day", "day": 1}], seed=1
    )
    actions.decline_introduction(actor=cast.mara, introduction_id=pair.pk, at=cast.now)
    actions.forget_old(at=cast.now + timedelta(days=90))
    pair.refresh_from_db()
    assert (pair.reasons, pair.seed, Draft.objects.count()) == ([{"code": "common_day", "day": 1}], 1, 1)
    actions.forget_old(at=cast.now + timedelta(days=91))
    pair.refresh_from_db()
    assert (pair.reasons, pair.parts, pair.seed, pair.text) == ([], {}, None, "Hallo")
    assert not Draft.objects.exists()
    actions.forget_old(at=cast.now + timedelta(days=732))
    assert [model.objects.count() for model in (Introduction, Side, QuietNo)] == [0, 0, 0]


def test_the_clock_asks_for_all_of_it(cast, monkeypatch):
    monkeypatch.setattr("drittort.core.search.borrowed.affinity", letters)
    needs.open_need(actor=cast.mara, text="Wer kennt eine gute Druckerei?", language="de", at=cast.now)
    later = cast.now + timedelta(days=732)
    TextVector.objects.create(key="gone", model="test", data=b"")
    a_day_later(later)
    assert not Need.objects.exists()
    assert not TextVector.objects.filter(key="gone").exists()
    assert not LedgerRow.objects.filter(at__lte=cast.now).exists()


def test_a_vector_lasts_as_long_as_its_text(cast):
    line = StandingLine.objects.filter(side="offer").get()
    for text in (line.text, "Das bietet niemand mehr an."):
        TextVector.objects.create(key=rounds.key_of(text, "test"), model="test", data=np.zeros(2, dtype="<f2").tobytes())
    assert rounds.forget_vectors() == 1
    assert TextVector.objects.get().key == rounds.key_of(line.text, "test")
