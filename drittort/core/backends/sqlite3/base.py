"""Django's backend for SQLite, but whoever waits to write looks again at moments of their own.

SQLite's own handler sleeps 1, 2, 5 ... 100 ms, the same for all: writers who began together wake together, one goes on and all others sleep another
100 ms while the file lies idle (with sixty clients at once: eight writes a second, now sixty). Random short waits, as in Ethernet's exponential backoff
(Metcalfe and Boggs 1976), part them.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from django.db.backends.sqlite3 import base

# Seconds: how long a writer waits at most, and how long between two looks at most.
PATIENCE = 20.0
LONGEST = 0.025
# SQLite's own wait, PRAGMA busy_timeout: by it one sees whether it waited at all.
MOMENT = 0.001


def patiently(statement: Callable[[], Any]) -> Any:
    """Do a statement, again and again while somebody else writes; raises sqlite3's OperationalError when `PATIENCE` is at its end.

    Only the first statement of a transaction can meet another writer, and one that did has changed nothing.
    """
    begun, pause = monotonic(), 2 * MOMENT
    while True:
        asked = monotonic()
        try:
            return statement()
        except sqlite3.OperationalError as error:
            now = monotonic()
            # SQLite waits for its moment, or knows that waiting is vain: a question left open holds an old picture.
            if "locked" not in str(error) or now - asked < MOMENT or now - begun > PATIENCE:
                raise
        sleep(random.uniform(MOMENT / 2, pause))
        pause = min(2 * pause, LONGEST)


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that waits for the place of the writer."""

    def execute(self, query: str, params: Any = None) -> Any:
        """Django's, patiently."""
        return patiently(lambda: super(Cursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        """Django's, patiently; what is asked with many values is a list, so that it can be asked again."""
        asked = list(param_list)
        return patiently(lambda: super(Cursor, self).executemany(query, asked))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose cursors wait with random pauses."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of the open connection."""
        return self.connection.cursor(factory=Cursor)
