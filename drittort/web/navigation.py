"""What the frame of a page shows of ways: values that compare by what they say, so that what is made of them can be remembered."""

from __future__ import annotations

from typing import NamedTuple


class Room(NamedTuple):
    """A way into one room of the house; `counts` is the name of the number of what waits, where one stands beside it."""

    url: str
    label: str
    icon: str
    current: bool
    counts: str = ""


class Way(NamedTuple):
    """A link at the foot of the page."""

    url: str
    label: str
