"""The queue: leased, at least once, retried, dead letters visible."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from drittort.core.database import locked
from drittort.core.jobs import queue, runner
from drittort.core.jobs.queue import enqueue, enqueue_due, slot
from drittort.core.models import Job

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
RAN: list[dict] = []


@pytest.fixture(autouse=True)
def _work(monkeypatch):
    RAN.clear()

    def fail(payload, at):
        raise ConnectionError("the server is away")

    monkeypatch.setitem(queue.JOBS, "test.note", queue.Registered(lambda payload, at: RAN.append(payload), 3))
    monkeypatch.setitem(queue.JOBS, "test.fail", queue.Registered(fail, 3))


def at(moment):
    return lambda: moment


@pytest.mark.django_db
def test_a_job_runs_once_and_is_marked_done():
    enqueue("test.note", {"n": 1}, at=NOON)
    assert runner.run_due(clock=at(NOON)) == 1
    assert runner.run_due(clock=at(NOON)) == 0
    assert RAN == [{"n": 1}]
    assert Job.objects.get().done_at == NOON


@pytest.mark.django_db
def test_a_key_enters_the_queue_once_even_after_it_was_done():
    assert enqueue("test.note", {}, at=NOON, key="k")
    assert not enqueue("test.note", {}, at=NOON, key="k")
    runner.run_due(clock=at(NOON))
    assert not enqueue("test.note", {}, at=NOON, key="k")
    assert len(RAN) == 1


@pytest.mark.django_db
def test_a_patient_job_waits_until_nothing_else_is_due(monkeypatch):
    monkeypatch.setitem(queue.JOBS, "test.long", queue.Registered(lambda payload, at: RAN.append(payload), 3, patient=True))
    for n in range(6):
        enqueue("test.long", {"long": n}, at=NOON)
    enqueue("test.note", {"mail": 1}, at=NOON + timedelta(minutes=1))
    enqueue("test.note", {"mail": 2}, at=NOON + timedelta(hours=1))
    assert runner.run_due(clock=at(NOON + timedelta(minutes=1))) == 7
    assert [next(iter(ran)) for ran in RAN] == ["mail"] + ["long"] * 6


@pytest.mark.django_db
def test_a_failure_is_tried_again_later_then_lies_dead_with_its_reason():
    enqueue("test.fail", {}, at=NOON)
    moments = [NOON]
    for _ in range(3):
        runner.run_due(clock=at(moments[-1]))
        moments.append(Job.objects.get().run_at)
    job = Job.objects.get()
    assert [b > a for a, b in pairwise(moments)] == [True, True, True]
    assert job.dead_at is not None
    assert "the server is away" in job.last_error
    assert runner.state()["dead"] == 1
    assert runner.revive(job.pk, NOON + timedelta(days=1))
    assert runner.state() == {"waiting": 1, "running": 0, "dead": 0}


@pytest.mark.django_db
def test_a_killed_workers_job_runs_again_when_its_lease_is_over():
    enqueue("test.note", {}, at=NOON)
    assert runner.claim(NOON) is not None  # claimed, then the process died
    assert runner.claim(NOON + runner.LEASE) is None
    assert runner.run_due(clock=at(NOON + runner.LEASE + timedelta(seconds=1))) == 1
    assert len(RAN) == 1


@pytest.mark.django_db
def test_the_late_end_of_a_lost_lease_writes_nothing():
    enqueue("test.note", {}, at=NOON)
    lost = runner.claim(NOON)
    later = NOON + runner.LEASE + timedelta(seconds=1)
    second = runner.claim(later)
    runner.run(lost, clock=at(later), renew=False)
    assert Job.objects.get().done_at is None
    runner.run(second, clock=at(later), renew=False)
    assert Job.objects.get().done_at == later


@pytest.mark.django_db
def test_a_job_whose_space_is_gone_ends_as_done():
    enqueue("test.fail", {}, at=NOON, space_id=987654)
    runner.run_due(clock=at(NOON))
    job = Job.objects.get()
    assert job.done_at == NOON
    assert job.last_error == "The space is gone."


@pytest.mark.django_db
def test_an_unknown_name_cannot_be_enqueued_and_an_old_row_of_one_dies_visibly():
    with pytest.raises(KeyError):
        enqueue("test.unknown", {}, at=NOON)
    Job.objects.create(name="test.removed", run_at=NOON, created_at=NOON)
    moment = NOON
    for _ in range(3):
        runner.run_due(clock=at(moment))
        moment = Job.objects.get().run_at
    assert "test.removed" in Job.objects.get().last_error
    assert Job.objects.get().dead_at is not None


@pytest.mark.django_db
def test_the_clocks_jobs_come_once_in_each_slot_whoever_looks(monkeypatch):
    monkeypatch.setattr(queue, "SCHEDULES", {"test.note": queue.Schedule("test.note", timedelta(hours=1))})
    assert enqueue_due(NOON) == 1
    assert enqueue_due(NOON + timedelta(minutes=59)) == 0
    assert enqueue_due(NOON + timedelta(minutes=60)) == 1


def test_slots_neither_repeat_nor_skip_when_the_clock_changes():
    hourly = queue.Schedule("x", timedelta(hours=1))
    night = datetime(2026, 10, 24, 22, tzinfo=UTC)
    slots = [slot(hourly, night + timedelta(minutes=30 * k)) for k in range(14)]
    assert slots == sorted(slots)
    assert len(set(slots)) == 7


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        locked(Job.objects.all())
    with transaction.atomic():
        list(locked(Job.objects.all()))


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_run_one_job_twice():
    import threading

    for n in range(30):
        enqueue("test.note", {"n": n}, at=NOON)

    def worker():
        try:
            runner.run_due(clock=at(NOON))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(p["n"] for p in RAN) == list(range(30))


@pytest.mark.django_db
def test_a_lease_is_renewed_again_after_a_renewal_failed(monkeypatch):
    import threading

    asked, twice = [], threading.Event()

    def clock():
        asked.append(1)
        if len(asked) > 1:
            twice.set()
        raise OperationalError("database is locked")

    monkeypatch.setattr(runner, "LEASE", timedelta(milliseconds=30))
    renewal = runner.Renewal(Job(pk=1, lease="x"), clock)
    renewal.start()
    try:
        assert twice.wait(10)
    finally:
        renewal.over.set()
        renewal.join()


@pytest.mark.django_db
def test_the_dead_are_shown_and_tried_again_on_the_command_line(capsys):
    dead = Job.objects.create(
        name="test.note",
        payload={"email": "mara@example.org"},
        run_at=NOON,
        created_at=NOON,
        attempts=3,
        dead_at=NOON,
        last_error="Traceback\nOSError: away",
    )
    call_command("jobs")
    told = capsys.readouterr().out
    assert "dead 1" in told
    assert f"{dead.pk}  test.note  2026-03-28 12:00 UTC  after 3 attempts: OSError: away" in told
    assert "mara" not in told
    call_command("jobs", revive=dead.pk)
    assert "waiting 1, running 0, dead 0" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("jobs", revive=dead.pk)
