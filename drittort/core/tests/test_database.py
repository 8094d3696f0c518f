"""Loops that write while others write, too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, OperationalError
from django.utils import timezone

from drittort.core.backends.sqlite3 import base
from drittort.core.database import in_steps
from drittort.core.jobs.queue import JOBS
from drittort.core.models import Job
from tests.races import at_once


def note(pk: int, text: str) -> None:
    """Write on one row, in a transaction of its own."""
    with transaction.atomic():
        Job.objects.filter(pk=pk).update(last_error=text)


@pytest.mark.django_db(transaction=True)
def test_a_loop_that_writes_is_not_stopped_by_what_another_process_writes_meanwhile():
    now = timezone.now()
    rows = [Job.objects.create(name="x", run_at=now, created_at=now) for _ in range(7)]
    seen = []
    for one in in_steps(Job.objects.all(), size=3):
        at_once(lambda: note(rows[-1].pk, f"elsewhere {len(seen)}"))
        note(one.pk, "here")
        seen.append(one.pk)
    assert seen == [row.pk for row in rows]
    assert set(Job.objects.values_list("last_error", flat=True)) == {"here"}
    if connection.vendor == "sqlite":
        open_question = Job.objects.order_by("pk").iterator(chunk_size=2)
        next(open_question)
        at_once(lambda: note(rows[-1].pk, "elsewhere"))
        with pytest.raises(OperationalError):
            note(rows[0].pk, "the picture of the beginning is an old one")
        open_question.close()


@pytest.mark.django_db
def test_writers_of_sqlite_wait_at_moments_of_their_own_and_not_for_ever(monkeypatch, tmp_path):
    pauses: list[float] = []
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=1"}
    database = {"ENGINE": "drittort.core.backends.sqlite3", "NAME": tmp_path / "file.sqlite3", "OPTIONS": options}
    house = ConnectionHandler({"default": database, "other": database})
    with transaction_of(house["default"]):
        monkeypatch.setattr(base, "PATIENCE", 0.1)
        monkeypatch.setattr(base, "sleep", pauses.append)
        with pytest.raises(OperationalError, match="locked"), transaction_of(house["other"]):
            pass
    assert len(set(pauses)) == len(pauses) > 20
    assert 0 < min(pauses) < base.LONGEST / 5 < max(pauses) <= base.LONGEST
    monkeypatch.undo()
    with transaction_of(house["other"]):
        pass
    house.close_all()


@contextmanager
def transaction_of(one: BaseDatabaseWrapper) -> Iterator[None]:
    """A transaction on a connection that is none of the settings'."""
    one.ensure_connection()
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
    finally:
        one.rollback()
        one.set_autocommit(True)


@pytest.mark.django_db(transaction=True)
def test_every_night_the_database_learns_how_large_its_tables_are():
    now = timezone.now()
    for number in range(3):
        Job.objects.create(name=f"x{number}", run_at=now, created_at=now)
    JOBS["core.database.measure"].function({}, now)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'core_job'")
            assert all(row[0].split()[0] in ("3", "0") for row in cursor.fetchall())
            cursor.execute("DELETE FROM sqlite_stat1")
