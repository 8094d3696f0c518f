"""Two at once: threads with connections of their own, on a database that really commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from drittort.core.errors import HouseError


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run functions in threads that start together; what each returned, or the house's error it raised. Any other error fails the test."""
    start = threading.Barrier(len(works))
    came: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait()
            came[place] = work()
        except Exception as error:
            came[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    faults = [c for c in came if isinstance(c, Exception) and not isinstance(c, HouseError)]
    assert not faults, faults
    return came
