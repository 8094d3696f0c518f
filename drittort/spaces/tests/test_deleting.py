"""A house that is deleted while somebody writes into it."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from drittort.connect.needs.actions import open_need
from drittort.connect.needs.models import Need
from drittort.core.jobs.queue import enqueue
from drittort.core.jobs.runner import run_due
from drittort.core.models import Job, LedgerRow, Mail
from drittort.members.models import Consent, Member
from drittort.spaces.actions import delete_space
from drittort.spaces.models import Space
from tests.cast import build


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_whatever_is_written_meanwhile_goes_too(turn):
    world = build()
    gone, begun = threading.Event(), threading.Event()

    def write():
        try:
            while not gone.is_set():
                open_need(actor=world.mara, text="Wer kennt eine gute Druckerei?", language="de", at=world.now)
                # Hangs on a member only, which a lock on the house does not hold back.
                Consent.objects.create(member=world.mara, kind="map", given_at=world.now, revoked_at=world.now)
                begun.set()
        except DatabaseError:
            pass
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(20)
    try:
        delete_space(space=world.house)
    finally:
        gone.set()
        writer.join(20)
    assert not Space.objects.filter(pk=world.house.pk).exists()
    assert not Member.objects.filter(space_id=world.house.pk).exists()
    assert not Need.objects.exists()


@pytest.mark.django_db
def test_rows_that_a_job_wrote_too_late_are_swept_and_jobs_end(cast):
    lost = cast.house.pk
    delete_space(space=cast.house)
    LedgerRow.objects.create(space_id=lost, at=cast.now, kind="x", audience="nobody")
    Mail.objects.create(space_id=lost, to_address="a@b.example", category="x", language="de", message_id="x", created_at=cast.now)
    enqueue("network.rebuild", {"space": lost}, at=cast.now, space_id=lost)
    run_due(clock=lambda: cast.now + timedelta(days=1), schedules=True)
    assert not LedgerRow.objects.filter(space_id=lost).exists()
    assert not Mail.objects.exists()
    assert Job.objects.get(name="network.rebuild", space_id=lost).last_error == "The space is gone."
