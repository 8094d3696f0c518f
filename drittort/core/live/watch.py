"""Notices that somebody committed: on SQLite by its count of changes, on PostgreSQL by being told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from drittort.core.live.topics import CHANNEL

LOG = logging.getLogger(__name__)
EVERY = 0.1
PAUSE = 2.0


def watch(wake: Callable[[], None], stop: threading.Event) -> None:
    """Call `wake` after commits of others until `stop`; for a thread of its own. When the database is away it comes back by itself."""
    look = changes_of_file if connection.vendor == "sqlite" else notifications
    while not stop.is_set():
        try:
            look(wake, stop)
        except DatabaseError as error:
            LOG.warning("live: the database does not answer: %s", error)
            stop.wait(PAUSE)
        finally:
            connection.close()


def changes_of_file(wake: Callable[[], None], stop: threading.Event) -> None:
    """SQLite: a number that changes when another connection has committed. Reading it costs some microseconds.

    The first look wakes too: what was committed before it is found in the ledger.
    """
    known = None
    with connection.cursor() as cursor:
        while True:
            cursor.execute("PRAGMA data_version")
            found = cursor.fetchone()[0]
            if found != known:
                wake()
            known = found
            if stop.wait(EVERY):
                return


def notifications(wake: Callable[[], None], stop: threading.Event) -> None:
    """PostgreSQL: one listener for the whole process."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    # What was committed before somebody listened is found in the ledger.
    wake()
    raw = connection.connection
    while not stop.is_set():
        with connection.wrap_database_errors:
            if list(raw.notifies(timeout=1.0, stop_after=1)):
                wake()
