"""What modules bring when a machine is prepared; each function takes `demo` and does nothing when it was done.

Pages may load meanwhile: whoever starts both at once holds `being_prepared`, and pages ask `wait_until_prepared` before they answer anybody.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PREPARED: list[Callable[..., None]] = []
LOCK = "preparing.lock"


@contextmanager
def being_prepared(data: Path) -> Iterator[None]:
    """Let the pages of this folder wait. The lock goes with the process that holds it, however that ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def wait_until_prepared(data: Path) -> None:
    """Return when nobody prepares this folder (any more)."""
    try:
        with (data / LOCK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return
