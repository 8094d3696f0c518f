"""The ledger read from where one stands: every row that can wake somebody comes once, also when ids commit out of their order."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from drittort.core.live.topics import WAKES
from drittort.core.models import LedgerRow

OVERLAP = 10.0
"""Seconds that are read again: a transaction that began earlier may end later."""
MOST = 500
TRIES = 5
"""How often rows come that cannot be handed out."""


class Feed:
    """Rows since this object was made."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.floor = newest()
        self.marks: deque[tuple[float, int]] = deque()
        self.seen: set[int] = set()
        self.tries = 0
        self.more = False

    @contextmanager
    def batch(self) -> Iterator[list[LedgerRow]]:
        """What is new since the last batch, oldest first; `more` says whether the next one waits already.

        Rows count as seen once the block has ended well: what could not be handed out comes again, a few times.
        """
        now, top = self.clock(), newest()
        rows = LedgerRow.objects.filter(pk__gt=self.floor, kind__in=list(WAKES)).order_by("pk")
        found = list((rows.exclude(pk__in=self.seen) if self.seen else rows)[:MOST])
        self.tries += 1
        try:
            yield found
        except Exception:
            if self.tries < TRIES:
                raise
            # One row that always fails must not keep everything after it from everybody.
            self.pass_on(found, now, top)
            raise
        self.pass_on(found, now, top)

    def pass_on(self, found: list[LedgerRow], now: float, top: int) -> None:
        """These rows do not come again."""
        self.tries, self.more = 0, len(found) == MOST
        if not self.more:
            self.marks.append((now, top))
        while self.marks and self.marks[0][0] <= now - OVERLAP:
            self.floor = self.marks.popleft()[1]
        self.seen = {pk for pk in (*self.seen, *(row.pk for row in found)) if pk > self.floor}


def newest() -> int:
    """The id of the newest row."""
    return LedgerRow.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
