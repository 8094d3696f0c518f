"""Who sits together: pairs, trios, tables and circles of a series that goes on for years, all solved at once.

The worth of a group of k is the sum of its pairs' values by k - 1, so each person counts once whatever the size: what the others are worth to them on average. A pair's
value is that of `introductions.value_of`. What a round maximises is, in this order:

1. seats. Whoever can sit somewhere does; who had no seat the last times and who has few ties come first.
2. the soft rules, relaxed in the order of `introductions.SOFT`: another location, the busy, rivals, people in contact already. Each costs twice the one before, all of
   them less than a seat and more than any value. Hard rules are never relaxed.
3. the value, less a penalty for people who were brought together before.

A group keeps the hard rules of each of its pairs, and has one language that all speak and one day on which all are here, unless all meet online.

Pairs are matched exactly (`matching.match`), with its bound. Where all groups that keep the hard rules can be listed (`packing.LISTED`: small houses, and larger ones where most
pairs are frozen), the best are chosen by integer programming, a set packing with a bound of its own; up to `EXACT_PEOPLE` people by dynamic programming over all sets
(Held & Karp 1962, the set partition form). Above: a local search (`seating`), and from its groups on the prices of all seats, from which rounds are made by diving
(`packing`); each is searched on, and the best counts. More than `TOGETHER` people are searched for longer, without dives. Nothing looks at a clock: same seed, same groups.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from scipy import sparse

from drittort.engine.introductions import (
    SOFT,
    THIN_TIES,
    Bools,
    Community,
    Floats,
    Ints,
    Mask,
    Reason,
    Valued,
    available,
    best_each,
    candidates,
    check,
    codes_of,
    efficiencies,
    flags,
    hard_and_soft_rules,
    keys_of,
    reasons,
    value_of,
)
from drittort.engine.matching import match
from drittort.engine.packing import LIKELIEST, close_to, dive, likely, list_groups, pack, relax
from drittort.engine.seating import Search
from drittort.engine.seats import CIRCLES, PAIRS, TABLES, TRIOS, Seated, Size, Task, Words

__all__ = ["CIRCLES", "PAIRS", "TABLES", "TRIOS", "Group", "Grouping", "Size", "common_words", "form_groups", "group_reasons"]

SEAT = 12.0
"""A seat by the largest value of a pair; more for each round in a row without one, at most `MOST_LEFT_OUT`, and for the thin."""

MORE_FOR_WAITING, MORE_FOR_THIN, MOST_LEFT_OUT = 2.0, 1.0, 3
COST = (0.0, 1.0, 2.0, 4.0, 8.0)
"""What a pair costs that breaks a soft rule, by its level, in largest values: more than all value that it could bring."""

REPEAT, MOST_REPEATS = 0.5, 3
"""What each earlier time together costs, in largest values."""

ANOTHER_SIZE = 0.25
"""What each person more or fewer than the wanted size costs a group, in largest values."""

HOST_SHARE = 0.01
"""Standing hosts fill seats; what they would get out of it themselves weighs little, and they have no claim to a seat."""

EXACT_PEOPLE = 12
WHOLE = 2_000
"""More people than this are cut into parts of `PART` by the seed; each part is solved as a whole."""

PART = 1_000

KICKS, AGAIN = 300, 60
"""Kicks of a search from which dives follow, and of what each dive gave."""

MANY_KICKS = 900_000
"""People times kicks where no dives follow: with many people each kick costs more, and chance evens out by itself."""

TOGETHER = 250
"""Up to so many people the prices of all seats are found; for more, kicks bring more in the same time."""

DIVES, MOST_DIVES = 900, 8
"""People times dives, and how many at most: with few people each is quick, and chance matters more."""

PAIRS_EACH = 30
LONGEST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Group:
    """People who are to sit together, positions ascending. `value` is the sum of the pairs' values by k - 1; `relaxed` names the soft rules that one of its pairs breaks;
    `host` is the standing host who fills a seat, -1 without."""

    people: tuple[int, ...]
    value: float
    reasons: tuple[Reason, ...]
    relaxed: tuple[str, ...] = ()
    host: int = -1
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Grouping:
    """A round of groups, best first.

    `value` is the sum of the groups' values; `objective` adds seats, costs and penalties of all that was not locked, and `bound` is a proven upper bound of it (inf for groups, unless `exact`).
    `unmatched` has (position, code) with codes of `introductions.WHY_NOT`; `fewest` is a proven lower bound of how many of those who can be introduced must
    stay without under the hard rules. Efficiency is that of the ties now, and with all pairs of the groups tied too.
    """

    groups: tuple[Group, ...]
    unmatched: tuple[tuple[int, str], ...]
    value: float
    objective: float
    bound: float
    exact: bool
    fewest: int
    efficiency_before: float
    efficiency_after: float


def form_groups(
    community: Community,
    size: Size,
    *,
    seed: int = 0,
    hosts: Sequence[int] = (),
    before: Ints | None = None,
    left_out: Ints | None = None,
    locked: Sequence[Sequence[int]] = (),
    excluded: Sequence[tuple[int, int]] = (),
    kicks: int | None = None,
) -> Grouping:
    """Form the groups of one round.

    `hosts` are standing hosts: they sit only where that seats somebody who would have no seat. `before` (k, 2): pairs who were brought together, a row for each time.
    `left_out` (n,): rounds in a row in which somebody had no seat. `locked` groups are in the round, `excluded` pairs sit nowhere together. `kicks`: how often the search starts anew
    from a disturbed round, and nothing after it (default by size, with dives). Same seed, same groups.
    Raises ValueError for arrays of wrong length, and for a locked group that breaks a hard rule, is of a wrong size, or shares a person with another.
    """
    n = check(community)
    rng = np.random.default_rng(seed)
    if left_out is not None and len(left_out) != n:
        raise ValueError(f"left_out is of {len(left_out)} people, the network of {n}")
    fixed = [tuple(sorted({int(x) for x in group})) for group in locked]
    _check_people(n, [*fixed, *excluded, tuple(hosts)], fixed, size)
    found = candidates(community, rng)
    inside = np.array([(a, b) for g in fixed for k, a in enumerate(g) for b in g[k + 1 :]], dtype=np.int64).reshape(-1, 2)
    keys = found[:, 0] * n + found[:, 1]
    keys = np.union1d(keys, keys_of(inside, n)) if len(inside) else keys
    keys = keys[~np.isin(keys, keys_of(np.array(list(excluded), dtype=np.int64).reshape(-1, 2), n))] if excluded else keys
    mask = hard_and_soft_rules(community, np.column_stack([keys // max(n, 1), keys % max(n, 1)]), relax=False)
    valued = value_of(community, mask.pairs, seed=seed)
    ties = _Ties(community, mask, valued, n, before)
    for group in fixed:
        if not ties.may_sit(group):
            raise ValueError(f"the locked group {', '.join(map(str, group))} breaks a rule")
    able, _why = available(community)
    taken = np.zeros(n, dtype=bool)
    taken[[x for group in fixed for x in group]] = True
    helping = np.zeros(n, dtype=bool)
    helping[[x for x in hosts if able[x] and not taken[x]]] = True
    open_ = able & ~taken
    seat = _seats(community, ties.top, left_out)
    rounds = [_solve(ties.task(part, helping, seat, size), rng, kicks) for part in _parts(np.flatnonzero(open_), helping, community, rng)]
    seats = [group for solved in rounds for group in solved.groups]
    told = [ties.group(community, group, helping, locked=False) for group in seats] + [
        ties.group(community, group, np.zeros(n, dtype=bool), locked=True) for group in fixed
    ]
    told.sort(key=lambda group: (-group.value, group.people))
    sitting = np.zeros(n, dtype=bool)
    sitting[[x for group in told for x in group.people]] = True
    fewest, seatable = _fewest(ties, open_ & ~helping, helping, size, int((sitting & open_ & ~helping).sum()))
    made = np.array([(a, b) for g in told for k, a in enumerate(g.people) for b in g.people[k + 1 :]], dtype=np.int64).reshape(-1, 2)
    without, with_all = efficiencies(community.network.adjacency, made, seed)
    return Grouping(
        tuple(told),
        tuple((k, _why_not(k, mask, seatable, open_, size)) for k in np.flatnonzero(~sitting & ~helping).tolist()),
        float(sum(group.value for group in told)),
        float(sum(solved.objective for solved in rounds)),
        float(sum(solved.bound for solved in rounds)),
        all(solved.exact for solved in rounds),
        fewest,
        without,
        with_all,
    )


def _check_people(n: int, named: Sequence[Sequence[int]], fixed: Sequence[Sequence[int]], size: Size) -> None:
    if any(not 0 <= x < n for some in named for x in some):
        raise ValueError(f"locked, excluded and hosts must name people 0..{n - 1}")
    if any(not size.smallest <= len(group) <= size.largest for group in fixed):
        raise ValueError(f"a locked group must have {size.smallest} to {size.largest} people")
    if len({x for group in fixed for x in group}) < sum(len(group) for group in fixed):
        raise ValueError("somebody is in two locked groups")


def _parts(people: Ints, helping: Bools, c: Community, rng: np.random.Generator) -> list[Ints]:
    """Cut very many people into parts, those of one location together; hosts go with the first."""
    if len(people) <= WHOLE:
        return [people]
    lot = rng.random(len(people))
    order = people[np.lexsort((lot, codes_of(c.location, len(c.network))[people], ~helping[people]))]
    return [np.sort(part) for part in np.array_split(order, -(-len(people) // PART))]


def _seats(c: Community, top: float, left_out: Ints | None) -> Floats:
    """What each seat is worth, (n,)."""
    n = len(c.network)
    thin = (np.diff(c.network.adjacency.indptr) < THIN_TIES) & flags(c.counted, n, True)
    waited = np.zeros(n) if left_out is None else np.minimum(np.asarray(left_out, dtype=np.float64), MOST_LEFT_OUT)
    return np.asarray(top * (SEAT + MORE_FOR_THIN * thin + MORE_FOR_WAITING * waited), dtype=np.float64)


def common_words(c: Community) -> tuple[Words, ...]:
    """Return bit words (n,) of which a group needs a common bit each: languages, and days with a bit for meeting online. Unknown forbids nothing.

    Of languages the `LONGEST_WORDS` most spoken have a bit; whoever speaks none of these has none and sits in no group.
    """
    n = len(c.network)
    words: list[Words] = []
    if c.languages is not None:
        spoken: dict[str, int] = {}
        for said in c.languages:
            for language in said:
                spoken[language] = spoken.get(language, 0) + 1
        bit = {language: k for k, language in enumerate(sorted(spoken, key=lambda x: (-spoken[x], x))[:LONGEST_WORDS])}
        all_ = (1 << LONGEST_WORDS) - 1
        words.append(np.array([sum(1 << bit[x] for x in said if x in bit) if said else all_ for said in c.languages], dtype=np.uint64))
    if c.days is not None:
        days = np.array(c.days, dtype=bool).reshape(n, 7)
        days[~days.any(axis=1)] = True
        bits = days @ (1 << np.arange(7)) + (1 << 7) * flags(c.online, n, False)
        words.append(bits.astype(np.uint64))
    return tuple(words)


class _Ties:
    """The pairs that keep the hard rules, and what they are worth."""

    def __init__(self, c: Community, mask: Mask, valued: Valued, n: int, before: Ints | None) -> None:
        self.n, self.valued, self.level = n, valued, mask.level
        self.pairs, self.u = mask.pairs, valued.u
        self.keys = mask.pairs[:, 0] * n + mask.pairs[:, 1]
        self.top = float(valued.u.max(initial=0.0)) or 1.0
        self.cost = self.top * np.array(COST)[mask.level]
        if before is not None and len(before):
            known, times = np.unique(keys_of(before, n), return_counts=True)
            at = np.minimum(np.searchsorted(known, self.keys), len(known) - 1)
            self.cost = self.cost + self.top * REPEAT * np.where(known[at] == self.keys, np.minimum(times[at], MOST_REPEATS), 0)
        self.common = common_words(c)

    def at(self, people: Sequence[int]) -> Ints:
        """Positions of the pairs of some people among all pairs; shorter than it should be where one is forbidden."""
        p = np.asarray(people, dtype=np.int64)
        a, b = np.triu_indices(len(p), 1)
        wanted = np.minimum(p[a], p[b]) * self.n + np.maximum(p[a], p[b])
        if not len(self.keys):
            return np.zeros(0, dtype=np.int64)
        where = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.asarray(where[self.keys[where] == wanted], dtype=np.int64)

    def may_sit(self, people: Sequence[int]) -> bool:
        """Whether a group keeps all hard rules."""
        k = len(people)
        return len(self.at(people)) == k * (k - 1) // 2 and all(np.bitwise_and.reduce(w[list(people)]) != 0 for w in self.common)

    def task(self, people: Ints, helping: Bools, seat: Floats, size: Size) -> Task:
        """The problem of some people, with square arrays."""
        m = len(people)
        place = np.full(self.n, -1, dtype=np.int64)
        place[people] = np.arange(m)
        i, j = place[self.pairs[:, 0]], place[self.pairs[:, 1]]
        here = (i >= 0) & (j >= 0)
        i, j = i[here], j[here]
        host = helping[people]
        worth = np.where(host[i] | host[j], HOST_SHARE, 1.0) * self.u[here] - self.cost[here]
        square, apart = np.zeros((m, m)), np.ones((m, m), dtype=bool)
        square[i, j] = square[j, i] = worth
        apart[i, j] = apart[j, i] = False
        apart[np.diag_indices(m)] = False
        liked = -ANOTHER_SIZE * self.top * np.abs(np.arange(size.largest + 2) - size.wanted)
        liked[0] = 0.0
        return Task(
            people, host, square, apart, np.where(host, 0.0, seat[people]), tuple(w[people] for w in self.common), size, liked, self.top
        )

    def group(self, c: Community, people: Sequence[int], helping: Bools, *, locked: bool) -> Group:
        """One group with value, reasons and what it relaxes."""
        k = len(people)
        e = self.at(people)
        broken = {int(x) for x in self.level[e]} - {0}
        host = next((x for x in people if helping[x]), -1)
        return Group(
            tuple(people),
            float(self.u[e].sum()) / (k - 1),
            group_reasons(c, self.valued, e, people),
            tuple(SOFT[x] for x in sorted(broken)),
            host,
            locked,
        )


def group_reasons(c: Community, valued: Valued, e: Ints, people: Sequence[int]) -> tuple[Reason, ...]:
    """Return at most three reasons for a group whose pairs stand at `e`; for two people those of `introductions.reasons`.

    For more: the two of them who can help each other most (`need_offer`), `industries` and `companies` (how many), `shared` by all, `new_here`, `common_day` of all,
    `farther_circle`. Only from what all have made visible, never from ties of others.
    """
    if len(people) == 2:
        return reasons(c, valued, int(e[0]))
    n = len(c.network)
    out: list[Reason] = []
    best = int(e[np.argmax(valued.worth.value[e])])
    for reason in reasons(c, valued, best):
        if reason.code == "need_offer":
            out.append(reason)
    who = np.asarray(people)
    for code, held in (("industries", codes_of(c.industry, n)), ("companies", codes_of(c.company, n))):
        distinct = len({x for x in held[who].tolist() if x >= 0})
        if distinct >= 3:
            out.append(Reason(code, {"count": distinct}))
            break
    for name, codes in c.shared.items():
        if codes[who[0]] >= 0 and (codes[who] == codes[who[0]]).all():
            out.append(Reason("shared", {"attribute": name, "code": int(codes[who[0]])}))
            break
    if c.since is not None:
        new = [k for k in people if c.network.now - c.since[k] <= 90]
        out += [Reason("new_here", {"person": new[0]})] if new else []
    if c.days is not None:
        common = np.flatnonzero(np.asarray(c.days)[who].all(axis=0))
        out += [Reason("common_day", {"day": int(common[0])})] if len(common) else []
    if valued.g[e].mean() >= 0.5:
        out.append(Reason("farther_circle"))
    return tuple(out[:3])


def _why_not(k: int, mask: Mask, seatable: Ints, open_: Bools, size: Size) -> str:
    """Why somebody has no seat, as a code."""
    if mask.why[k]:
        return mask.why[k]
    if int(open_.sum()) < size.smallest:
        return "too_few"
    part = seatable[k]
    if part < 0:
        return "nobody_open" if size.largest == 2 else "no_common_group"
    return "odd_one_out"


# ---------------------------------------------------------------- how many must stay without


def _fewest(ties: _Ties, members: Bools, helping: Bools, size: Size, found: int) -> tuple[int, Ints]:
    """Return a proven lower bound of how many `members` must stay without a seat, and the part of the allowed pairs in which each could sit, (n,), -1 for none.
    `found` members have a seat: a bound that says so is not made sharper.

    A group of k needs each of its pairs, so each pair of it lies in k - 2 triangles of allowed pairs: what does not is peeled off until nothing changes (Cohen 2008, trusses).
    What is left falls into parts; a part of c people seats at most as many as c divides into. For pairs the bound is the exact matching (Edmonds 1965),
    for groups
    that can be listed the bound of their packing.
    """
    n = ties.n
    inside = (members | helping)[ties.pairs].all(axis=1)
    graph = sparse.csr_array((np.ones(int(inside.sum()), dtype=np.float32), tuple(ties.pairs[inside].T)), shape=(n, n))
    graph = sparse.csr_array(graph + graph.T)
    while size.smallest > 2 and graph.nnz:
        kept = _in_triangles(graph, size.smallest - 2)
        if kept.nnz == graph.nnz:
            break
        graph = kept
    count, part = sparse.csgraph.connected_components(graph, directed=False)
    part = np.where(np.diff(graph.indptr) > 0, part, -1)
    own = np.bincount(part[members & (part >= 0)], minlength=count)
    more = np.bincount(part[helping & (part >= 0)], minlength=count)
    seated = sum(min(int(a), max(size.seated(int(a) + h) for h in range(int(b) + 1))) for a, b in zip(own, more, strict=True) if a)
    if size.largest == 2 and seated > found and graph.nnz <= 2 * PAIRS_EACH * WHOLE:
        seated = min(seated, _most_paired(graph, members))
    open_ = np.flatnonzero(part >= 0)
    if size.largest > 2 and seated > found and len(open_) <= WHOLE:
        task = ties.task(open_, helping, np.ones(n), size)
        listed = list_groups(task)
        if listed is not None:
            worth = np.array([float((~task.host[list(g)]).sum()) for g in listed])
            seated = min(seated, math.floor(pack(task, listed, worth)[1] + 1e-6))
    return int(members.sum()) - seated, part


def _in_triangles(graph: sparse.csr_array, least: int) -> sparse.csr_array:
    """The edges of a graph that lie in at least so many triangles. Allowed pairs are most of all pairs, so a dense product is the quick one."""
    n = graph.shape[0]
    if n > WHOLE:
        return sparse.csr_array((graph @ graph).multiply(graph) >= least, dtype=np.float32)
    dense = graph.toarray()
    return sparse.csr_array(((dense @ dense >= least) & (dense > 0)).astype(np.float32))


def _most_paired(graph: sparse.csr_array, members: Bools) -> int:
    """How many `members` the largest matching of an unweighted graph seats at most: twice its pairs, and with hosts no more than there are."""
    upper = sparse.coo_array(sparse.triu(graph, 1))
    g = rx.PyGraph(multigraph=False)
    g.add_nodes_from(range(graph.shape[0]))
    # A pair with a host seats one member, a pair of members two: the weight is what it seats.
    ends = zip(upper.row.tolist(), upper.col.tolist(), strict=True)
    g.add_edges_from([(a, b, int(members[a]) + int(members[b])) for a, b in ends])
    return sum(int(members[a]) + int(members[b]) for a, b in rx.max_weight_matching(g, weight_fn=int))


# ---------------------------------------------------------------- solving


@dataclass(frozen=True, slots=True)
class _Solved:
    """Groups as positions of the community, ascending, with their objective and its bound."""

    groups: list[tuple[int, ...]]
    objective: float
    bound: float
    exact: bool


def _solve(task: Task, rng: np.random.Generator, kicks: int | None) -> _Solved:
    if not len(task.who):
        return _Solved([], 0.0, 0.0, True)
    if task.size.largest == 2:
        return _pairs(task, rng)
    if len(task.who) <= EXACT_PEOPLE:
        return _best_of_all(task)
    listed = list_groups(task)
    if listed is not None:
        return _packed(task, listed)
    seen: dict[Seated, None] = {}
    best = Search(task, rng)
    best.construct()
    dives = kicks is None and len(task.who) <= TOGETHER
    best.improve(kicks if kicks is not None else KICKS if dives else MANY_KICKS // len(task.who), seen)
    if dives:
        best = _dived(task, best, seen, rng)
    groups = [tuple(task.who[list(group)].tolist()) for group in best.groups()]
    return _Solved(sorted(groups), best.objective(), float("inf"), False)


def _dived(task: Task, best: Search, seen: dict[Seated, None], rng: np.random.Generator) -> Search:
    """The best of what was found, of some dives from the prices of all seats, and of the best choice of the groups that are likely, or that stood in a round."""
    relaxed = relax(task, [*seen])
    for child in rng.spawn(max(2, min(MOST_DIVES, DIVES // len(task.who)))):
        if best.objective() >= relaxed.value - 1e-9:
            return best
        best = max(best, _from(task, dive(task, relaxed, child), seen, child), key=Search.objective)
    # Where few groups can still be part of a better round, all of them are chosen from.
    able = likely(task, relaxed.price, least=best.objective() - relaxed.value, most=LIKELIEST)
    chosen = close_to(task, relaxed.price, able if len(able) <= LIKELIEST else [*seen], best.objective())
    return _from(task, chosen, seen, rng) if chosen else best


def _from(task: Task, groups: Sequence[Seated], seen: dict[Seated, None], rng: np.random.Generator) -> Search:
    """A search that goes on from some groups."""
    search = Search(task, rng)
    search.sit(groups)
    search.improve(AGAIN, seen)
    return search


def _pairs(task: Task, rng: np.random.Generator) -> _Solved:
    """Match pairs exactly: the seat of each is part of the value of a pair. Many people keep their best candidates, and everybody theirs who is still without."""
    m = len(task.who)
    i, j = np.nonzero(np.triu(~task.apart, 1))
    pairs = np.column_stack([i, j]).astype(np.int64)
    value = task.worth[i, j] + task.seat[i] + task.seat[j]
    # A pair that costs more than its seats is worth does not happen; two hosts together seat nobody.
    good = (value > 0) & ~(task.host[i] & task.host[j])
    pairs, value = pairs[good], value[good]
    always = np.zeros(len(pairs), dtype=bool)
    seed = int(rng.integers(2**31))
    most = PAIRS_EACH * m
    for _ in range(3):
        keep = best_each(
            pairs, value - task.seat[pairs].sum(axis=1), always, m, np.random.default_rng(seed), most=most, best=PAIRS_EACH, drawn=8
        )
        done = match(m, pairs[keep], value[keep], seed=seed, whole=True)
        alone = np.ones(m, dtype=bool)
        alone[pairs[keep][done.chosen].ravel()] = False
        more = always | alone[pairs].any(axis=1)
        if len(keep) == len(pairs) or int((alone & ~task.host).sum()) <= m % 2 or (more == always).all():
            break
        always = more
    groups = [tuple(task.who[pair].tolist()) for pair in pairs[keep][done.chosen]]
    return _Solved(sorted(groups), done.objective, done.bound, done.exact and len(keep) == len(pairs))


def _best_of_all(task: Task) -> _Solved:
    """The best of all groupings of a few people: for each set of people, the best is the lowest of them left out, or in one of the groups that it can be in."""
    m, size = len(task.who), task.size
    sets = np.arange(1 << m)
    bits = (sets[:, None] >> np.arange(m)) & 1
    count = bits.sum(axis=1)
    fit = (count >= size.smallest) & (count <= size.largest) & ((bits @ task.apart * bits).sum(axis=1) == 0)
    for words in task.common:
        shared = np.bitwise_and.reduce(np.where(bits.astype(bool), words, ~np.uint64(0)), axis=1)
        fit &= shared != 0
    worth = (bits @ task.worth * bits).sum(axis=1) / 2 / np.maximum(count - 1, 1) + bits @ task.seat
    worth += task.liked[np.minimum(count, size.largest + 1)]
    lowest = sets & -sets
    by_lowest = {1 << k: np.flatnonzero(fit & (lowest == 1 << k)) for k in range(m)}
    best, choice = np.zeros(1 << m), np.zeros(1 << m, dtype=np.int64)
    for whole in range(1, 1 << m):
        low = whole & -whole
        best[whole] = best[whole ^ low]
        mine = by_lowest[low]
        mine = mine[(mine & whole) == mine]
        if len(mine):
            total = best[whole ^ mine] + worth[mine]
            top = int(total.argmax())
            if total[top] > best[whole] + 1e-12:
                best[whole], choice[whole] = total[top], mine[top]
    groups, rest = [], (1 << m) - 1
    while rest:
        taken = int(choice[rest])
        if taken:
            groups.append(tuple(task.who[np.flatnonzero(bits[taken])].tolist()))
        rest ^= taken or rest & -rest
    return _Solved(sorted(groups), float(best[-1]), float(best[-1]), True)


def _packed(task: Task, groups: list[Seated]) -> _Solved:
    """The best choice of listed groups."""
    chosen, bound, exact = pack(task, groups, worth := task.worth_of(groups))
    made = [tuple(task.who[list(groups[k])].tolist()) for k in chosen]
    return _Solved(sorted(made), float(worth[chosen].sum()), bound, exact)
