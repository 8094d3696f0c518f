"""What modules above tell the network, asked through registries so that it names none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from drittort.network.report.figures import House
    from drittort.network.ties.strength import Days

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month that is about to be published: its first and last day, the house as it stood on the last, and the contacts up to then."""

    space: Any
    first: date
    last: date
    house: House
    days: Days


_proposed: list[Callable[[int, datetime], Pairs]] = []
_received: list[Callable[[int, date], dict[int, int]]] = []
_months: list[Callable[[Month], Callable[[], None]]] = []
_drawn: list[Callable[[Any, datetime], None]] = []


def tells_proposed(function: Callable[[int, datetime], Iterable[tuple[int, int]]]) -> None:
    """Register who is suggested to be introduced: space id and moment to pairs of member ids. For the manager's map."""
    _proposed.append(lambda space_id, at: list(function(space_id, at)))


def tells_received(function: Callable[[int, date], dict[int, int]]) -> None:
    """Register how many introductions each member received: space id and day to counts by member id. For the report."""
    _received.append(function)


def tells_month(function: Callable[[Month], Callable[[], None]]) -> None:
    """Register what else is published of a month. It computes, and gives back what writes: that runs in the transaction in which the month's figures are written, so
    that all of them speak of the same people."""
    _months.append(function)


def draws_too(function: Callable[[Any, datetime], None]) -> None:
    """Register what is drawn at night after report and map: house and moment."""
    _drawn.append(function)


def of_month(month: Month) -> list[Callable[[], None]]:
    """What writes the further figures of a month."""
    return [function(month) for function in _months]


def draw_too(space: Any, at: datetime) -> None:
    """Have drawn what other modules draw at night."""
    for function in _drawn:
        function(space, at)


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
