"""Who meets whom in a round: the b-matching of most value under capacities, seats and fairness, with a bound that proves how good it is.

The problem. Pairs e = (i, j) with values U_e >= 0, person i at most b_i times, at most `seats` seats (two a pair). Fairness is lexicographic: a thin person
(few ties) who gets at least one introduction adds a bonus of 2 max U, more than any change of partners can bring; a person who is not thin gets at most one thin
person a round. Every number called *objective* is value plus bonuses; value and bound are always of the same objective.

The bound. For any prices >= 0 of the constraints, linear-programming duality gives `sum_r c_r price_r + sum_e max(0, objective_e - prices on e)` as an upper bound,
whatever the quality of the prices: a bad price makes the bound loose, never wrong. Prices are found by L-BFGS on the softened dual (temperature falling), odd
sets (Edmonds 1965, J. Res. NBS 69B) are added where the fractional solution is no matching. Without odd sets it is the assignment on the bipartite double cover.

The round. Exact weighted matching (Galil 1986, ACM Comput. Surv. 18; rustworkx) in one piece for some hundred people. For more: greedy by reduced value, then exact
matching inside pieces of some hundred people, cut anew in each pass, among the pairs that the prices leave in question. With capacities above one, one layer
of the round at a time is opened and matched anew. Nothing of it looks at a clock, so the same seed gives the same round on any machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import rustworkx as rx
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SCALE = 1_000_000
"""Values are rounded to a millionth of the largest objective's unit: rustworkx takes integers only."""

WHOLE_PEOPLE = 700
WHOLE_PAIRS = 60_000
"""Up to these sizes a round is matched in one piece."""

PIECE = 500
"""People in a piece of a larger round; matching grows faster than their number."""

PASSES = 10
CLOSE = 0.004
"""A larger round is good enough when it is so near to its bound."""

_ODD_PAIRS = 20_000
_JITTER_BITS = 30
_TEMPERATURES = (0.1, 0.03, 0.01, 0.003, 0.001)


@dataclass(frozen=True, slots=True)
class Matching:
    """A round. `chosen` are positions among the given pairs, ascending; `value` their sum of U; `objective` value plus bonuses of fairness;
    `bound` a proven upper bound of the objective of any round under the same rules; `thin_served` how many thin people have an introduction;
    `exact`: the round is optimal by the exact algorithm (up to rounding); its bound stays the one of the prices, which can be checked alone.
    """

    chosen: Ints
    value: float
    objective: float
    bound: float
    thin_served: int
    exact: bool

    @property
    def share(self) -> float:
        """Objective by bound, 1 where there is nothing to gain."""
        return self.objective / self.bound if self.bound > 0 else 1.0


@dataclass(frozen=True, slots=True)
class _Task:
    """What is left to decide after the locks: m pairs of n people."""

    n: int
    i: Ints
    j: Ints
    u: Floats
    capacity: Ints
    thin: Bools  # thin and not served by a lock
    rank: Bools  # thin, served or not: a host counts both
    taken: Bools  # hosts who have their thin person by a lock
    bonus: float
    pairs: int  # how many pairs the seats allow


def match(
    n: int,
    pairs: ArrayLike,
    value: ArrayLike,
    *,
    capacity: int | ArrayLike = 1,
    thin: ArrayLike | None = None,
    seats: int | None = None,
    locked: Sequence[int] = (),
    seed: int = 0,
    whole: bool = False,
) -> Matching:
    """Choose the pairs of a round.

    `pairs` (m, 2) are the allowed pairs of positions 0..n-1, each once; `value` (m,) their U, finite and not negative; `capacity` how many introductions a
    person takes, one number or (n,); `thin` (n,) bool marks whom fairness serves first; `seats` limits the people seated, counted once for each introduction;
    `locked` are positions of pairs that must be in the round. Excluded pairs are simply not given. `seed` decides between equals only. `whole` matches in one piece
    whatever the size, for a thousand people with few candidates each.
    Raises ValueError for bad input, and for locks that break a capacity or the seats (a lock may break the one-thin-person rule: a human chose it).
    """
    p: Ints = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    u: Floats = np.asarray(value, dtype=np.float64).reshape(-1)
    b = np.broadcast_to(np.asarray(capacity, dtype=np.int64), (n,)).copy()
    thin_ = np.zeros(n, dtype=bool) if thin is None else np.asarray(thin, dtype=bool).copy()
    _check(n, p, u, b, thin_, seats)
    m = len(p)
    i, j = np.minimum(p[:, 0], p[:, 1]), np.maximum(p[:, 0], p[:, 1])
    rank = thin_.copy()
    bonus = 2 * float(u.max(initial=0.0)) if thin_.any() else 0.0
    lock = np.unique(np.asarray(locked, dtype=np.int64))
    if len(lock) and (lock[0] < 0 or lock[-1] >= m):
        raise ValueError(f"locked must be positions 0 to {m - 1} of the pairs")
    ends = np.concatenate([i[lock], j[lock]])
    b -= np.bincount(ends, minlength=n)
    allowed_pairs = m if seats is None else seats // 2
    if (b < 0).any():
        raise ValueError(f"the locked pairs need person {int(np.flatnonzero(b < 0)[0])} more often than their capacity")
    if len(lock) > allowed_pairs:
        raise ValueError("the locked pairs need more seats than there are")
    served = np.zeros(n, dtype=bool)
    served[ends] = True
    taken = np.zeros(n, dtype=bool)
    taken[i[lock][rank[j[lock]]]] = True
    taken[j[lock][rank[i[lock]]]] = True
    taken &= ~rank
    free = np.ones(m, dtype=bool)
    free[lock] = False
    free &= (b[i] > 0) & (b[j] > 0) & ~(taken[i] & rank[j]) & ~(taken[j] & rank[i])
    left = np.flatnonzero(free)
    task = _Task(n, i[left], j[left], u[left], b, thin_ & ~served, rank, taken, bonus, allowed_pairs - len(lock))
    rng = np.random.default_rng(seed)
    picked, bound, exact = _solve(task, rng, whole)
    chosen = np.sort(np.concatenate([lock, left[picked]]))
    served[np.concatenate([i[chosen], j[chosen]])] = True
    thin_served = int((served & rank).sum())
    locked_part = float(u[lock].sum()) + bonus * int((rank & ~task.thin).sum())
    total = float(u[chosen].sum())
    objective = total + bonus * thin_served
    # Rounding of sums may put the bound of an exact optimum an ulp below it.
    return Matching(chosen, total, objective, max(bound + locked_part, objective), thin_served, exact)


def alternatives(
    n: int, pairs: ArrayLike, value: ArrayLike, chosen: ArrayLike, person: int, *, limit: int = 5, capacity: int | ArrayLike = 1
) -> Ints:
    """Return positions of up to `limit` pairs that `person` could have instead of a chosen one, best first: int64.

    Partners with free capacity come with their full value; a partner who is full would lose the least of their chosen pairs, and that is subtracted. Ties by position.
    """
    p: Ints = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    u: Floats = np.asarray(value, dtype=np.float64)
    c: Ints = np.asarray(chosen, dtype=np.int64)
    b = np.broadcast_to(np.asarray(capacity, dtype=np.int64), (n,))
    ends = p[c].ravel()
    load = np.bincount(ends, minlength=n)
    least = np.full(n, np.inf)
    np.minimum.at(least, ends, np.repeat(u[c], 2))
    open_ = np.ones(len(p), dtype=bool)
    open_[c] = False
    mine = np.flatnonzero(open_ & ((p[:, 0] == person) | (p[:, 1] == person)))
    other = np.where(p[mine, 0] == person, p[mine, 1], p[mine, 0])
    worth = u[mine] - np.where(load[other] >= b[other], np.where(np.isfinite(least[other]), least[other], np.inf), 0.0)
    best = np.argsort(-worth, kind="stable")
    return np.asarray(mine[best][np.isfinite(worth[best])][:limit], dtype=np.int64)


def _check(n: int, p: Ints, u: Floats, b: Ints, thin: Bools, seats: int | None) -> None:
    if len(u) != len(p):
        raise ValueError("pairs and value must have the same length")
    if len(p) and (p.min() < 0 or p.max() >= n):
        raise ValueError(f"pairs must be positions 0 to {n - 1}")
    if (p[:, 0] == p[:, 1]).any():
        raise ValueError("nobody is introduced to themselves")
    if len(np.unique(p.min(axis=1) * n + p.max(axis=1) if len(p) else p[:, 0])) < len(p):
        raise ValueError("a pair is given twice")
    if len(u) and (not np.isfinite(u).all() or u.min() < 0):
        raise ValueError("values must be finite and not negative")
    if (b < 0).any() or thin.shape != (n,) or (seats is not None and seats < 0):
        raise ValueError("capacities and seats must not be negative, thin must be one flag a person")


# ---------------------------------------------------------------- the bound


@dataclass(frozen=True, slots=True)
class _Program:
    """`max objective'x, rows x <= limit, 0 <= x <= 1`; the first columns are the pairs."""

    objective: Floats
    rows: sparse.csr_array
    limit: Floats
    seat: int = -1  # the row of the seats

    def bound(self, price: Floats) -> float:
        return float(self.limit @ price + np.maximum(0, self.objective - self.rows.T @ price).sum())


def _program(t: _Task, odd: Sequence[Ints] = ()) -> _Program:
    """Lay down capacities, hosts, seats, served flags of thin people with capacity above one, and odd sets of people."""
    m = len(t.i)
    e = np.arange(m)
    single = t.thin & (t.capacity <= 1)
    many = np.flatnonzero(t.thin & (t.capacity > 1))
    objective = np.concatenate([t.u + t.bonus * (single[t.i].astype(float) + single[t.j]), np.full(len(many), t.bonus)])
    row, column, entry = [t.i, t.j], [e, e], [np.ones(m), np.ones(m)]
    limit = [t.capacity.astype(float)]
    size = t.n

    def add(r: Ints, c: Ints, x: Floats, bounds: Floats) -> None:
        nonlocal size
        row.append(r + size)
        column.append(c)
        entry.append(x)
        limit.append(bounds)
        size += len(bounds)

    host = np.where(t.rank[t.j] & ~t.rank[t.i], t.i, np.where(t.rank[t.i] & ~t.rank[t.j], t.j, -1))
    tight = np.flatnonzero((host >= 0) & (t.capacity[np.maximum(host, 0)] > 1))
    hosts, which = np.unique(host[tight], return_inverse=True)
    add(which.astype(np.int64), tight, np.ones(len(tight)), np.ones(len(hosts)))
    seat = -1
    if t.pairs < m:
        seat = size
        add(np.zeros(m, dtype=np.int64), e, np.ones(m), np.array([float(t.pairs)]))
    if len(many):
        slot = np.full(t.n, -1)
        slot[many] = np.arange(len(many))
        for side in (t.i, t.j):
            mine = np.flatnonzero(slot[side] >= 0)
            row.append(slot[side[mine]] + size)
            column.append(mine)
            entry.append(np.full(len(mine), -1.0))
        add(np.arange(len(many)), m + np.arange(len(many)), np.ones(len(many)), np.zeros(len(many)))
    for people in odd:
        inside = np.zeros(t.n, dtype=bool)
        inside[people] = True
        mine = np.flatnonzero(inside[t.i] & inside[t.j])
        add(np.zeros(len(mine), dtype=np.int64), mine, np.ones(len(mine)), np.array([float(t.capacity[people].sum() // 2)]))
    shape = (size, len(objective))
    rows = sparse.csr_array((np.concatenate(entry), (np.concatenate(row), np.concatenate(column))), shape=shape)
    return _Program(objective, rows, np.concatenate(limit), seat)


def _prices(program: _Program, start: Floats, scale: float, temperatures: Sequence[float], steps: int = 200) -> tuple[Floats, Floats]:
    """Return prices with a low bound and the fractional solution (columns,) that goes with them."""
    columns = sparse.csr_array(program.rows.T)
    best, best_bound, x = start, program.bound(start), np.zeros(len(program.objective))
    price = start
    for share in temperatures:
        tau = share * scale

        def softened(y: Floats, tau: float = tau) -> tuple[float, Floats]:
            s = (program.objective - columns @ y) / tau
            return float(program.limit @ y + tau * np.logaddexp(0, s).sum()), program.limit - program.rows @ expit(s)

        found = minimize(
            softened,
            price,
            jac=True,
            method="L-BFGS-B",
            bounds=[(0, None)] * len(price),
            options={"maxiter": steps, "maxfun": 2 * steps, "maxcor": 10},
        )
        price = np.maximum(0.0, found.x)
        bound = program.bound(price)
        if bound <= best_bound:
            best, best_bound = price, bound
            x = expit((program.objective - columns @ price) / tau)
    return best, x


def _odd_sets(t: _Task, x: Floats) -> list[Ints]:
    """Sets of people, with odd capacity together, inside of which the fractional solution seats more than whole pairs can."""
    out = []
    for share in (0.0, 0.1, 0.3):
        support = x[: len(t.i)] > share
        graph = sparse.csr_array((np.ones(support.sum()), (t.i[support], t.j[support])), shape=(t.n, t.n))
        count, label = sparse.csgraph.connected_components(graph, directed=False)
        room = np.bincount(label, weights=t.capacity, minlength=count).astype(np.int64)
        inside = np.bincount(label[t.i], weights=x[: len(t.i)] * (label[t.i] == label[t.j]), minlength=count)
        for c in np.flatnonzero((room % 2 == 1) & (inside > room // 2 + 0.01)):
            out.append(np.flatnonzero(label == c))
    return out


def _bound(t: _Task, whole: bool) -> tuple[Floats, float, float]:
    """Return reduced values of the pairs (m,), the proven bound, and the price of the seats of a pair."""
    scale = float(t.u.max(initial=0.0))
    if scale == 0 or t.pairs == 0:
        return t.u.copy(), 0.0, 0.0
    program = _program(t)
    price = np.zeros(len(program.limit))
    price[: t.n] = scale / 2 + t.bonus * t.thin
    temperatures = (*_TEMPERATURES, 0.0003) if whole else _TEMPERATURES
    price, x = _prices(program, price, scale, temperatures, 200 if whole else 60)
    bound = program.bound(price)
    sets: dict[bytes, Ints] = {}
    for _ in range(3 if whole and len(t.i) <= _ODD_PAIRS else 0):
        new = {s.tobytes(): s for s in _odd_sets(t, x)}
        if new.keys() <= sets.keys():
            break
        sets |= new
        larger = _program(t, list(sets.values()))
        begin = np.zeros(len(larger.limit))
        begin[: min(len(price), len(begin))] = price[: len(begin)]
        better, x = _prices(larger, begin, scale, temperatures[3:])
        if larger.bound(better) >= bound:
            break
        program, price, bound = larger, better, larger.bound(better)
    seat = float(price[program.seat]) if program.seat >= 0 else 0.0
    return (program.objective - program.rows.T @ price)[: len(t.i)], bound, seat


# ---------------------------------------------------------------- the round


def _solve(t: _Task, rng: np.random.Generator, in_one_piece: bool) -> tuple[Ints, float, bool]:
    """Return the chosen pairs (positions), a proven bound of their objective, and whether they are an exact optimum."""
    if not len(t.i) or t.pairs <= 0:
        return np.zeros(0, dtype=np.int64), 0.0, True
    active = len(np.unique(np.concatenate([t.i, t.j])))
    whole = in_one_piece or (active <= WHOLE_PEOPLE and len(t.i) <= WHOLE_PAIRS)
    reduced, bound, seat = _bound(t, whole)
    jitter = rng.integers(0, (1 << _JITTER_BITS) // (t.n + 1) + 1, size=len(t.i))
    round_ = _Round(t, jitter, seat)
    scarce = t.pairs < active // 2
    if whole and t.capacity.max() == 1:
        round_.rematch(np.arange(len(t.i)), np.ones(len(t.i), dtype=bool), rng)
        if scarce:
            round_ = _exactly_seated(t, jitter, seat, round_, rng)
    else:
        round_.greedy(np.lexsort((jitter, -reduced)))
        _improve(round_, reduced, bound, whole, rng)
    round_.seat_only(t.pairs)
    exact = whole and int(t.capacity.max()) == 1 and (not scarce or int(round_.chosen.sum()) < t.pairs)
    return np.flatnonzero(round_.chosen), bound, exact


def _exactly_seated(t: _Task, jitter: Ints, seat: float, first: "_Round", rng: np.random.Generator) -> "_Round":
    """Move the price of a seat until the exact matching has as many pairs as there are seats; the price is concave in them, so bisection finds it."""
    everything, every = np.arange(len(t.i)), np.ones(len(t.i), dtype=bool)
    top = float(t.u.max()) + 2 * t.bonus
    low, high, best = 0.0, top, first
    if first.chosen.sum() <= t.pairs:
        high = seat
    else:
        low = seat
    width = top / 1000
    for _ in range(24):
        count = int(best.chosen.sum())
        if count == t.pairs or (count < t.pairs and seat <= 0):
            return best
        # Close to the prices' own answer first, by widening steps, then by halves.
        guess = (low + high) / 2 if width > (high - low) / 2 else (seat + width if count > t.pairs else max(0.0, seat - width))
        width *= 4
        seat = guess
        best = _Round(t, jitter, seat)
        best.rematch(everything, every, rng)
        if best.chosen.sum() > t.pairs:
            low = seat
        else:
            high = seat
    best = _Round(t, jitter, low)
    best.rematch(everything, every, rng)
    return best


class _Round:
    """A feasible round under way. `price` is charged for each pair, so that scarce seats go to the pairs worth most."""

    def __init__(self, t: _Task, jitter: Ints, price: float) -> None:
        self.t, self.jitter, self.price = t, jitter, price
        self.chosen = np.zeros(len(t.i), dtype=bool)
        self.load = np.zeros(t.n, dtype=np.int64)
        # How many thin partners a person has in the round: a host may have one.
        self.guests = np.zeros(t.n, dtype=np.int64)

    def _count(self, e: Ints, sign: int) -> None:
        i, j = self.t.i[e], self.t.j[e]
        np.add.at(self.load, i, sign)
        np.add.at(self.load, j, sign)
        np.add.at(self.guests, i, sign * self.t.rank[j])
        np.add.at(self.guests, j, sign * self.t.rank[i])

    def worth(self, e: Ints) -> Floats:
        """What each pair would add now: value, bonus for a thin person not yet served, less the price of the seats."""
        t = self.t
        fresh = t.thin & (self.load == 0)
        return np.asarray(t.u[e] - self.price + t.bonus * (fresh[t.i[e]].astype(np.float64) + fresh[t.j[e]]))

    def fits(self, e: Ints) -> Bools:
        t = self.t
        i, j = t.i[e], t.j[e]
        room = self.load < t.capacity
        full = ~t.rank & (self.guests > 0)
        return np.asarray(room[i] & room[j] & ~(full[i] & t.rank[j]) & ~(full[j] & t.rank[i]) & ~self.chosen[e])

    def objective(self) -> float:
        return float((self.t.u[self.chosen] - self.price).sum()) + self.t.bonus * int((self.t.thin & (self.load > 0)).sum())

    def greedy(self, order: Ints, limit: int | None = None) -> None:
        """Take pairs in `order`, at most `limit`, while they fit and add something."""
        t = self.t
        i, j, u = t.i.tolist(), t.j.tolist(), t.u.tolist()
        load, guests, capacity, thin, rank = self.load.tolist(), self.guests.tolist(), t.capacity.tolist(), t.thin.tolist(), t.rank.tolist()
        taken: list[int] = []
        for e in order.tolist():
            if limit is not None and len(taken) >= limit:
                break
            a, b = i[e], j[e]
            if load[a] >= capacity[a] or load[b] >= capacity[b] or self.chosen[e]:
                continue
            if (rank[b] and not rank[a] and guests[a]) or (rank[a] and not rank[b] and guests[b]):
                continue
            if u[e] - self.price + t.bonus * ((thin[a] and not load[a]) + (thin[b] and not load[b])) < 0:
                continue
            taken.append(e)
            load[a] += 1
            load[b] += 1
            guests[a] += rank[b]
            guests[b] += rank[a]
        picked = np.array(taken, dtype=np.int64)
        self.chosen[picked] = True
        self._count(picked, 1)

    def rematch(self, question: Ints, people: Bools | None, rng: np.random.Generator) -> None:
        """Open one layer of the chosen pairs among `question` (at most one a person) and match it anew, exactly; never worse than before."""
        t = self.t
        mine = question[self.chosen[question]]
        if len(mine) and t.capacity.max() > 1:
            # One layer: in random order, a pair is opened when neither person has an opened one.
            order = rng.permutation(mine)
            seen: set[int] = set()
            layer = []
            for e, a, b in zip(order.tolist(), t.i[order].tolist(), t.j[order].tolist(), strict=True):
                if a not in seen and b not in seen:
                    seen.update((a, b))
                    layer.append(e)
            mine = np.array(layer, dtype=np.int64)
        self.chosen[mine] = False
        self._count(mine, -1)
        fits = question[self.fits(question)]
        worth = self.worth(fits)
        useful = worth >= 0
        fits, worth = fits[useful], worth[useful]
        new = fits[_exact(t.i[fits], t.j[fits], worth, self.jitter[fits], rng)] if len(fits) else fits
        self.chosen[new] = True
        self._count(new, 1)

    def seat_only(self, pairs: int) -> None:
        """Leave out the pairs worth least until the seats suffice, then fill seats that are free."""
        while (over := int(self.chosen.sum()) - pairs) > 0:
            mine = np.flatnonzero(self.chosen)
            t = self.t
            alone = t.thin & (self.load == 1)
            loss = t.u[mine] + t.bonus * (alone[t.i[mine]].astype(float) + alone[t.j[mine]])
            out = mine[np.lexsort((self.jitter[mine], loss))[: 1 if t.capacity.max() > 1 else over]]
            self.chosen[out] = False
            self._count(out, -1)
        self.price = 0.0
        missing = pairs - int(self.chosen.sum())
        if missing > 0:
            e = np.flatnonzero(self.fits(np.arange(len(self.chosen))))
            self.greedy(e[np.lexsort((self.jitter[e], -self.worth(e)))], missing)


def _improve(r: _Round, reduced: Floats, bound: float, whole: bool, rng: np.random.Generator) -> None:
    """Rematch piece by piece, cut anew in each pass, until the bound is near or a pass brings nothing."""
    t = r.t
    m = len(t.i)
    layers = int(t.capacity.max())
    before = -np.inf
    close = 1e-4 if whole else CLOSE
    for turn in range(PASSES):
        now = r.objective()
        if now >= (1 - close) * (bound - r.price * min(t.pairs, m)) or (turn > 1 and now - before <= close / 10 * abs(now)):
            return
        before = now
        if whole:
            for _ in range(2 * layers):
                r.rematch(np.arange(m), None, rng)
            continue
        # The pairs in question: nearly tight under the prices, more of them in each pass, and those of the round.
        keep = min(m, (2 + turn) * t.n)
        asked = np.zeros(m, dtype=bool)
        asked[np.argpartition(-reduced, keep - 1)[:keep]] = True
        asked |= r.chosen
        e = np.flatnonzero(asked)
        piece = _pieces(t, e, r.chosen, rng)
        inside = e[piece[t.i[e]] == piece[t.j[e]]]
        order = inside[np.argsort(piece[t.i[inside]], kind="stable")]
        cuts = np.flatnonzero(np.diff(piece[t.i[order]])) + 1
        for part in np.split(order, cuts):
            r.rematch(part, None, rng)


def _pieces(t: _Task, e: Ints, chosen: Bools, rng: np.random.Generator) -> Ints:
    """Return for each person the number of a piece (n,): breadth first from random people, partners of the round together."""
    shuffle = rng.permutation(t.n)
    graph = sparse.csr_array(
        (np.ones(2 * len(e)), (shuffle[np.concatenate([t.i[e], t.j[e]])], shuffle[np.concatenate([t.j[e], t.i[e]])])), shape=(t.n, t.n)
    )
    place = np.full(t.n, -1)
    met = 0
    # Patches: breadth-first orders cut off at a piece's size keep neighbours together better than one long order, whose waves are wide.
    indptr, indices = graph.indptr, graph.indices
    mate = np.full(t.n, -1)
    c = np.flatnonzero(chosen)
    mate[shuffle[t.i[c]]], mate[shuffle[t.j[c]]] = shuffle[t.j[c]], shuffle[t.i[c]]
    piece = 0
    for root in range(t.n):
        if place[root] >= 0:
            continue
        queue, size, head = [root], 0, 0
        place[root] = piece
        while head < len(queue) and size < PIECE:
            v = queue[head]
            head += 1
            size += 1
            for w in ([mate[v]] if mate[v] >= 0 else []) + indices[indptr[v] : indptr[v + 1]].tolist():
                if place[w] < 0 and len(queue) < PIECE:
                    place[w] = piece
                    queue.append(w)
                    if mate[w] >= 0 and place[mate[w]] < 0:
                        place[mate[w]] = piece
                        queue.append(mate[w])
        met += len(queue)
        # Small rests share a piece.
        if met >= PIECE:
            piece, met = piece + 1, 0
    return np.asarray(place[shuffle], dtype=np.int64)


def _exact(i: Ints, j: Ints, worth: Floats, jitter: Ints, rng: np.random.Generator) -> Ints:
    """Return the positions of a matching of most worth; equal sums are decided by `jitter`, too small together to outweigh a millionth."""
    weight = np.rint(worth * SCALE).astype(np.int64) * (1 << _JITTER_BITS) + jitter
    people, flat = np.unique(np.concatenate([i, j]), return_inverse=True)
    a, b = flat[: len(i)], flat[len(i) :]
    _, label = sparse.csgraph.connected_components(sparse.csr_array((np.ones(len(a)), (a, b)), shape=(len(people),) * 2), directed=False)
    where = label[a]
    order = np.argsort(where, kind="stable")
    out: list[int] = []
    for part in np.split(order, np.flatnonzero(np.diff(where[order])) + 1):
        if len(part) == 1:
            out.append(int(part[0]))
            continue
        local, ends = np.unique(np.concatenate([a[part], b[part]]), return_inverse=True)
        x, y = ends[: len(part)].tolist(), ends[len(part) :].tolist()
        graph = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(local)))
        graph.add_edges_from(list(zip(x, y, weight[part].tolist(), strict=True)))
        edge = {(p, q): e for p, q, e in zip(x, y, part.tolist(), strict=True)}
        out.extend(edge[pair] if pair in edge else edge[pair[::-1]] for pair in rx.max_weight_matching(graph, weight_fn=int))
    return np.array(sorted(out), dtype=np.int64)
