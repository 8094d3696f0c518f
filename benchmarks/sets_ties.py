"""The public communities on which tie prediction is measured, each as what was seen before a cut and what came after."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

SEED = 1
Pair = tuple[int, int]


@dataclass
class Case:
    """One question: from `events`, attributes and layers (all of before the cut), which of `candidates` tie later?

    `events` are (a, b, time in seconds or None). `attributes` maps a column to one text a person ("" unknown) and `numeric` names those that
    are quantities. `layers` are lists of (a, b, weight). `inner` is the split that the learned baselines of the protocol train on:
    (ties, pairs that are no candidates, positives). `extra` holds the dense pair features of those baselines.
    """

    n: int
    events: list[tuple[int, int, float | None]]
    ties: set[Pair]
    candidates: np.ndarray
    labels: np.ndarray
    inner: tuple[set[Pair], set[Pair], set[Pair]]
    attributes: dict[str, list[str]] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()
    layers: list[list[tuple[int, int, float]]] = field(default_factory=list)
    extra: list[np.ndarray] = field(default_factory=list)


@dataclass
class Side:
    """What is known of people besides their ties."""

    attributes: dict[str, list[str]] = field(default_factory=dict)
    numeric: frozenset[str] = frozenset()
    layers: list[list[tuple[int, int, float]]] = field(default_factory=list)
    extra: list[np.ndarray] = field(default_factory=list)


def read(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a csv file, gzipped or not."""
    raw = path.read_bytes()
    yield from csv.DictReader(io.StringIO((gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8"), newline=""))


def matrix(n: int, pairs: Iterable[Pair]) -> np.ndarray:
    """Return the dense 0/1 symmetric matrix of `pairs`."""
    a = np.zeros((n, n))
    for x, y in pairs:
        a[x, y] = a[y, x] = 1.0
    return a


def ordered(pairs: Iterable[tuple[int, int]]) -> set[Pair]:
    """Return pairs as (low, high), without pairs of one person with themselves."""
    return {(a, b) if a < b else (b, a) for a, b in pairs if a != b}


def same(values: Sequence[str]) -> np.ndarray:
    """Return 1 where two known values are equal."""
    v = np.array([x if x not in ("", "NA") else None for x in values], object)
    known = np.array([x is not None for x in v])
    return ((v[:, None] == v[None, :]) & known[:, None] & known[None, :]).astype(float)


def apart(values: Sequence[str]) -> np.ndarray:
    """Return distances in standard deviations, the mean distance where one is unknown."""
    v = np.array([float(x) if x not in ("", "NA") else np.nan for x in values])
    d = np.abs(v[:, None] - v[None, :]) / (np.nanstd(v) + 1e-9)
    return np.nan_to_num(d, nan=float(np.nanmean(d)))


def open_pairs(n: int, ties: set[Pair], closed: set[Pair], positives: set[Pair]) -> tuple[np.ndarray, np.ndarray]:
    """Return all pairs of people with a tie that are not `closed` as (c, 2), and whether each is positive."""
    free = np.triu(np.ones((n, n), bool), 1)
    active = matrix(n, ties).sum(1) > 0
    free &= active[:, None] & active[None, :]
    for p in closed:
        free[p] = False
    label = np.zeros((n, n), bool)
    for p in positives:
        label[p] = True
    pairs = np.argwhere(free)
    return pairs, label[pairs[:, 0], pairs[:, 1]].astype(int)


# ---------------------------------------------------------------- the three kinds
def cut_of(times: Sequence[float], split: str) -> float:
    """Return the time that ends the observed part: 70 % of the clock time, or of the events."""
    if split == "events":
        return float(np.quantile(times, 0.7))
    return min(times) + 0.7 * (max(times) - min(times))


Event = tuple[str, str, float]


def divide(events: Iterable[Event], cut: float, ids: dict[str, int] | None = None) -> tuple[dict[str, int], set[Pair], set[Pair]]:
    """Return ids of the people with a tie up to `cut`, the ties, and the new ties after it."""
    before: dict[tuple[str, str], None] = {}
    after: dict[tuple[str, str], None] = {}
    for a, b, t in events:
        if a != b:
            (before if t <= cut else after)[(a, b) if a < b else (b, a)] = None
    if ids is None:
        ids = {x: k for k, x in enumerate(sorted({x for p in before for x in p}))}
    known = ids

    def numbered(pairs: Iterable[tuple[str, str]]) -> set[Pair]:
        return ordered((known[a], known[b]) for a, b in pairs if a in known and b in known)

    return ids, numbered(before), numbered(after.keys() - before.keys())


def temporal(events: list[Event], cut: float, side: Callable[[list[str]], Side]) -> Iterator[Case]:
    """Yield the one case of a set with times: ties up to `cut`, new ties after it."""
    ids, ties, future = divide(events, cut)
    early = [e for e in events if e[2] <= cut]
    _, inner, later = divide(early, float(np.quantile([e[2] for e in early], 0.7)), ids)
    known = side(sorted(ids, key=ids.__getitem__))
    seen: list[tuple[int, int, float | None]] = [(ids[a], ids[b], t) for a, b, t in early if a != b]
    pairs, labels = open_pairs(len(ids), ties, ties, future)
    yield Case(len(ids), seen, ties, pairs, labels, (inner, inner, later), known.attributes, known.numeric, known.layers, known.extra)


def hold_out(edges: Iterable[Pair], rng: np.random.Generator) -> tuple[set[Pair], set[Pair]]:
    """Return a random tenth of the edges taken out: (kept, out)."""
    e = sorted(edges)
    out = {e[i] for i in rng.choice(len(e), max(1, round(0.1 * len(e))), replace=False)}
    return set(e) - out, out


def snapshot(n: int, ties: set[Pair], later: set[Pair], known: Side, rng: np.random.Generator) -> Case:
    """Return the case of a network without times: its ties, and those hidden or new in a second wave."""
    kept, out = hold_out(ties, rng)
    pairs, labels = open_pairs(n, ties, ties, later)
    seen: list[tuple[int, int, float | None]] = [(a, b, None) for a, b in sorted(ties)]
    return Case(n, seen, ties, pairs, labels, (kept, kept, out), known.attributes, known.numeric, known.layers, known.extra)


def static(n: int, edges: set[Pair], known: Side) -> Iterator[Case]:
    """Yield ten cases, each with another tenth of the ties hidden."""
    rng = np.random.default_rng(SEED)
    e = sorted(edges)
    order = rng.permutation(len(e))
    for f in range(10):
        held = {e[i] for i in order[f::10]}
        yield snapshot(n, set(e) - held, held, known, rng)


def as_layer(n: int, pairs: set[Pair]) -> tuple[list[tuple[int, int, float]], list[np.ndarray]]:
    """Return a 0/1 layer and the two pair features that the baselines make of it: direct, and log of the common neighbours."""
    a = matrix(n, pairs)
    return [(x, y, 1.0) for x, y in sorted(pairs)], [a, np.log1p(a @ a)]


def as_weights(a: np.ndarray) -> list[tuple[int, int, float]]:
    """Return the layer of a symmetric matrix of weights."""
    i, j = np.nonzero(np.triu(a, 1))
    return list(zip(i.tolist(), j.tolist(), a[i, j].tolist(), strict=True))


# ---------------------------------------------------------------- the sets
def invs13(d: Path, split: str) -> Iterator[Case]:
    """Face-to-face contacts in an office, with departments."""
    folder = d / "sociopatterns_invs13"
    events = [(r["i"], r["j"], float(r["t"])) for r in read(folder / "contacts.csv.gz")]
    department = {r["id"]: r["department"] for r in read(folder / "people.csv")}

    def side(ids: list[str]) -> Side:
        values = [department.get(x, "") for x in ids]
        return Side({"department": values}, extra=[same(values)])

    return temporal(events, cut_of([t for _, _, t in events], split), side)


def copenhagen(d: Path, split: str) -> Iterator[Case]:
    """Messages and calls of students, with their friendships as second layer."""
    events = [(r["from"], r["to"], float(r["timestamp"])) for f in ("sms", "calls") for r in read(d / "copenhagen" / f"{f}.csv.gz")]
    friends = [(r["user_a"], r["user_b"]) for r in read(d / "copenhagen" / "fb_friends.csv.gz")]

    def side(ids: list[str]) -> Side:
        at = {x: k for k, x in enumerate(ids)}
        layer, extra = as_layer(len(ids), ordered((at[a], at[b]) for a, b in friends if a in at and b in at))
        return Side(layers=[layer], extra=extra)

    return temporal(events, cut_of([t for _, _, t in events], split), side)


def nashville(d: Path, split: str) -> Iterator[Case]:
    """Meetup evenings of at most 12 people; people with eight of them before the cut; shared groups and categories as layers."""
    folder = d / "nashville_meetup"
    events = {r["event"]: r for r in read(folder / "events.csv.gz")}
    when = {e: (datetime.fromisoformat(r["time"]) - datetime(2015, 1, 1)).total_seconds() / 86400 for e, r in events.items()}  # noqa: DTZ001
    who: dict[str, list[int]] = defaultdict(list)
    for r in read(folder / "rsvps.csv.gz"):
        who[r["event"]].append(int(r["member"]))
    category = {r["group"]: r["category"] for r in read(folder / "groups.csv")}
    small = {e: w for e, w in who.items() if 2 <= len(w) <= 12}
    cut = cut_of([when[e] for e in small], split)
    often: dict[int, int] = defaultdict(int)
    for e, w in small.items():
        if when[e] <= cut:
            for x in w:
                often[x] += 1
    regular = {x for x, c in often.items() if c >= 8}
    # The protocol sorts people as numbers; zero-padded texts sort alike.
    name = {x: f"{x:08d}" for x in regular}
    met = [
        (name[a], name[b], when[e])
        for e, w in sorted(small.items(), key=lambda item: int(item[0]))
        for k, a in enumerate(w)
        for b in w[k + 1 :]
        if a in regular and b in regular
    ]

    def side(ids: list[str]) -> Side:
        at = {int(x): k for k, x in enumerate(ids)}
        groups, categories = sorted({r["group"] for r in events.values()}), sorted(set(category.values()))
        group_at, category_at = {g: k for k, g in enumerate(groups)}, {c: k for k, c in enumerate(categories)}
        g, c = np.zeros((len(ids), len(groups))), np.zeros((len(ids), len(categories)))
        for e, w in who.items():
            if when[e] <= cut:
                for x in w:
                    if x in at:
                        g[at[x], group_at[events[e]["group"]]] = 1
                        if events[e]["group"] in category:
                            c[at[x], category_at[category[events[e]["group"]]]] += 1
        c /= np.maximum(np.linalg.norm(c, axis=1, keepdims=True), 1e-9)
        return Side(layers=[as_weights(g @ g.T), as_weights(c @ c.T)], extra=[np.log1p(g @ g.T), c @ c.T])

    return temporal(met, cut, side)


def lazega(target: str) -> Callable[[Path, str], Iterator[Case]]:
    """One network of a law firm, with seven attributes and the two other networks as layers."""

    def cases(d: Path, split: str) -> Iterator[Case]:
        people = list(read(d / "lazega_lawyers" / "people.csv"))
        n = len(people)
        ties: dict[str, list[Pair]] = defaultdict(list)
        for r in read(d / "lazega_lawyers" / "ties.csv"):
            ties[r["relation"]].append((int(r["from"]) - 1, int(r["to"]) - 1))
        text, numbers = ("status", "gender", "office", "practice", "law_school"), ("seniority", "age")
        columns = {c: [p[c] for p in people] for c in text + numbers}
        known = Side(columns, frozenset(numbers), [], [same(columns[c]) for c in text] + [apart(columns[c]) for c in numbers])
        for other in sorted(ties):
            if other != target:
                layer, extra = as_layer(n, ordered(ties[other]))
                known.layers.append(layer)
                known.extra += extra
        return static(n, ordered(ties[target]), known)

    return cases


def eies(d: Path, split: str) -> Iterator[Case]:
    """Who had met whom among 32 researchers, and who met in the eight months after."""
    people = list(read(d / "eies" / "people.csv"))
    waves: tuple[set[Pair], set[Pair]] = (set(), set())
    for r in read(d / "eies" / "acquaintance.csv"):
        for wave, column in zip(waves, ("time1", "time2"), strict=True):
            if int(r[column]) >= 2:
                wave.update(ordered([(int(r["from"]) - 1, int(r["to"]) - 1)]))
    discipline, citations = [p["discipline"] for p in people], [str(np.log1p(float(p["citations"]))) for p in people]
    known = Side({"discipline": discipline, "citations": citations}, frozenset({"citations"}), [], [same(discipline), apart(citations)])
    yield snapshot(len(people), waves[0], waves[1] - waves[0], known, np.random.default_rng(SEED))


def kapferer(d: Path, split: str) -> Iterator[Case]:
    """Social ties of 39 tailors in two waves, with work ties of the first wave as layer."""
    ties: dict[tuple[str, str], set[Pair]] = defaultdict(set)
    for r in read(d / "kapferer_tailor_shop" / "ties.csv"):
        ties[r["relation"], r["time"]].update(ordered([(int(r["from"]) - 1, int(r["to"]) - 1)]))
    layer, extra = as_layer(39, ties["work", "1"])
    known = Side(layers=[layer], extra=extra)
    yield snapshot(39, ties["social", "1"], ties["social", "2"] - ties["social", "1"], known, np.random.default_rng(SEED))


SETS: Mapping[str, tuple[Callable[[Path, str], Iterator[Case]], str]] = {
    "invs13": (invs13, "temporal"),
    "copenhagen": (copenhagen, "temporal"),
    "nashville": (nashville, "temporal"),
    "eies": (eies, "panel"),
    "kapferer": (kapferer, "panel"),
    "lazega_advice": (lazega("advice"), "static"),
    "lazega_friends": (lazega("friendship"), "static"),
    "lazega_cowork": (lazega("cowork"), "static"),
}
