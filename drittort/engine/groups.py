"""Who sits together: pairs, trios, tables and circles of a series that goes on for years, all solved at once.

The worth of a group of k is the sum of its pairs' values by k - 1, so each person counts once whatever the size: what the others are worth to them on average. A pair's
value is that of `introductions.value_of`. What a round maximises is, in this order:

1. seats. Whoever can sit somewhere does; who had no seat the last times and who has few ties come first.
2. the soft rules, relaxed in the order of `introductions.SOFT`: another location, the busy, rivals, people in contact already. Each costs twice the one before, all of
   them less than a seat and more than any value. Hard rules are never relaxed.
3. the value, less a penalty for people who were brought together before.

A group keeps the hard rules of each of its pairs, and has one language that all speak and one day on which all are here, unless all meet online.

Pairs are matched exactly (`matching.match`), with its bound. Where all groups that keep the hard rules can be listed (`LISTED`: small houses, and larger ones where most
pairs are frozen), the best are chosen by integer programming, a set packing with a bound of its own; up to `EXACT_PEOPLE` people by dynamic programming over all sets
(Held & Karp 1962, the set partition form). Above: greedy construction, the hardest to seat first, then local search by swaps, shifts and new groups with a queue
of people worth another look, and kicks out of local optima (iterated local search: Lourenço, Martin & Stützle 2003); some kicks change how many groups there are.
Of all groups that stood in a round of the search the best choice is then made by integer programming, and searched on. Nothing looks at a clock: same seed, same groups.
"""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import LinearConstraint, linear_sum_assignment, linprog, milp

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

Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Size:
    """How many people sit together: at least, at most, and how many if one may choose."""

    smallest: int
    largest: int
    wanted: int

    def groups(self, people: int) -> int:
        """Return into how many groups so many people go without a rest, nearest to the wanted size; 0 where they don't."""
        fewest, most = -(-people // self.largest), people // self.smallest
        if people <= 0 or fewest > most:
            return 0
        return min(max(round(people / self.wanted), fewest), most)

    def seated(self, people: int) -> int:
        """Return how many of so many people can sit at all, were there no other rule."""
        return next((m for m in range(people, 0, -1) if self.groups(m)), 0)


PAIRS, TRIOS, TABLES, CIRCLES = Size(2, 2, 2), Size(3, 4, 3), Size(4, 6, 5), Size(5, 8, 6)
"""A trio may have a fourth: a good three and one who waits is worse than four."""

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
LISTED, NODES = 1_500, 30
"""So many groups are listed at most, and so many nodes of the search tree looked at: a limit by the clock would make the round another on another machine."""

WHOLE = 2_000
"""More people than this are cut into parts of `PART` by the seed; each part is solved as a whole."""

PART = 1_000
STALE = 20
"""Assignments in a row that gain nothing, after which others are not tried."""

HEAT = 0.3
"""How much worse a disturbed round may be at first and still go on, in largest values; falls to nothing (threshold accepting: Dueck & Scheuer 1990)."""

REGROUPED = 10
"""Every so manyth kick changes how many groups there are; else a round would keep the number with which it was built."""

FEWER = 90_000
"""People times kicks: with many people each kick costs more, and chance evens out by itself."""

SEVERAL_STARTS = ((60, 6), (250, 2))
"""Up to so many people the search starts so often, and the best counts: where there are few tables, one search may end in a dead end."""

JOINED, JOINS, WIDEST = 250, 4, 600
"""Up to so many people the best of all groups that were seen is chosen, at most so often, from at most so many."""

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


@dataclass(frozen=True, slots=True)
class _Task:
    """What is left to decide after the locks: m people by position `who`, of them `host`.

    `worth` (m, m) symmetric: value less costs, 0 where `apart` (hard rules) and on the diagonal; `seat` (m,): what a seat is worth; `common`: bit words (m,) of which a group needs
    one bit in common each (languages; days and online); `liked` (largest + 2,): what a group of each size costs for its size, negative; `top`: the
    largest value of a pair.
    """

    who: Ints
    host: Bools
    worth: Floats
    apart: Bools
    seat: Floats
    common: tuple[Words, ...]
    size: Size
    liked: Floats
    top: float


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
    from a disturbed round (default by size). Same seed, same groups.
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
    rounds = [
        _solve(ties.task(part, helping, seat, size), rng, kicks, size) for part in _parts(np.flatnonzero(open_), helping, community, rng)
    ]
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

    def task(self, people: Ints, helping: Bools, seat: Floats, size: Size) -> _Task:
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
        return _Task(
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
        listed = _list_groups(task)
        if listed is not None:
            worth = np.array([float((~task.host[list(g)]).sum()) for g in listed])
            seated = min(seated, math.floor(_pack(listed, worth, len(open_))[1] + 1e-6))
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


def _solve(task: _Task, rng: np.random.Generator, kicks: int | None, size: Size) -> _Solved:
    if not len(task.who):
        return _Solved([], 0.0, 0.0, True)
    if size.largest == 2:
        return _pairs(task, rng)
    if len(task.who) <= EXACT_PEOPLE:
        return _best_of_all(task)
    listed = _list_groups(task)
    if listed is not None:
        return _packed(task, listed)
    seen: dict[tuple[int, ...], None] = {}
    found: list[_Search] = []
    for child in rng.spawn(next((starts for people, starts in SEVERAL_STARTS if len(task.who) <= people), 1)):
        search = _Search(task, child)
        search.construct()
        search.improve(kicks, seen)
        found.append(search)
    best = max(found, key=_Search.objective)
    if len(task.who) <= JOINED:
        best = _joined(task, best, seen, kicks, rng)
    groups = [tuple(task.who[np.array(sorted(members))].tolist()) for members in best.members if members]
    return _Solved(sorted(groups), best.objective(), float("inf"), False)


def _pairs(task: _Task, rng: np.random.Generator) -> _Solved:
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


def _best_of_all(task: _Task) -> _Solved:
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


def _list_groups(task: _Task, most: int = LISTED) -> list[tuple[int, ...]] | None:
    """All groups that keep the hard rules, as ascending positions of the task; None where they are more than `most`. Grows each group by people of a higher position."""
    near = [sum(1 << int(y) for y in np.flatnonzero(row)) for row in ~task.apart & ~np.eye(len(task.who), dtype=bool)]
    words = [[int(x) for x in w] for w in task.common]
    full = tuple((1 << 64) - 1 for _ in words)
    found: list[tuple[int, ...]] = []
    # Depth first: people so far, who may follow, what all have in common.
    todo: list[tuple[tuple[int, ...], int, tuple[int, ...]]] = [((), (1 << len(task.who)) - 1, full)]
    # Smaller sets outnumber the groups: they are counted, too, so that a sparse house with many pairs and few groups also comes to an end.
    steps = 0
    while todo:
        people, open_, shared = todo.pop()
        while open_:
            low = open_ & -open_
            open_ ^= low
            x = low.bit_length() - 1
            left = tuple(a & w[x] for a, w in zip(shared, words, strict=True))
            if not all(left):
                continue
            steps += 1
            grown = (*people, x)
            if len(grown) >= task.size.smallest:
                found.append(grown)
            if len(found) > most or steps > 8 * most:
                return None
            if len(grown) < task.size.largest and (more := open_ & near[x]):
                todo.append((grown, more, left))
    return found


def _pack(groups: list[tuple[int, ...]], worth: Floats, people: int) -> tuple[list[int], float, bool]:
    """Choose groups that share nobody, of the most worth: their positions, a proven bound of the worth, and whether they reach it."""
    if not groups:
        return [], 0.0, True
    done = milp(
        -worth,
        integrality=np.ones(len(groups)),
        bounds=(0, 1),
        constraints=LinearConstraint(_seats_of(groups, people), ub=1.0),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    chosen = [] if done.x is None else np.flatnonzero(done.x > 0.5).tolist()
    value = float(worth[chosen].sum())
    bound = max(value, -float(done.mip_dual_bound)) if done.mip_dual_bound is not None else float("inf")
    return chosen, bound, bound - value <= 1e-6 * max(1.0, abs(value))


def _seats_of(groups: list[tuple[int, ...]], people: int) -> sparse.csr_array:
    """Who sits in which of at least one group, ones of shape (people, groups)."""
    column = np.repeat(np.arange(len(groups)), [len(g) for g in groups])
    row = np.concatenate([np.array(g) for g in groups])
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(people, len(groups)))


def _worth_of(task: _Task, groups: list[tuple[int, ...]]) -> Floats:
    """Value, costs and seats of each listed group."""
    out = np.empty(len(groups))
    for k, group in enumerate(groups):
        g = np.array(group)
        out[k] = task.worth[np.ix_(g, g)].sum() / 2 / (len(g) - 1) + task.seat[g].sum() + task.liked[len(g)]
    return out


def _packed(task: _Task, groups: list[tuple[int, ...]]) -> _Solved:
    """The best choice of listed groups."""
    chosen, bound, exact = _pack(groups, worth := _worth_of(task, groups), len(task.who))
    made = [tuple(task.who[list(groups[k])].tolist()) for k in chosen]
    return _Solved(sorted(made), float(worth[chosen].sum()), bound, exact)


class _Search:
    """A grouping under way. `of[x]` is the group of x, `empty` (the last) for none; `sums[g, x]` the worth of x to all in g, `clash[g, x]` how many there x may not sit with;
    `rest[w][x]` the common bits of x's group without x, so that a swap is judged for all partners at once."""

    def __init__(self, task: _Task, rng: np.random.Generator) -> None:
        self.t, self.rng = task, rng
        m = len(task.who)
        self.m = m
        self.empty = m // task.size.smallest + 1
        self.of = np.full(m, self.empty, dtype=np.int64)
        self.count = np.zeros(self.empty + 1, dtype=np.int64)
        self.sums = np.zeros((self.empty + 1, m))
        self.apart = task.apart.astype(np.int16)
        self.clash = np.zeros((self.empty + 1, m), dtype=np.int16)
        self.inner = np.zeros(self.empty + 1)
        self.members: list[list[int]] = [[] for _ in range(self.empty)]
        self.all = ~np.uint64(0)
        self.rest = [np.full(m, self.all, dtype=np.uint64) for _ in task.common]
        self.shared = [np.full(self.empty + 1, self.all, dtype=np.uint64) for _ in task.common]
        self.words = [[int(x) for x in words] for words in task.common]
        self.share = np.array([0.0, 0.0, *(1 / (k - 1) for k in range(2, max(task.size.largest, 2) + 2))])
        self.log: list[tuple[int, int]] = []

    def objective(self) -> float:
        """Worth of the groups, with what their sizes cost, and of the seats."""
        groups = self.inner[:-1] * self.share[self.count[:-1]] + self.t.liked[self.count[:-1]]
        return float(groups.sum() + self.t.seat[self.of < self.empty].sum())

    def move(self, x: int, to: int) -> None:
        """Put x into a group, or out of all."""
        source = int(self.of[x])
        self.log.append((x, source))
        if source < self.empty:
            self.sums[source] -= self.t.worth[x]
            self.clash[source] -= self.apart[x]
            self.inner[source] -= self.sums[source, x]
            self.members[source].remove(x)
        if to < self.empty:
            self.inner[to] += self.sums[to, x]
            self.sums[to] += self.t.worth[x]
            self.clash[to] += self.apart[x]
            self.members[to].append(x)
        self.of[x] = to
        for group in (source, to):
            if group < self.empty:
                self._look(group)
        for rest in self.rest:
            if to == self.empty:
                rest[x] = self.all

    def _look(self, group: int) -> None:
        """What the people of a group have in common, with and without each of them."""
        members = self.members[group]
        self.count[group] = len(members)
        if not members:
            self.inner[group] = 0.0
            self.sums[group] = 0.0
        for w, words in enumerate(self.words):
            before, all_ = [], (1 << 64) - 1
            for x in members:
                before.append(all_)
                all_ &= words[x]
            self.shared[w][group] = all_
            after = (1 << 64) - 1
            for x, ahead in zip(reversed(members), reversed(before), strict=True):
                self.rest[w][x] = ahead & after
                after &= words[x]

    def construct(self) -> None:
        """Build groups of even sizes around those who are hardest to seat, each time taking whoever adds most."""
        t = self.t
        own, hosts = int((~t.host).sum()), int(t.host.sum())
        seated = [min(own, t.size.seated(own + h)) for h in range(hosts + 1)]
        needed = int(np.argmax(seated))
        total = t.size.seated(own + needed)
        groups = t.size.groups(total)
        free = (~t.host).astype(bool)
        # Of the hosts those who may sit with most people.
        free[np.flatnonzero(t.host)[np.argsort(t.apart[t.host].sum(axis=1), kind="stable")[:needed]]] = True
        lot = self.rng.random(self.m)
        hard = np.lexsort((lot, -self.t.seat, -t.apart.sum(axis=1)))
        targets = [total // groups + (k < total % groups) for k in range(groups)] if groups else []
        slot = 0
        for x in hard.tolist():
            if slot >= len(targets):
                break
            if not free[x] or t.host[x]:
                continue
            if self.build(x, targets[slot], free, slot):
                free[self.members[slot]] = False
                slot += 1

    def build(self, x: int, target: int, free: Bools, slot: int) -> bool:
        """Build a group around x from the free, up to `target` people; leave nothing behind where fewer than the smallest fit."""
        self.move(x, slot)
        while len(self.members[slot]) < target:
            fit = free & (self.of == self.empty) & self.fits(slot)
            if not fit.any():
                break
            gain = np.where(fit, self.sums[slot], -np.inf)
            self.move(int(gain.argmax()), slot)
        if len(self.members[slot]) >= self.t.size.smallest:
            return True
        for member in list(self.members[slot]):
            self.move(member, self.empty)
        return False

    def fits(self, group: int) -> Bools:
        """Who could join a group under the hard rules, (m,)."""
        ok = self.clash[group] == 0
        for words, shared in zip(self.t.common, self.shared, strict=True):
            ok &= (words & shared[group]) != 0
        return np.asarray(ok)

    def swap(self, x: int) -> tuple[float, int]:
        """The best partner to change places with, and what it brings: (gain, position), position -1 for none."""
        t, of = self.t, self.of
        here, place = int(of[x]), np.arange(self.m)
        worth, own = t.worth[x], self.sums[of, place]
        there = self.sums[:, x][of] - worth
        seated = of < self.empty
        delta = np.where(seated, (there - own) * self.share[self.count[of]], 0.0)
        ok = (self.clash[:, x][of] - self.apart[x] == 0) | ~seated
        for words, rest in zip(t.common, self.rest, strict=True):
            ok &= (rest & words[x]) != 0
        if here < self.empty:
            delta += (self.sums[here] - worth - self.sums[here, x]) * self.share[self.count[here]]
            delta += np.where(seated, 0.0, t.seat - t.seat[x])
            ok &= self.clash[here] - self.apart[x] == 0
            for words, rest in zip(t.common, self.rest, strict=True):
                ok &= (words & rest[x]) != 0
        else:
            delta += t.seat[x] - t.seat
        ok &= of != here
        best = int(np.where(ok, delta, -np.inf).argmax())
        return (float(delta[best]), best) if ok[best] else (-np.inf, -1)

    def shift(self, x: int) -> tuple[float, int]:
        """The best other group to go to, and what it brings: (gain, group), -1 for none."""
        t, here = self.t, int(self.of[x])
        low, high = t.size.smallest, t.size.largest
        if here < self.empty and self.count[here] <= low:
            return -np.inf, -1
        open_ = (self.count >= low) & (self.count < high) & (self.clash[:, x] == 0)
        for words, shared in zip(t.common, self.shared, strict=True):
            open_ &= (shared & words[x]) != 0
        open_[[here, self.empty]] = False
        if not open_.any():
            return -np.inf, -1
        larger = np.minimum(self.count + 1, high)
        delta = (self.inner + self.sums[:, x]) * self.share[larger] - self.inner * self.share[self.count]
        delta += t.liked[larger] - t.liked[self.count]
        if here < self.empty:
            left = self.inner[here] - self.sums[here, x]
            delta += left * self.share[self.count[here] - 1] - self.inner[here] * self.share[self.count[here]]
            delta += t.liked[self.count[here] - 1] - t.liked[self.count[here]]
        else:
            delta += t.seat[x]
        best = int(np.where(open_, delta, -np.inf).argmax())
        return float(delta[best]), best

    def settle(self, people: Iterable[int]) -> None:
        """Local search: look at people until nobody of them or of the groups that changed gains by a change."""
        queue = deque(people)
        waiting = np.zeros(self.m, dtype=bool)
        waiting[list(queue)] = True
        while queue:
            x = queue.popleft()
            waiting[x] = False
            gain, partner = self.swap(x)
            more, group = self.shift(x)
            if max(gain, more) <= 1e-9:
                continue
            source = int(self.of[x])
            if more > gain:
                self.move(x, group)
                touched = {source, group}
            else:
                touched = {source, int(self.of[partner])}
                self.change(x, partner)
            again = [y for g in touched if g < self.empty for y in self.members[g]]
            for y in {x, *again, *([] if more > gain else [partner])}:
                if not waiting[y]:
                    waiting[y] = True
                    queue.append(y)

    def change(self, x: int, y: int) -> None:
        """Let two people change places."""
        a, b = int(self.of[x]), int(self.of[y])
        self.move(x, self.empty)
        self.move(y, a)
        self.move(x, b)

    def open_more(self) -> bool:
        """Make a group around somebody without a seat, of others without and of people whose groups can spare them; whether one was made."""
        t = self.t
        alone = np.flatnonzero((self.of == self.empty) & ~t.host)
        slot = next((k for k, members in enumerate(self.members) if not members), -1)
        if slot < 0:
            return False
        return any(self.gather(x, slot) for x in alone[np.argsort(-t.apart[alone].sum(axis=1), kind="stable")].tolist())

    def gather(self, x: int, slot: int) -> bool:
        """Make a smallest group in an empty slot around x, of people without a seat and of those whose groups can spare them; whether it came about."""
        t, mark = self.t, len(self.log)
        self.move(x, slot)
        while len(self.members[slot]) < t.size.smallest:
            spare = (self.of == self.empty) | (self.count[self.of] > t.size.smallest)
            fit = spare & self.fits(slot) & (self.of != slot)
            if not fit.any():
                break
            gain = self.sums[slot] + np.where(self.of == self.empty, t.seat, 0.0)
            self.move(int(np.where(fit, gain, -np.inf).argmax()), slot)
        if len(self.members[slot]) == t.size.smallest:
            return True
        self.back_to(mark)
        return False

    def regroup(self) -> list[int]:
        """Disturb how many groups there are: one goes, or one more comes about of people who can be spared; return who is to be looked at."""
        slot = next((k for k, members in enumerate(self.members) if not members), -1)
        spare = np.flatnonzero((self.of == self.empty) | (self.count[self.of] > self.t.size.smallest))
        if self.rng.random() < 0.5 and slot >= 0 and len(spare):
            return list(range(self.m)) if self.gather(int(self.rng.choice(spare)), slot) else []
        there = np.flatnonzero(self.count[: self.empty])
        if not len(there):
            return []
        leaving = list(self.members[int(self.rng.choice(there))])
        for x in leaving:
            self.move(x, self.empty)
        for x in leaving:
            _gain, group = self.shift(x)
            if group >= 0:
                self.move(x, group)
        return list(range(self.m))

    def back_to(self, mark: int) -> None:
        """Undo moves, newest first."""
        while len(self.log) > mark:
            x, source = self.log.pop()
            self.move(x, source)
            self.log.pop()

    def reassign(self) -> bool:
        """Take one person out of each group, at random, and seat them and all who have no seat in the best way at once; whether that gained.

        An assignment, so it sees exchanges along circles of any length that no swap does (cyclic exchanges: Thompson & Orlin 1989).
        """
        t = self.t
        groups = np.flatnonzero(self.count[: self.empty] > 0)
        if len(groups) < 2:
            return False
        out = np.array([self.members[g][int(self.rng.integers(len(self.members[g])))] for g in groups.tolist()])
        people = np.concatenate([out, np.flatnonzero(self.of == self.empty)])
        left = self.sums[groups][:, people] - t.worth[np.ix_(out, people)]
        inner = self.inner[groups] - self.sums[groups, out]
        value = (inner[:, None] + left) * self.share[self.count[groups]][:, None] + t.seat[people]
        ok = self.clash[groups][:, people] == self.apart[np.ix_(out, people)]
        for words, rest in zip(t.common, self.rest, strict=True):
            ok &= (words[people] & rest[out][:, None]) != 0
        now = np.arange(len(groups))
        ok[now, now] = True
        row, column = linear_sum_assignment(np.where(ok, value, -1e9), maximize=True)
        if value[row, column].sum() <= value[now, now].sum() + 1e-9:
            return False
        changed = [(int(groups[g]), int(out[g]), int(people[c])) for g, c in zip(row.tolist(), column.tolist(), strict=True) if c != g]
        for _group, before, _after in changed:
            self.move(before, self.empty)
        for group, _before, after in changed:
            self.move(after, group)
        return True

    def kick(self) -> list[int]:
        """Disturb the round: somebody without a seat takes another's, or three people change places with anybody they may; return whom it touched."""
        touched: list[int] = []
        alone = np.flatnonzero((self.of == self.empty) & ~self.t.host)
        for turn in range(3):
            x = int(self.rng.choice(alone)) if turn == 0 and len(alone) else int(self.rng.integers(self.m))
            here = int(self.of[x])
            fit = (self.of != here) & ((self.clash[:, x][self.of] - self.apart[x] == 0) | (self.of == self.empty))
            for words, rest in zip(self.t.common, self.rest, strict=True):
                fit &= (rest & words[x]) != 0
            if here < self.empty:
                fit &= self.clash[here] - self.apart[x] == 0
                for words, rest in zip(self.t.common, self.rest, strict=True):
                    fit &= (words & rest[x]) != 0
            some = np.flatnonzero(fit)
            if not len(some):
                continue
            y = int(self.rng.choice(some))
            self.change(x, y)
            touched += [x, y, *(z for g in (here, int(self.of[x])) if g < self.empty for z in self.members[g])]
        return list(dict.fromkeys(touched))

    def improve(self, kicks: int | None, seen: dict[tuple[int, ...], None]) -> None:
        """Settle, seat more, reassign along circles, and kick as long as there are kicks; end with the best round. Its groups and those before go into `seen`."""
        self.settle(self.rng.permutation(self.m).tolist())
        while self.open_more():
            self.settle(range(self.m))
        stale = 0
        while stale < STALE:
            stale = 0 if self.reassign() else stale + 1
        self.settle(self.rng.permutation(self.m).tolist())
        now = best = self.objective()
        held = self.of.copy()
        seen.update((tuple(sorted(members)), None) for members in self.members if members)
        many = min(max(100, 6 * self.m), max(20, FEWER // self.m)) if kicks is None else kicks
        for turn in range(many):
            self.log.clear()
            self.settle(self.regroup() if turn % REGROUPED == REGROUPED - 1 else self.kick())
            if (self.of == self.empty).any() and self.open_more():
                self.settle(range(self.m))
            for _ in range(2):
                self.reassign()
            new = self.objective()
            seen.update((tuple(sorted(members)), None) for members in self.members if members)
            if new < now - HEAT * self.t.top * (1 - turn / many) * self.rng.random() - 1e-9:
                self.back_to(0)
                continue
            now = new
            if now > best + 1e-9:
                best, held = now, self.of.copy()
        for x in range(self.m):
            self.move(x, self.empty)
        for x in range(self.m):
            self.move(x, int(held[x]))


def _joined(task: _Task, best: _Search, seen: dict[tuple[int, ...], None], kicks: int | None, rng: np.random.Generator) -> _Search:
    """Choose the best of all groups that stood in some round of the search, and search on from there, as long as that gains."""
    for child in rng.spawn(JOINS):
        search = _Search(task, child)
        for slot, group in enumerate(_better(task, list(seen), best.objective())):
            for x in group:
                search.move(x, slot)
        if search.objective() <= best.objective() + 1e-9:
            break
        search.improve(kicks, seen)
        best = search
    return best


def _better(task: _Task, groups: list[tuple[int, ...]], least: float) -> list[tuple[int, ...]]:
    """The best choice of groups that share nobody, if it can be worth more than `least`.

    The prices of the relaxed problem say of each group what a choice with it is worth at most; whatever can't reach `least` is left out before
    the whole numbers are sought (reduced cost fixing: Nemhauser & Wolsey 1988), and of more than `WIDEST` the least likely.
    """
    if not groups:
        return []
    worth = _worth_of(task, groups)
    seats = _seats_of(groups, len(task.who))
    relaxed = linprog(-worth, A_ub=seats, b_ub=np.ones(len(task.who)), method="highs")
    if relaxed.status != 0:
        return []
    most = -relaxed.fun + worth + relaxed.ineqlin.marginals @ seats
    kept = np.argsort(-most, kind="stable")[:WIDEST]
    kept = kept[most[kept] > least + 1e-9]
    chosen, _bound, _exact = _pack([groups[k] for k in kept.tolist()], worth[kept], len(task.who))
    return [groups[int(kept[k])] for k in chosen]
