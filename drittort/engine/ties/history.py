"""What a community has shown until a moment: contacts, attributes and second layers, as arrays, and the ways to hide a part of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class History:
    """Contacts between people 0..n-1: `low[e] < high[e]`, `at[e]` in days (all nan: a snapshot without times), `weight[e] > 0`."""

    n: int
    low: Ints
    high: Ints
    at: Floats
    weight: Floats

    @property
    def timed(self) -> bool:
        """Say whether every contact has a time and the times differ."""
        return len(self.at) > 0 and not bool(np.isnan(self.at).any()) and bool(self.at.min() < self.at.max())

    def keys(self) -> Ints:
        """Return each contact's pair as one number, low * n + high."""
        return np.asarray(self.low * self.n + self.high, dtype=np.int64)

    def only(self, mask: NDArray[np.bool_]) -> "History":
        """Return the history of the contacts where `mask` holds; the people stay."""
        return History(self.n, self.low[mask], self.high[mask], self.at[mask], self.weight[mask])


def history_of(
    n: int, source: NDArray[np.integer], target: NDArray[np.integer], at: Floats | None = None, weight: Floats | None = None
) -> History:
    """Return the undirected history of directed contacts: without loops, without weights that are not above zero, in order of pair and time.

    Raises ValueError for a person outside 0..n-1.
    """
    source, target = np.asarray(source, dtype=np.int64), np.asarray(target, dtype=np.int64)
    both = np.concatenate([source, target])
    if len(both) and (both.min() < 0 or both.max() >= n):
        raise ValueError(f"A contact names a person outside 0..{n - 1}.")
    times = np.full(len(source), np.nan) if at is None else np.asarray(at, dtype=np.float64)
    if np.isnan(times).any():
        # Contacts with and without time cannot be put in order together: a snapshot.
        times = np.full(len(source), np.nan)
    weights = np.ones(len(source)) if weight is None else np.asarray(weight, dtype=np.float64)
    keep = (source != target) & (weights > 0)
    low, high = np.minimum(source, target)[keep], np.maximum(source, target)[keep]
    order = np.lexsort((weights[keep], times[keep], high, low))
    return History(n, low[order], high[order], times[keep][order], weights[keep][order])


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column of people: `codes` (-1 unknown) compared as same or other, `numbers` (nan unknown) compared as distance; either may be absent."""

    name: str
    codes: Ints | None = None
    numbers: Floats | None = None


UNKNOWN = frozenset({"", "na", "n/a", "nan", "none", "null", "-", "?"})


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _day(text: str) -> float | None:
    try:
        return float(date.fromisoformat(text[:10]).toordinal())
    except ValueError:
        return None


def attribute_of(name: str, values: Sequence[str]) -> Attribute | None:
    """Return a column of texts as attribute; None when it cannot tell two people apart or together.

    Numbers and ISO dates become distances. Whole numbers of at most ten values are as likely codes as quantities: both. Texts are compared as
    same or other; a text that nobody shares (names, ids, free texts) says nothing about pairs.
    """
    texts = [v.strip() for v in values]
    known = np.array([t.casefold() not in UNKNOWN for t in texts], dtype=bool)
    if known.sum() < 2:
        return None
    given = [t for t, k in zip(texts, known, strict=True) if k]
    codes = np.full(len(texts), -1, dtype=np.int64)
    values_seen, inverse, counts = np.unique([t.casefold() for t in given], return_inverse=True, return_counts=True)
    codes[known] = inverse
    shared = len(values_seen) > 1 and bool((counts > 1).any())
    for read in (_number, _day):
        parsed = [read(t) for t in given]
        if all(v is not None for v in parsed):
            numbers = np.full(len(texts), np.nan)
            numbers[known] = np.array(parsed, dtype=np.float64)
            if len(values_seen) < 2:
                return None
            as_codes = shared and len(values_seen) <= 10 and bool((numbers[known] == np.round(numbers[known])).all())
            return Attribute(name, codes if as_codes else None, numbers)
    return Attribute(name, codes=codes) if shared else None


def attributes_of(columns: Mapping[str, Sequence[str]]) -> tuple[Attribute, ...]:
    """Return every column that says something about pairs, in the order of its name."""
    found = (attribute_of(name, columns[name]) for name in sorted(columns))
    return tuple(a for a in found if a is not None)


def layer_of(n: int, a: NDArray[np.integer], b: NDArray[np.integer], weight: Floats | None = None) -> sparse.csr_array:
    """Return a second layer as symmetric (n, n) weights: the larger of both directions, repeated rows added, loops dropped."""
    a, b = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    w = np.ones(len(a)) if weight is None else np.asarray(weight, dtype=np.float64)
    keep = (a != b) & (w > 0)
    one_way = sparse.csr_array((w[keep], (a[keep], b[keep])), shape=(n, n))
    one_way.sum_duplicates()
    both = sparse.csr_array(one_way.maximum(one_way.T))
    both.eliminate_zeros()
    return both
