"""From interactions to a network: typed weights, days with contact, decay."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from drittort.engine.channels import CHANNELS, HALF_LIFE, LARGEST_EVENT, MUTUAL, THETA

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Interactions:
    """Rows of contact between people, as arrays.

    `ids` are the people in sorted order (so the order of rows in a file decides nothing); `source` and `target` are positions in it, int64[m];
    `at` is float64[m], days since 1970-01-01 UTC, nan where no time is known; `kind` is int64[m], positions in `kinds`;
    `weight` is float64[m], what the row adds to its day (channel weight times the given weight).
    """

    ids: tuple[str, ...]
    source: Ints
    target: Ints
    at: Floats
    kind: Ints
    kinds: tuple[str, ...]
    weight: Floats

    def __len__(self) -> int:
        return len(self.source)

    def select(self, rows: Flags | Ints) -> "Interactions":
        """Return the chosen rows (boolean mask or positions) over the same people."""
        return Interactions(self.ids, self.source[rows], self.target[rows], self.at[rows], self.kind[rows], self.kinds, self.weight[rows])


@dataclass(frozen=True, slots=True)
class Network:
    """People and their ties at one moment.

    `strength` is W, (n, n) float64 csr, directed and decayed, zero diagonal, w_ij what i gave to j; `adjacency` is A, (n, n) float64 csr of zeros and
    ones, symmetric, max(W, W') >= theta; `now` is the moment in days since 1970-01-01 UTC (0 where nothing has a time); `half_life` and `theta` made it.
    """

    ids: tuple[str, ...]
    strength: sp.csr_array
    adjacency: sp.csr_array
    now: float
    half_life: float = HALF_LIFE
    theta: float = THETA

    def __len__(self) -> int:
        return len(self.ids)


def interactions(
    source: Sequence[str],
    target: Sequence[str],
    at: Sequence[float] | Floats | None = None,
    kind: Sequence[str] | None = None,
    weight: Sequence[float] | Floats | None = None,
    *,
    people: Iterable[str] = (),
) -> Interactions:
    """Return interactions from m rows of ids.

    `at`: days since 1970-01-01 UTC, nan for unknown. `kind`: see `CHANNELS`. `weight`: factor on the channel's weight, nan for none (1). `people`:
    further ids without a row. Rows of a person with themselves are refused (ValueError), as are lengths that differ and weights below zero.

    Rows of kind "event" without a weight share one evening: with k people at the same moment each pair gets 1 / (k - 1), and nothing above
    `LARGEST_EVENT` people. k - 1 is counted as the people with whom the pair's busier half appears at that very moment. Events without a time
    cannot be told apart and count 1, as rows that give a weight count by it.
    """
    m = len(source)
    times = np.full(m, np.nan) if at is None else np.asarray(at, dtype=np.float64)
    given = np.full(m, np.nan) if weight is None else np.asarray(weight, dtype=np.float64)
    names = [""] * m if kind is None else kind
    if not len(target) == len(times) == len(given) == len(names) == m:
        raise ValueError("source, target, at, kind and weight must have the same length")
    if np.any(given < 0) or np.any(np.isinf(given)) or np.any(np.isinf(times)):
        raise ValueError("weights must be finite and not below zero, times finite")
    ids = tuple(sorted({*source, *target, *people}))
    place = {person: i for i, person in enumerate(ids)}
    s = np.fromiter(map(place.__getitem__, source), np.int64, m)
    t = np.fromiter(map(place.__getitem__, target), np.int64, m)
    if np.any(s == t):
        raise ValueError("a person cannot be in contact with themselves")
    kinds = tuple(sorted(set(names)))
    code = {name: i for i, name in enumerate(kinds)}
    codes = np.fromiter(map(code.__getitem__, names), np.int64, m)
    channel = np.array([CHANNELS.get(name, 1.0) for name in kinds], dtype=np.float64)
    weights = (channel[codes] if m else np.zeros(0)) * np.where(np.isnan(given), 1.0, given)
    if "event" in code:
        shared = np.flatnonzero((codes == code["event"]) & np.isnan(given) & ~np.isnan(times))
        weights[shared] *= _event_shares(s[shared], t[shared], times[shared], len(ids))
    return Interactions(ids, s, t, times, codes, kinds, weights)


def _event_shares(source: Ints, target: Ints, at: Floats, n: int) -> Floats:
    """Return 1 / (k - 1) for each row of an event of k people, 0 above `LARGEST_EVENT`."""
    if len(source) == 0:
        return np.zeros(0)
    _, moment = np.unique(at, return_inverse=True)
    low, high = np.minimum(source, target), np.maximum(source, target)
    pairs = np.unique((moment * n + low) * n + high)
    where, rest = np.divmod(pairs, n * n)
    seats = np.concatenate([where * n + rest // n, where * n + rest % n])
    seat, partners = np.unique(seats, return_counts=True)
    others = np.maximum(
        partners[np.searchsorted(seat, moment * n + source)],
        partners[np.searchsorted(seat, moment * n + target)],
    )
    return np.where(others < LARGEST_EVENT, 1.0 / others, 0.0)


def build_network(
    contacts: Interactions,
    *,
    half_life: float = HALF_LIFE,
    theta: float = THETA,
    now: float | None = None,
    people: Sequence[str] = (),
) -> Network:
    """Return the network at `now` (days; the last event unless given).

    For each direction and UTC day with contact c = min(1, sum of the day's weights), and w = sum over the days of c 2^(-(now's day - day) / half_life).
    Rows without a time are one snapshot of what is now: their weights are summed as they stand, neither capped nor decayed. Rows later than
    `now` are left out. The people of the interactions keep their positions; those of `people` who have no row follow, without a tie.
    Raises ValueError unless half_life > 0, theta > 0 and now is finite.
    """
    if not half_life > 0 or not theta > 0 or (now is not None and not math.isfinite(now)):
        raise ValueError("half_life and theta must be above zero, now finite")
    known = set(contacts.ids)
    ids = contacts.ids + tuple(dict.fromkeys(p for p in people if p not in known))
    n = len(ids)
    moment = now if now is not None else last_moment(contacts)
    source, target, day, amount = contact_days(contacts, now=moment)
    age = math.floor(moment) - np.where(np.isnan(day), math.floor(moment), day)
    pair, strength = _sums(source * n + target, amount * np.exp2(-age / half_life))
    positive = strength > 0
    pair, strength = pair[positive], strength[positive]
    rows, columns = (pair // n, pair % n) if n else (pair, pair)
    w = sp.csr_array((strength, (rows, columns)), shape=(n, n))
    w.sort_indices()
    return Network(ids, w, _adjacency(w, theta), moment, half_life, theta)


def last_moment(contacts: Interactions) -> float:
    """Return the latest time of any row in days since 1970-01-01 UTC, 0 where no row has one."""
    dated = contacts.at[~np.isnan(contacts.at)]
    return float(dated.max()) if len(dated) else 0.0


def contact_days(contacts: Interactions, *, now: float | None = None) -> tuple[Ints, Ints, Floats, Floats]:
    """Return source, target, day and amount c, one entry for each direction of a pair and UTC day with contact, sorted in this order.

    c = min(1, sum of the day's weights). Day is nan (and comes first) for rows without a time, whose sum is not capped. Rows later than `now` are left
    out. Kinds in `MUTUAL` count for both directions; written once or both ways round, the fuller direction of the day stands for both.
    """
    n = max(len(contacts.ids), 1)
    dated = ~np.isnan(contacts.at)
    kept = np.ones(len(contacts), dtype=bool) if now is None else ~dated | (contacts.at <= now)
    mutual_kind = np.array([name in MUTUAL for name in contacts.kinds], dtype=bool)
    mutual = mutual_kind[contacts.kind] if len(contacts.kinds) else np.zeros(len(contacts), dtype=bool)
    # Rank 0 stands for "no time"; the days are numbered by rank, so that a stray year costs no memory.
    days, rank = np.unique(np.floor(contacts.at[kept & dated]), return_inverse=True)
    day = np.zeros(len(contacts), dtype=np.int64)
    day[kept & dated] = rank + 1
    width = len(days) + 1

    one_way = kept & ~mutual
    key, total = _sums((contacts.source[one_way] * n + contacts.target[one_way]) * width + day[one_way], contacts.weight[one_way])
    both = kept & mutual
    low, high = np.minimum(contacts.source[both], contacts.target[both]), np.maximum(contacts.source[both], contacts.target[both])
    turned = (contacts.source[both] > contacts.target[both]).astype(np.int64)
    seen, amount = _sums(((low * n + high) * width + day[both]) * 2 + turned, contacts.weight[both])
    forth, start = np.unique(seen // 2, return_index=True)
    fuller = np.maximum.reduceat(amount, start) if len(start) else np.zeros(0)
    pair, on = np.divmod(forth, width)
    back = ((pair % n) * n + pair // n) * width + on
    key, total = _sums(np.concatenate([key, forth, back]), np.concatenate([total, fuller, fuller]))

    pair, on = np.divmod(key, width)
    return pair // n, pair % n, np.concatenate([[np.nan], days])[on], np.where(on == 0, total, np.minimum(1.0, total))


def network_of(ids: Sequence[str], strength: sp.sparray, *, now: float = 0.0, theta: float = THETA) -> Network:
    """Return a network of a given strength matrix W, (n, n); the diagonal is dropped. Raises ValueError for a wrong shape or negative strength."""
    w = sp.coo_array(strength, dtype=np.float64)
    if w.shape != (len(ids), len(ids)) or np.any(w.data < 0) or not np.all(np.isfinite(w.data)):
        raise ValueError("strength must be a square matrix over the ids, finite and not below zero")
    off = (w.row != w.col) & (w.data > 0)
    clean = sp.csr_array((w.data[off], (w.row[off], w.col[off])), shape=w.shape)
    clean.sum_duplicates()
    return Network(tuple(ids), clean, _adjacency(clean, theta), now, HALF_LIFE, theta)


def _sums(key: Ints, value: Floats) -> tuple[Ints, Floats]:
    """Return the distinct keys in ascending order and the sum of the values of each."""
    if len(key) == 0:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    order = np.argsort(key, kind="stable")
    key = key[order]
    start = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    return key[start], np.add.reduceat(value[order], start)


def _adjacency(strength: sp.csr_array, theta: float) -> sp.csr_array:
    """Return A = [max(W, W') >= theta] as a symmetric csr array of ones with sorted indices."""
    either = sp.csr_array(strength.maximum(strength.T))
    # Ten sums of 0.02 must reach 0.2 in floating point too.
    strong = either.data >= theta * (1 - 1e-12)
    rows = np.repeat(np.arange(either.shape[0]), np.diff(either.indptr))
    a = sp.csr_array((np.ones(int(strong.sum())), (rows[strong], either.indices[strong])), shape=either.shape)
    a.sort_indices()
    return a
