"""Django's backend for SQLite, but whoever waits to write looks again at moments of their own.

SQLite's own handler sleeps 1, 2, 5 ... 100 ms, the same for all: writers who began together wake together, one goes on and all others sleep another
100 ms while the file lies idle (sixty clients at once: eight writes a second). Random short waits, as in Ethernet's exponential backoff (Metcalfe and Boggs 1976),
part them.
"""

from __future__ import annotations

import random
from time import monotonic, sleep

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds: how long a writer waits at most, and how long between two looks at most.
PATIENCE = 20.0
LONGEST = 0.025


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for the place of the writer with random pauses."""

    def _start_transaction_under_autocommit(self) -> None:
        self.connection.execute("PRAGMA busy_timeout=1")
        try:
            self._wait_to_begin()
        finally:
            # Single writes without a transaction, checkpoints and the like wait in SQLite's own way.
            self.connection.execute(f"PRAGMA busy_timeout={PATIENCE * 1000:.0f}")

    def _wait_to_begin(self) -> None:
        """Begin, or look again after a while; raises OperationalError when `PATIENCE` is at its end."""
        until, pause = monotonic() + PATIENCE, 0.002
        while True:
            asked = monotonic()
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
                return
            except OperationalError as error:
                # SQLite waits for its millisecond, or knows that waiting is vain: a question left open holds an old picture.
                in_vain = monotonic() - asked < 0.001
                if in_vain or "locked" not in str(error) or monotonic() > until:
                    raise
            sleep(random.uniform(0.0005, pause))
            pause = min(2 * pause, LONGEST)
