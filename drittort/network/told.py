"""What modules above tell the network, asked through registries so that it names none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

Pairs = list[tuple[int, int]]

_proposed: list[Callable[[int, datetime], Pairs]] = []
_received: list[Callable[[int, date], dict[int, int]]] = []


def tells_proposed(function: Callable[[int, datetime], Iterable[tuple[int, int]]]) -> None:
    """Register who is suggested to be introduced: space id and moment to pairs of member ids. For the manager's map."""
    _proposed.append(lambda space_id, at: list(function(space_id, at)))


def tells_received(function: Callable[[int, date], dict[int, int]]) -> None:
    """Register how many introductions each member received: space id and day to counts by member id. For the report."""
    _received.append(function)


def proposed(space_id: int, at: datetime) -> Pairs:
    """Pairs that are suggested at a moment, each once, the smaller id first."""
    pairs = (pair for function in _proposed for pair in function(space_id, at))
    return list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))


def received(space_id: int, as_of: date) -> dict[int, int] | None:
    """Introductions received by member id up to a day; None where nobody tells."""
    if not _received:
        return None
    counts: dict[int, int] = {}
    for function in _received:
        for member, count in function(space_id, as_of).items():
            counts[member] = counts.get(member, 0) + count
    return counts
