"""From contact rows to the engine's interactions and networks. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from drittort.engine.capital.newcomers import tie_starts
from drittort.engine.graph import Interactions, Ints, Network, build_network
from drittort.network.models import Contact
from drittort.network.ties.days import ROW, day_number, day_of, kept_since


@dataclass(frozen=True, slots=True)
class Days:
    """Contact rows of a house as arrays over k rows: positions of the two in `ids`, day number, kind and both weights."""

    ids: Ints
    first: Ints
    second: Ints
    day: Ints
    kind: Ints
    kinds: tuple[str, ...]
    forth: np.typing.NDArray[np.float64]
    back: np.typing.NDArray[np.float64]

    def interactions(self, people: Sequence[int], until: date) -> Interactions:
        """The rows among `people` (ids in ascending order) up to a day, each direction a row of its own."""
        wanted = np.asarray(people, dtype=np.int64)
        place = np.full(len(self.ids), -1, dtype=np.int64)
        if len(wanted) and len(self.ids):
            at = np.minimum(np.searchsorted(wanted, self.ids), len(wanted) - 1)
            place = np.where(wanted[at] == self.ids, at, -1)
        first, second = place[self.first], place[self.second]
        kept = (first >= 0) & (second >= 0) & (self.day <= day_number(until))
        forth, back = kept & (self.forth > 0), kept & (self.back > 0)
        day = self.day.astype(np.float64)
        return Interactions(
            tuple(str(person) for person in people),
            np.concatenate([first[forth], second[back]]),
            np.concatenate([second[forth], first[back]]),
            np.concatenate([day[forth], day[back]]),
            np.concatenate([self.kind[forth], self.kind[back]]),
            self.kinds,
            np.concatenate([self.forth[forth], self.back[back]]),
        )

    def network(self, people: Sequence[int], as_of: date) -> Network:
        """The engine's network of `people` (ascending ids) on a day; who has no contact is in it without a tie."""
        return build_network(self.interactions(people, as_of), now=float(day_number(as_of)))


def days_of_house(space_id: int, as_of: date, since: date | None = None) -> Days:
    """All contacts of a house up to a day that are still kept on it, or were on an earlier day `since`."""
    rows = Contact.objects.filter(space_id=space_id, on__gte=kept_since(since or as_of), on__lte=as_of)
    return days_from(rows.order_by("pk").values_list(*ROW).iterator(chunk_size=5000))


def days_from(rows: Iterable[tuple[int, int, date, str, float, float]]) -> Days:
    """Arrays of rows (first, second, day, kind, forth, back)."""
    code: dict[str, int] = {}
    gathered = [(a, b, day_number(on), code.setdefault(kind, len(code)), forth, back) for a, b, on, kind, forth, back in rows]
    whole = np.array([row[:4] for row in gathered], dtype=np.int64).reshape(-1, 4)
    weights = np.array([row[4:] for row in gathered], dtype=np.float64).reshape(-1, 2)
    ids, place = np.unique(whole[:, :2], return_inverse=True)
    place = place.reshape(-1, 2).astype(np.int64)
    return Days(ids, place[:, 0], place[:, 1], whole[:, 2], whole[:, 3], tuple(code), weights[:, 0], weights[:, 1])


@dataclass(frozen=True, slots=True)
class PairTie:
    """A pair's strength on a day, how many days they had contact, and the last of them."""

    first: int
    second: int
    forth: float
    back: float
    days: int
    last_on: date


def pair_ties(days: Days, people: Sequence[int], as_of: date) -> list[PairTie]:
    """Every pair of `people` (ascending ids) that has a contact, in the order of their ids."""
    wanted = np.asarray(people, dtype=np.int64)
    inside = np.isin(days.ids, wanted)
    kept = inside[days.first] & inside[days.second] & (days.day <= day_number(as_of)) & ((days.forth > 0) | (days.back > 0))
    if not kept.any():
        return []
    strength = days.network(people, as_of).strength
    n = len(days.ids)
    pair_day = np.unique(np.stack([days.first[kept] * n + days.second[kept], days.day[kept]], axis=1), axis=0)
    pair, start, count = np.unique(pair_day[:, 0], return_index=True, return_counts=True)
    last = pair_day[start + count - 1, 1]
    first, second = days.ids[pair // n], days.ids[pair % n]
    a, b = np.searchsorted(wanted, first), np.searchsorted(wanted, second)
    forth, back = np.asarray(strength[a, b]).ravel(), np.asarray(strength[b, a]).ravel()
    return [
        PairTie(int(i), int(j), float(f), float(g), int(k), day_of(d))
        for i, j, f, g, k, d in zip(first, second, forth, back, count, last, strict=True)
    ]


def first_ties(days: Days, people: Sequence[int], as_of: date) -> dict[int, date]:
    """For those of `people` (ascending ids) who ever had a tie up to a day: the first day on which they had one."""
    pairs, when = tie_starts(days.interactions(people, as_of), now=float(day_number(as_of)))
    found: dict[int, date] = {}
    for (a, b), moment in sorted(zip(pairs.tolist(), when.tolist(), strict=True), key=lambda row: row[1]):
        for place in (a, b):
            found.setdefault(people[place], day_of(moment))
    return found
