"""Which introductions would change a community most: their value, each part of it, the rules, the round, and why two people were chosen.

`U = a (1 - p) (v + LAMBDA g) + MU f` for a pair: a the chance that both accept, p the probability that they tie anyway, v what they are worth to each other, g the structural
gain and f the help for the little connected. The worth is the uplift, not the likelihood: who would meet anyway needs no introduction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.gain import efficiency, resolvent, structural_gain, symmetric_weights, three_steps
from drittort.engine.graph import Network
from drittort.engine.matching import match

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LAMBDA, MU = 0.5, 0.25
OBJECTIVES = ("uplift", "random", "ties", "structure")

THIN_TIES = 3
"""A person with fewer ties is thin and comes first."""

WAITING_DAYS = 60.0
"""Who has waited longer for an introduction counts twice in f."""

BUSY = 3
"""Introductions within the cool-down from which a person rests, unless there is nobody else."""

TELLING_HELP = 0.4
"""From this value on need and offer are a reason: one-way help weighs 0.6, so the offer ranks in the upper third."""

RIVAL_MALUS = 0.3
OTHER_SHARED = 0.1

ALL_PAIRS_PEOPLE = 1_000
"""Up to this many people every allowed pair is valued; above, the candidates of each person are drawn."""

KEPT_PAIRS = 500_000
KEPT_BEST, KEPT_DRAWN = 15, 5
"""Above so many pairs each person keeps the best and some at random: the best alone crowd around a few people, and many would stay without."""

DRAWN_EACH = 120
SOURCES = 300
LARGEST_WHOLE = 3_000


@dataclass(frozen=True, slots=True)
class Worth:
    """What pairs are worth to each other: `value` (m,) in [0, 1]; `need`, `offer` (m,): positions of the texts that fit best, -1 where none."""

    value: Floats
    need: Ints
    offer: Ints


@dataclass(frozen=True, slots=True)
class Community:
    """What a round is made from: n people as positions of `network.ids`; None means that nothing is known, and nothing is then forbidden by it.

    `consent` (n,): agreed to be introduced. `counted` (n,): agreed to be counted; without it g and p are left out. `paused` (n,). `capacity` (n,): at most so
    many in a round. `languages`: a set a person, empty for unknown. `days` (n, 7) usual days, a row without any for unknown; `online` (n,): meets without a common day.
    `company`, `industry`, `location` (n,): codes, -1 unknown; `mix_companies` forbids pairs of one company. `meet_again` lets people in contact meet, where a series
    goes on for years; it is the last soft rule. `blocked`, `frozen` (after a miss or a recent
    introduction), `held_out`, `rivals` (k, 2): pairs. `accept` (n,): chance that the person says yes. `waiting` (n,): days since the last introduction, nan for never.
    `recent` (n,): introductions within the cool-down. `since` (n,): day of joining. `probability`: pairs (m, 2) to p; `worth`: pairs to Worth.
    `suggested` (k, 2): candidates that a large community should not miss, such as the best by affinity.
    `shared`: name of a visible attribute to codes (n,), -1 unknown: what two have in common.
    """

    network: Network
    consent: Bools | None = None
    counted: Bools | None = None
    paused: Bools | None = None
    capacity: Ints | None = None
    languages: tuple[frozenset[str], ...] | None = None
    days: Bools | None = None
    online: Bools | None = None
    company: Ints | None = None
    industry: Ints | None = None
    location: Ints | None = None
    mix_companies: bool = True
    meet_again: bool = False
    blocked: Ints | None = None
    frozen: Ints | None = None
    held_out: Ints | None = None
    rivals: Ints | None = None
    accept: Floats | None = None
    waiting: Floats | None = None
    recent: Ints | None = None
    since: Floats | None = None
    probability: Callable[[Ints], Floats] | None = None
    worth: Callable[[Ints], Worth] | None = None
    suggested: Ints | None = None
    shared: Mapping[str, Ints] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a pair's value; g is a percentile rank among the round's candidates, `closer` how many pairs of people come within three steps."""

    a: float
    p: float
    v: float
    g: float
    f: float
    closer: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why these two: a stable code and parameters that both may see. A site makes the sentence.

    `need_offer` (need, offer: positions of texts), `different_industries` (a, b: codes), `different_companies`, `new_here` (person), `shared` (attribute, code),
    `same_industry` (code), `common_day` (day, 0 is Monday), `farther_circle`; of groups `industries` and `companies` (count). Nothing tells who talks to whom.
    """

    code: str
    parameters: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One introduction: positions a < b, its value U, parts and at most three reasons; `locked` when a human chose it."""

    a: int
    b: int
    value: float
    parts: Parts
    reasons: tuple[Reason, ...]
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A round. `total` is the sum of the values; `objective` adds the bonuses of fairness, and `bound` is a proven upper bound of it over the candidates.

    `unmatched` has (position, code) with codes of `WHY_NOT`. Efficiency and the mean of Burt's constraint (nan without ties) are those of the ties now and with the round's;
    `closer` counts the pairs of people who come within three steps by the whole round. `sampled` says that efficiency and `closer` are estimated from some people.
    """

    pairs: tuple[Proposal, ...]
    total: float
    objective: float
    bound: float
    unmatched: tuple[tuple[int, str], ...]
    efficiency_before: float
    efficiency_after: float
    constraint_before: float
    constraint_after: float
    closer: int
    candidates: int
    thin_served: int
    sampled: bool


WHY_NOT = (
    "no_consent",
    "paused",
    "no_capacity",
    "nobody_else",
    "knows_everyone",
    "same_company",
    "no_common_language",
    "no_common_day",
    "nobody_open",
    "no_seat",
    "odd_one_out",
    "too_few",
    "no_common_group",
)
"""Why a person stays without. `nobody_open` also covers blocks, freezes and hold-outs, which must not be told apart. The last two are of groups: fewer people than one group
needs; nobody is left with whom all of a group may sit together."""

SOFT = ("", "other_location", "busy", "rivals", "in_contact")
"""Soft rules by level, in the order in which they are relaxed: the level of a pair is the last of them that it breaks."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Allowed pairs (m, 2), the soft rules each breaks as a level (0 none), and for the people why nobody is left (code, "" where somebody is)."""

    pairs: Ints
    level: Ints
    why: tuple[str, ...]


def flags(given: Bools | None, n: int, default: bool) -> Bools:
    """Return a flag for each of n people, (n,); `default` where nothing is given."""
    return np.full(n, default) if given is None else np.asarray(given, dtype=bool)


def codes_of(given: Ints | None, n: int) -> Ints:
    """Return a code for each of n people, (n,); -1 where nothing is given."""
    return np.full(n, -1, dtype=np.int64) if given is None else np.asarray(given, dtype=np.int64)


def check(c: Community) -> int:
    """Return the number of people. Raises ValueError for arrays of wrong length, people who do not exist and chances outside 0 to 1."""
    n = len(c.network)
    for name in (
        "consent",
        "counted",
        "paused",
        "capacity",
        "languages",
        "days",
        "online",
        "company",
        "industry",
        "location",
        "accept",
        "waiting",
        "recent",
        "since",
    ):
        given = getattr(c, name)
        if given is not None and len(given) != n:
            raise ValueError(f"{name} is of {len(given)} people, the network of {n}")
    for name in ("blocked", "frozen", "held_out", "rivals", "suggested"):
        given = getattr(c, name)
        if given is not None and len(given) and (np.min(given) < 0 or np.max(given) >= n):
            raise ValueError(f"{name} names a person outside 0..{n - 1}")
    if c.accept is not None and (np.min(c.accept, initial=0) < 0 or np.max(c.accept, initial=0) > 1):
        raise ValueError("accept must lie between 0 and 1")
    return n


def available(c: Community) -> tuple[Bools, list[str]]:
    """Return who can be introduced at all, (n,), and the code why not for the others ("" where they can)."""
    n = len(c.network)
    consent, paused = flags(c.consent, n, True), flags(c.paused, n, False)
    room = np.ones(n, dtype=bool) if c.capacity is None else np.asarray(c.capacity) > 0
    why = ["no_consent" if not consent[k] else "paused" if paused[k] else "no_capacity" if not room[k] else "" for k in range(n)]
    return consent & ~paused & room, why


def hard_and_soft_rules(c: Community, pairs: Ints, *, relax: bool = True) -> Mask:
    """Judge candidate pairs (m, 2), positions a < b.

    Hard rules are never relaxed: consent, pause, capacity, already in contact (unless `meet_again`), one company (where mixing is asked for), no common language, no
    common day and not both online, blocked, frozen, held out. Soft rules are relaxed in the order of `SOFT`, and only for people who have nobody else: 1 another location,
    2 cool-down of the busy, 3 rivals, 4 already in contact. With `relax` False all pairs that keep the hard rules come back, with their levels.
    """
    n = len(c.network)
    able, why = available(c)
    i, j = pairs[:, 0], pairs[:, 1]
    able_pair = able[i] & able[j] & (i != j)
    either = sparse.csr_array(c.network.strength + c.network.strength.T)
    tied = _among(either, i, j)
    met = np.zeros(len(i), dtype=bool) if c.meet_again else tied
    company = codes_of(c.company, n)
    together = (company[i] == company[j]) & (company[i] >= 0) if c.mix_companies else np.zeros(len(i), dtype=bool)
    mute = np.zeros(len(i), dtype=bool)
    if c.languages is not None:
        known = sorted(set().union(*c.languages)) if c.languages else []
        speaks = np.array([[x in s for x in known] for s in c.languages], dtype=bool).reshape(n, len(known))
        silent = ~speaks.any(axis=1)
        speaks[silent] = True
        mute = ~(speaks[i] & speaks[j]).any(axis=1) if known else mute
    apart = np.zeros(len(i), dtype=bool)
    if c.days is not None:
        days = np.array(c.days, dtype=bool)
        days[~days.any(axis=1)] = True
        online = flags(c.online, n, False)
        apart = ~(days[i] & days[j]).any(axis=1) & ~(online[i] & online[j])
    closed = np.zeros(len(i), dtype=bool)
    for given in (c.blocked, c.frozen, c.held_out):
        if given is not None and len(given):
            closed |= np.isin(i * n + j, keys_of(given, n))
    ok = able_pair & ~met & ~together & ~mute & ~apart & ~closed
    # The first rule that leaves a person with nobody is the one that is told.
    remaining = able_pair
    for code, bad in (
        ("knows_everyone", met),
        ("same_company", together),
        ("no_common_language", mute),
        ("no_common_day", apart),
        ("nobody_open", closed),
    ):
        had = np.bincount(pairs[remaining].ravel(), minlength=n)
        remaining = remaining & ~bad
        has = np.bincount(pairs[remaining].ravel(), minlength=n)
        for k in np.flatnonzero((had > 0) & (has == 0)):
            why[k] = why[k] or code
    left = np.bincount(pairs[ok].ravel(), minlength=n)
    for k in np.flatnonzero(left == 0):
        why[k] = why[k] or "nobody_else"
    level = np.zeros(len(i), dtype=np.int64)
    location = codes_of(c.location, n)
    level[(location[i] != location[j]) & (location[i] >= 0) & (location[j] >= 0)] = 1
    if c.recent is not None:
        busy = np.asarray(c.recent) >= BUSY
        level[busy[i] | busy[j]] = 2
    if c.rivals is not None and len(c.rivals):
        level[np.isin(i * n + j, keys_of(c.rivals, n))] = 3
    level[tied] = len(SOFT) - 1
    if not relax:
        return Mask(pairs[ok], level[ok], tuple(why))
    need = np.full(n, len(SOFT) - 1, dtype=np.int64)
    np.minimum.at(need, pairs[ok].ravel(), np.repeat(level[ok], 2))
    ok &= level <= np.maximum(need[i], need[j])
    return Mask(pairs[ok], level[ok], tuple(why))


def keys_of(pairs: Ints, n: int) -> Ints:
    """Return one number for each pair (k, 2), the same in both directions: smaller position times n plus larger."""
    p: Ints = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    return np.asarray(p.min(axis=1) * n + p.max(axis=1), dtype=np.int64)


def _among(matrix: sparse.csr_array, i: Ints, j: Ints) -> Bools:
    """Tell for each pair whether the matrix has an entry there."""
    n = matrix.shape[0]
    rows = np.repeat(np.arange(n), np.diff(matrix.indptr))
    held = np.sort(rows * n + matrix.indices)
    at = np.searchsorted(held, i * n + j)
    return np.asarray(
        (at < len(held)) & (held[np.minimum(at, max(len(held) - 1, 0))] == i * n + j) if len(held) else np.zeros(len(i), dtype=bool)
    )


def candidates(c: Community, rng: np.random.Generator) -> Ints:
    """Return pairs worth judging, (m, 2) with a < b: all of those who can be introduced up to `ALL_PAIRS_PEOPLE`, else drawn and suggested ones.

    Drawn are for each person people at random, twice as many as stay: half of them the best by structural gain, half as they come.
    """
    able, _ = available(c)
    who = np.flatnonzero(able)
    n = len(c.network)
    if len(who) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    if len(who) <= ALL_PAIRS_PEOPLE:
        a, b = np.triu_indices(len(who), 1)
        return np.column_stack([who[a], who[b]]).astype(np.int64)
    first = np.repeat(who, DRAWN_EACH)
    second = rng.choice(who, size=len(first))
    keys = np.minimum(first, second) * n + np.maximum(first, second)
    given = np.zeros(0, dtype=np.int64) if c.suggested is None else keys_of(c.suggested, n)
    keys = np.unique(np.concatenate([keys[first != second], given]))
    return np.column_stack([keys // n, keys % n])


def percentiles(x: Floats) -> Floats:
    """Return percentile ranks in (0, 1), ties averaged: (m,)."""
    if not len(x):
        return np.zeros(0)
    _, inverse, count = np.unique(x, return_inverse=True, return_counts=True)
    return np.asarray(((np.cumsum(count) - count / 2) / len(x))[inverse], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Valued:
    """Candidates with U and its parts, all (m,), and what they are worth to each other."""

    pairs: Ints
    u: Floats
    a: Floats
    p: Floats
    v: Floats
    g: Floats
    f: Floats
    worth: Worth

    def only(self, keep: Ints) -> "Valued":
        """Return the candidates at these positions."""
        w = Worth(self.worth.value[keep], self.worth.need[keep], self.worth.offer[keep])
        return Valued(self.pairs[keep], self.u[keep], self.a[keep], self.p[keep], self.v[keep], self.g[keep], self.f[keep], w)


def value_of(c: Community, pairs: Ints, *, objective: str = "uplift", seed: int = 0) -> Valued:
    """Return U and its parts for allowed pairs (m, 2). `objective`: "uplift" (U), "random", "ties" (p alone), "structure" (g alone)."""
    n = len(c.network)
    m = len(pairs)
    i, j = pairs[:, 0], pairs[:, 1]
    counted = flags(c.counted, n, True)
    both = counted[i] & counted[j]
    p, g = np.zeros(m), np.zeros(m)
    if c.probability is not None and objective in ("uplift", "ties") and both.any():
        p[both] = np.clip(c.probability(pairs[both]), 0, 1)
    if c.meet_again:
        # Who is in contact already needs nobody to bring it about.
        p[_among(sparse.csr_array(c.network.strength + c.network.strength.T), i, j)] = 1.0
    if objective in ("uplift", "structure") and both.any():
        # Ranks after rounding: equal pairs must stay equal whatever the order of sums was.
        gained = structural_gain(resolvent(symmetric_weights(c.network.strength), seed=seed), pairs[both])
        g[both] = percentiles(np.round(gained / max(float(gained.max(initial=0.0)), 1e-300), 10))
    worth = Worth(np.zeros(m), np.full(m, -1), np.full(m, -1))
    a = np.ones(m)
    v = np.zeros(m)
    if objective == "uplift":
        if c.worth is not None and m:
            worth = c.worth(pairs)
        common = sum(((x[i] == x[j]) & (x[i] >= 0)).astype(np.float64) for x in c.shared.values()) if c.shared else np.zeros(m)
        v = worth.value + OTHER_SHARED * common / max(1, len(c.shared))
        if c.rivals is not None and len(c.rivals):
            v = v - RIVAL_MALUS * np.isin(i * n + j, keys_of(c.rivals, n))
        v = np.clip(v, 0, 1)
        a = acceptance(c, pairs)
    f = little_connected(c)
    f_pair = (f[i] + f[j]) / 2
    if objective == "uplift":
        u = a * (1 - p) * (v + LAMBDA * g) + MU * f_pair
    elif objective == "random":
        u = 0.5 + 0.5 * np.random.default_rng(seed).random(m)
    else:
        u = p.copy() if objective == "ties" else g.copy()
    return Valued(pairs, u, a, p, v, g, f_pair, worth)


def acceptance(c: Community, pairs: Ints) -> Floats:
    """Return the chance that both accept, (m,): their own chances where known, less for an unknown language and for few common days."""
    i, j = pairs[:, 0], pairs[:, 1]
    a = np.ones(len(pairs))
    if c.accept is not None:
        a = np.asarray(c.accept)[i] * np.asarray(c.accept)[j]
    if c.languages is not None:
        known = np.array([bool(x) for x in c.languages], dtype=bool)
        a = a * np.where(known[i] & known[j], 1.0, 0.9)
    if c.days is not None:
        days = np.asarray(c.days, dtype=bool)
        fewer = np.minimum(days[i].sum(axis=1), days[j].sum(axis=1))
        shared = (days[i] & days[j]).sum(axis=1)
        a = a * np.where(fewer > 0, 0.7 + 0.3 * shared / np.maximum(fewer, 1), 0.85)
    return np.asarray(a, dtype=np.float64)


def little_connected(c: Community) -> Floats:
    """Return f of each person, (n,): percentile of low degree (half for people not counted), doubled after `WAITING_DAYS` without an introduction."""
    n = len(c.network)
    counted = flags(c.counted, n, True)
    degree = np.diff(c.network.adjacency.indptr).astype(np.float64)
    f = np.full(n, 0.5)
    f[counted] = percentiles(-degree[counted])
    if c.waiting is not None:
        f = f * np.where(np.nan_to_num(np.asarray(c.waiting), nan=np.inf) > WAITING_DAYS, 2.0, 1.0)
    return f


def propose(
    community: Community,
    *,
    objective: str = "uplift",
    per_person: int = 1,
    seed: int = 0,
    seats: int | None = None,
    locked: Sequence[tuple[int, int]] = (),
    excluded: Sequence[tuple[int, int]] = (),
) -> Round:
    """Propose a round of introductions between people who are not in contact yet.

    `per_person`: at most so many each (less where `community.capacity` says so); `seats`: how many seats there are, two a pair; `locked` pairs are in the round,
    `excluded` ones not. Fairness (thin people first) belongs to the objective "uplift"; the others are baselines. Same seed, same round.
    Raises ValueError for arrays of wrong length, an unknown objective, a locked pair that a hard rule forbids, and locks that don't fit.
    """
    n = check(community)
    if objective not in OBJECTIVES:
        raise ValueError(f"objective must be one of {', '.join(OBJECTIVES)}, not {objective!r}")
    if per_person < 0:
        raise ValueError("per_person must not be negative")
    rng = np.random.default_rng(seed)
    fixed = np.array(sorted({(min(x), max(x)) for x in locked}), dtype=np.int64).reshape(-1, 2)
    barred = np.array(list(excluded), dtype=np.int64).reshape(-1, 2)
    for given in (fixed, barred):
        if len(given) and (given.min() < 0 or given.max() >= n or (given[:, 0] == given[:, 1]).any()):
            raise ValueError(f"locked and excluded must be pairs of two people 0..{n - 1}")
    found = candidates(community, rng)
    keys = np.unique(np.concatenate([found[:, 0] * n + found[:, 1], keys_of(fixed, n)])) if n else np.zeros(0, dtype=np.int64)
    keys = keys[~np.isin(keys, keys_of(barred, n)) | np.isin(keys, keys_of(fixed, n))] if len(barred) else keys
    mask = hard_and_soft_rules(community, np.column_stack([keys // max(n, 1), keys % max(n, 1)]))
    pairs = mask.pairs
    lock_keys = keys_of(fixed, n)
    if len(missing := np.setdiff1d(lock_keys, pairs[:, 0] * n + pairs[:, 1])):
        raise ValueError(f"the locked pair {int(missing[0]) // n}, {int(missing[0]) % n} breaks a rule")
    valued = value_of(community, pairs, objective=objective, seed=seed)
    keep = best_each(pairs, valued.u, np.isin(pairs[:, 0] * n + pairs[:, 1], lock_keys), n, rng)
    valued = valued.only(keep)
    pairs = valued.pairs
    degree = np.diff(community.network.adjacency.indptr)
    thin = (degree < THIN_TIES) & flags(community.counted, n, True)
    capacity = np.full(n, per_person, dtype=np.int64)
    if community.capacity is not None:
        capacity = np.minimum(capacity, community.capacity)
    fixed_at = np.flatnonzero(np.isin(pairs[:, 0] * n + pairs[:, 1], lock_keys))
    done = match(
        n,
        pairs,
        valued.u,
        capacity=capacity,
        thin=thin if objective == "uplift" else None,
        seats=seats,
        locked=fixed_at.tolist(),
        seed=seed,
    )
    chosen = done.chosen
    steps = three_steps(community.network.adjacency, pairs[chosen])
    proposals = tuple(
        Proposal(
            int(pairs[e, 0]),
            int(pairs[e, 1]),
            float(valued.u[e]),
            Parts(float(valued.a[e]), float(valued.p[e]), float(valued.v[e]), float(valued.g[e]), float(valued.f[e]), int(s)),
            reasons(community, valued, int(e)),
            bool(np.isin(e, fixed_at)),
        )
        for e, s in sorted(zip(chosen.tolist(), steps.tolist(), strict=True), key=lambda x: (-valued.u[x[0]], x[0]))
    )
    matched = np.zeros(n, dtype=bool)
    matched[pairs[chosen].ravel()] = True
    full = seats is not None and len(chosen) >= seats // 2
    why = "no_seat" if full else "odd_one_out"
    unmatched = tuple((k, mask.why[k] or ("no_capacity" if capacity[k] == 0 else why)) for k in range(n) if not matched[k])
    before = community.network.adjacency
    after = with_ties(before, pairs[chosen])
    sources = None if n <= LARGEST_WHOLE else SOURCES
    without, with_all = efficiencies(before, pairs[chosen], seed)
    return Round(
        proposals,
        done.value,
        done.objective,
        done.bound,
        unmatched,
        without,
        with_all,
        mean_constraint(before),
        mean_constraint(after),
        _within_three(after, sources, seed) - _within_three(before, sources, seed),
        len(pairs),
        int((matched & thin).sum()),
        sources is not None,
    )


def best_each(
    pairs: Ints,
    u: Floats,
    always: Bools,
    n: int,
    rng: np.random.Generator,
    *,
    most: int = KEPT_PAIRS,
    best: int = KEPT_BEST,
    drawn: int = KEPT_DRAWN,
) -> Ints:
    """Return positions of the pairs to be matched: all, or when they are more than `most`, the `best` and some `drawn` ones of each person; equals by lot."""
    m = len(pairs)
    if m <= most:
        return np.arange(m)
    keep = always.copy()
    who, edge = np.concatenate([pairs[:, 0], pairs[:, 1]]), np.tile(np.arange(m), 2)
    lot = rng.random(m)[edge]
    for worth, count in ((-u[edge], best), (lot, drawn)):
        order = np.lexsort((lot, worth, who))
        place = np.arange(2 * m) - np.searchsorted(who[order], who[order])
        keep[edge[order[place < count]]] = True
    return np.flatnonzero(keep)


def reasons(c: Community, valued: Valued, e: int) -> tuple[Reason, ...]:
    """Return at most three reasons for a pair, the strongest kind first; only from what both have made visible, never from ties of others."""
    n = len(c.network)
    a, b = valued.pairs[e].tolist()
    out: list[Reason] = []
    if valued.worth.need[e] >= 0 and valued.worth.value[e] >= TELLING_HELP:
        out.append(Reason("need_offer", {"need": int(valued.worth.need[e]), "offer": int(valued.worth.offer[e])}))
    industry, company = codes_of(c.industry, n), codes_of(c.company, n)
    if min(industry[a], industry[b]) >= 0 and industry[a] != industry[b]:
        out.append(Reason("different_industries", {"a": int(industry[a]), "b": int(industry[b])}))
    elif min(company[a], company[b]) >= 0 and company[a] != company[b]:
        out.append(Reason("different_companies"))
    for name, codes in c.shared.items():
        if codes[a] == codes[b] >= 0:
            out.append(Reason("shared", {"attribute": name, "code": int(codes[a])}))
            break
    if c.since is not None:
        for k in (a, b):
            if c.network.now - c.since[k] <= 90:
                out.append(Reason("new_here", {"person": k}))
                break
    if industry[a] == industry[b] >= 0:
        out.append(Reason("same_industry", {"code": int(industry[a])}))
    if valued.g[e] >= 0.5:
        out.append(Reason("farther_circle"))
    if c.days is not None:
        common = np.flatnonzero(np.asarray(c.days)[a] & np.asarray(c.days)[b])
        if len(common):
            out.append(Reason("common_day", {"day": int(common[0])}))
    return tuple(out[:3])


def with_ties(adjacency: sparse.csr_array, pairs: Ints) -> sparse.csr_array:
    """Return the 0/1 adjacency (n, n) with the pairs (k, 2) tied too."""
    one = np.ones(len(pairs))
    more = sparse.csr_array((one, (pairs[:, 0], pairs[:, 1])), shape=adjacency.shape)
    return sparse.csr_array(((adjacency + more + more.T) > 0).astype(np.float64))


def efficiencies(adjacency: sparse.csr_array, pairs: Ints, seed: int = 0) -> tuple[float, float]:
    """Return the global efficiency as it is and with the pairs (k, 2) tied too; estimated from some people, the same both times, if there are many."""
    sources = None if adjacency.shape[0] <= LARGEST_WHOLE else SOURCES
    return efficiency(adjacency, sources=sources, seed=seed), efficiency(with_ties(adjacency, pairs), sources=sources, seed=seed)


def mean_constraint(adjacency: sparse.csr_array) -> float:
    """Return the mean of Burt's constraint (1992) over people with a tie; nan when there is none."""
    upper = sparse.coo_array(sparse.triu(adjacency, 1))
    graph = igraph.Graph(n=adjacency.shape[0], edges=np.column_stack([upper.row, upper.col]).tolist())
    held = np.array(graph.constraint(), dtype=np.float64) if adjacency.shape[0] else np.zeros(0)
    held = held[np.isfinite(held)]
    return float(held.mean()) if len(held) else float("nan")


def _within_three(adjacency: sparse.csr_array, sources: int | None, seed: int) -> int:
    """Count the pairs of people within three steps, scaled up from `sources` people when given."""
    n = adjacency.shape[0]
    start = np.arange(n) if sources is None else np.sort(np.random.default_rng(seed).choice(n, size=sources, replace=False))
    closed = sparse.csr_array(adjacency, dtype=np.float32) + sparse.eye_array(n, dtype=np.float32, format="csr")
    reach = closed[start] @ closed @ closed
    count = int(reach.nnz)
    scaled: int = round((count - len(start)) / 2 * (n / max(1, len(start))))
    return scaled
