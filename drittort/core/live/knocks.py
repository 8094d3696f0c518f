"""A brake on knocking: whoever has no session here costs a question to the database, so only so many are asked.

It counts in memory and by connection what was refused; who is let in counts nothing. The process that holds streams has one thread for its questions, and
listeners wait behind those who knock: so no more than a few of them may wait at once, however many connections they come from.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable

SESSION = re.compile(r"[a-z0-9]{32}")
MOST, WITHIN = 20, 60.0
"""So many refusals of one connection in so many seconds."""
MOST_CONNECTIONS = 5000
MOST_WAITING = 500
"""A question takes about a millisecond; and after a restart all browsers of a house come back within seconds: a few hundred must find room at once."""


class Knocks:
    """What was refused in this minute, and how many wait for an answer."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.refused: Counter[str] = Counter()
        self.since = clock()
        self.waiting = 0

    def too_many(self, connection: str) -> bool:
        """Whether a connection was refused so often lately that it is not asked for."""
        if self.clock() - self.since >= WITHIN or len(self.refused) > MOST_CONNECTIONS:
            self.refused.clear()
            self.since = self.clock()
        return self.refused[connection] >= MOST

    def is_crowded(self) -> bool:
        """Whether so many wait that nobody else may."""
        return self.waiting >= MOST_WAITING


def can_be_session(key: str) -> bool:
    """Whether a key looks like one that this house gives: nothing else is worth a question."""
    return SESSION.fullmatch(key) is not None
