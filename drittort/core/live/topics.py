"""What may be new, and for whom: each module says which ledger rows wake whom, and which numbers stand in the frame of a page.

A topic is a word in a page (`data-topic`). The stream carries topics and a reader's own numbers, never what was said: browsers fetch that from the
page's own address, so what somebody may read is decided in one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from drittort.core.models import LedgerRow

CHANNEL = "drittort_live"
Wakes = Callable[[Sequence[LedgerRow], Collection[int]], Iterable[tuple[int, str]]]
Numbers = Callable[[Collection[int]], Mapping[int, int]]
WAKES: dict[str, list[Wakes]] = defaultdict(list)
NUMBERS: dict[str, Numbers] = {}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who may listen: a member in a house, by a session."""

    session_key: str
    account_id: int
    member_id: int


Find = Callable[[str, str, datetime], Who | None]
Still = Callable[[Collection[Who], datetime], set[Who]]


def topic(*kinds: str) -> Callable[[Wakes], Wakes]:
    """Register a function (ledger rows of `kinds`, ids of members who listen) that gives (member id, topic) for whoever may read what each row tells of.

    It decides for every row and reader; its questions to the database are as many for two hundred listeners as for one.
    """

    def register(function: Wakes) -> Wakes:
        for kind in kinds:
            if function not in WAKES[kind]:
                WAKES[kind].append(function)
        return function

    return register


def number(name: str, function: Numbers) -> None:
    """Register a number in the frame of pages (`data-count`): a function from ids of members to how much waits for each; nothing is nought."""
    NUMBERS[name] = function


find_listener: Find = lambda session_key, slug, at: None  # noqa: E731
still_listening: Still = lambda listeners, at: set()  # noqa: E731


def register_listeners(*, find: Find, still: Still) -> None:
    """Tell core who may listen: `find` by session and house (None: a stranger), and who of some `still` may. Nobody until then."""
    global find_listener, still_listening
    find_listener, still_listening = find, still


def live_address(slug: str) -> str:
    """Where the event stream of a house is, as seen from a page: beside it, or at another port of the same machine (":8001/...")."""
    return f"{':' if settings.LIVE_PORT else ''}{settings.LIVE_PORT}/-/live/{slug}/"


def announce(row: LedgerRow) -> None:
    """Wake the streams when the transaction of a row ends. SQLite's watcher sees that by itself."""
    if row.kind in WAKES and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def woken(rows: Sequence[LedgerRow], members: Collection[int]) -> dict[int, set[str]]:
    """Who of some members is told of which topics by these rows."""
    found: dict[int, set[str]] = defaultdict(set)
    for function in dict.fromkeys(each for row in rows for each in WAKES.get(row.kind, ())):
        mine = [row for row in rows if function in WAKES.get(row.kind, ())]
        for member_id, name in function(mine, members):
            found[member_id].add(name)
    return found


def numbers(members: Collection[int]) -> dict[int, dict[str, int]]:
    """The numbers in the frame of each member's pages."""
    told = {name: function(members) for name, function in NUMBERS.items()}
    return {member: {name: each.get(member, 0) for name, each in told.items()} for member in members}
