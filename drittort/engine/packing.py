"""Which of many possible groups make the best round: a set packing, by linear and integer programming.

In a small house all groups that keep the hard rules are listed, and the best choice is found with its bound. In a larger one they are far too many. The relaxed problem, in
which a group may be half chosen, needs few of them: its prices say what each person's seat costs, and whatever group is worth more than the seats of its people is sought and
added until there is none (column generation: Gilmore & Gomory 1961; Desrosiers & Lübbecke 2005). From its solution a round is made by diving: what is almost chosen
is chosen, and the rest is solved anew without these people (Sadykov et al. 2019), until so few are left that whole numbers can be sought.

Groups worth more than their seats are sought by a beam, not one after the other, so prices are good and prove nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from drittort.engine.introductions import Bools, Floats, Ints
from drittort.engine.seats import Seated, Task, Words

LISTED, NODES = 1_500, 30
"""So many groups are listed at most, and so many nodes of the search tree looked at: a limit by the clock would make the round another on another machine."""

BEAM, MOST = 1_000, 150
"""So many beginnings of groups are kept while one is sought, and so many groups of each size are added at a time."""

KEPT = 2_000
"""Groups that the relaxed problem keeps when others are added: those whose price is farthest from their worth go."""

PRICED, REPRICED = 60, 1
"""Prices are found at most so often at first, and again after each step of a dive."""

ALMOST = 0.7
"""From this share on a group counts as chosen; below it, only the largest."""

BLUR = 0.3
"""What chance adds to a share, so that dives differ."""

FEW, LIKELIEST = 16, 600
"""With so few people left whole numbers are sought, and among so many groups at most."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The solved relaxed problem: of each group its worth, its `share` from 0 to 1 and what it is worth `above` its seats (at most 0); of each person the price of the seat;
    and the worth of it all."""

    groups: list[Seated]
    worth: Floats
    share: Floats
    above: Floats
    price: Floats
    value: float


def list_groups(task: Task, most: int = LISTED) -> list[Seated] | None:
    """Return all groups that keep the hard rules, as ascending positions of the task; None where they are more than `most`. Grows each group by people of a higher position."""
    near = [sum(1 << int(y) for y in np.flatnonzero(row)) for row in ~task.apart & ~np.eye(len(task.who), dtype=bool)]
    words = [[int(x) for x in w] for w in task.common]
    full = tuple((1 << 64) - 1 for _ in words)
    found: list[Seated] = []
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


def pack(task: Task, groups: Sequence[Seated], worth: Floats) -> tuple[list[int], float, bool]:
    """Choose groups that share nobody, of the most worth. Returns their positions, a proven bound of the worth, and whether they reach it."""
    if not groups:
        return [], 0.0, True
    done = milp(
        -worth,
        integrality=np.ones(len(groups)),
        bounds=(0, 1),
        constraints=LinearConstraint(task.seats_of(groups), ub=1.0),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    chosen = [] if done.x is None else np.flatnonzero(done.x > 0.5).tolist()
    value = float(worth[chosen].sum())
    bound = max(value, -float(done.mip_dual_bound)) if done.mip_dual_bound is not None else float("inf")
    return chosen, bound, bound - value <= 1e-6 * max(1.0, abs(value))


def likely(task: Task, price: Floats, *, least: float, beam: int = BEAM, most: int = MOST) -> list[Seated]:
    """Return groups that keep the hard rules and are worth more than the seats of their people cost by over `least`: at most `most` of each size, the best that a beam finds.

    What is above the seats is a sum over the pairs of a group, the price of each seat shared out among the pairs of the person.
    """
    m, size, found = len(task.who), task.size, list[Seated]()
    fit = ~task.apart & ~np.eye(m, dtype=bool)
    # A set of people is known by the sum of its people's numbers, in whatever order they came.
    number = np.random.default_rng(0).integers(1 << 62, size=m, dtype=np.uint64)
    above = task.seat - price
    for k in range(size.smallest, size.largest + 1):
        gain = (task.worth + above[:, None] + above) / (k - 1)
        people, total = _pairs_of(fit, gain, beam)
        for _ in range(k - 2):
            people, total = _grown(people, total, gain, fit, task.common, number, beam)
        total = total + task.liked[k]
        best = np.argsort(-total, kind="stable")[:most]
        best = best[total[best] > least]
        found += [tuple(group) for group in np.sort(people[best], axis=1).tolist()]
    return found


def _pairs_of(fit: Bools, gain: Floats, beam: int) -> tuple[Ints, Floats]:
    """The best pairs, (b, 2), and what they bring."""
    i, j = np.nonzero(np.triu(fit, 1))
    best = np.argsort(-gain[i, j], kind="stable")[:beam]
    return np.column_stack([i, j])[best], gain[i, j][best]


def _grown(people: Ints, total: Floats, gain: Floats, fit: Bools, common: Sequence[Words], number: Words, beam: int) -> tuple[Ints, Floats]:
    """The best groups of one person more, (b, k + 1), each once."""
    can, more = fit[people].all(axis=1), gain[people].sum(axis=1)
    for words in common:
        can &= (np.bitwise_and.reduce(words[people], axis=1)[:, None] & words) != 0
    row, x = np.nonzero(can)
    sum_ = total[row] + more[row, x]
    if len(row) > 4 * beam:
        # Each group of k comes up to k times: once for each who came last.
        some = np.argpartition(-sum_, 4 * beam)[: 4 * beam]
        row, x, sum_ = row[some], x[some], sum_[some]
    _, once = np.unique(number[people].sum(axis=1)[row] + number[x], return_index=True)
    best = once[np.argsort(-sum_[once], kind="stable")[:beam]]
    return np.column_stack([people[row[best]], x[best]]), sum_[best]


def relax(task: Task, groups: Sequence[Seated], *, times: int = PRICED) -> Relaxed:
    """Solve the relaxed problem from some groups on; groups that gain are added up to `times`."""
    held = list(groups)
    worth = task.worth_of(held)
    for _ in range(times):
        now = _relaxed(task, held, worth)
        known = set(held)
        new = [group for group in likely(task, now.price, least=1e-6) if group not in known]
        if not new:
            return now
        kept = np.sort(np.argsort(-now.above, kind="stable")[:KEPT])
        held = [held[k] for k in kept.tolist()] + new
        worth = np.concatenate([worth[kept], task.worth_of(new)])
    return _relaxed(task, held, worth)


def _relaxed(task: Task, groups: list[Seated], worth: Floats) -> Relaxed:
    m = len(task.who)
    if not groups:
        return Relaxed([], worth, worth, worth, np.zeros(m), 0.0)
    seats = task.seats_of(groups)
    done = linprog(-worth, A_ub=seats, b_ub=np.ones(m), method="highs-ds")
    if done.status != 0:
        raise ArithmeticError(f"the prices of {len(groups)} groups of {m} people were not found: {done.message}")
    price = -done.ineqlin.marginals
    return Relaxed(groups, worth, done.x, worth - price @ seats, price, float(-done.fun))


def dive(task: Task, start: Relaxed, rng: np.random.Generator) -> list[Seated]:
    """Return a round near to the relaxed one. Another `rng`, another round."""
    who, now, chosen = np.arange(len(task.who)), start, list[Seated]()
    while now.groups:
        taken = _best_among(task, now.groups, now.worth, now.above) if len(who) <= FEW else _almost(now, rng)
        chosen += [tuple(who[list(group)].tolist()) for group in taken]
        gone = {x for group in taken for x in group}
        if not taken or len(who) <= FEW:
            break
        left = np.array([x for x in range(len(who)) if x not in gone], dtype=np.int64)
        place = {x: k for k, x in enumerate(left.tolist())}
        rest = [tuple(place[x] for x in group) for group in now.groups if gone.isdisjoint(group)]
        task, who = task.only(left), who[left]
        now = relax(task, rest, times=REPRICED)
    return chosen


def _almost(now: Relaxed, rng: np.random.Generator) -> list[Seated]:
    """The groups that are almost chosen, the largest share first, at least one; none that shares anybody with another."""
    taken, used = list[Seated](), set[int]()
    there = np.flatnonzero(now.share > 1e-6)
    for k in there[np.argsort(-(now.share[there] + BLUR * rng.random(len(there))), kind="stable")].tolist():
        if taken and now.share[k] < ALMOST:
            break
        if used.isdisjoint(now.groups[k]):
            taken.append(now.groups[k])
            used.update(now.groups[k])
    return taken


def close_to(task: Task, price: Floats, groups: Sequence[Seated], least: float) -> list[Seated]:
    """Return the best choice of some groups, if it is worth more than `least`; empty where none was found.

    The prices say of each group what a round with it is worth at most; whatever can't reach `least` is left out (reduced cost fixing: Nemhauser & Wolsey 1988), and of
    more than `LIKELIEST` the least likely.
    """
    worth = task.worth_of(groups)
    most = price.sum() + worth - price @ task.seats_of(groups)
    able = np.flatnonzero(most > least + 1e-9)
    chosen = _best_among(task, [groups[k] for k in able.tolist()], worth[able], most[able])
    return chosen if task.worth_of(chosen).sum() > least + 1e-9 else []


def _best_among(task: Task, groups: Sequence[Seated], worth: Floats, likeliness: Floats) -> list[Seated]:
    """The best choice among the `LIKELIEST` of some groups."""
    best = np.argsort(-likeliness, kind="stable")[:LIKELIEST]
    chosen, _bound, _exact = pack(task, [groups[k] for k in best.tolist()], worth[best])
    return [groups[int(best[k])] for k in chosen]
