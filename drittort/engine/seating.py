"""A round of groups built and improved step by step.

Greedy construction, the hardest to seat first, then local search by swaps, shifts and new groups with a queue of people worth another look, and kicks out of local optima
(iterated local search: Lourenço, Martin & Stützle 2003); some kicks change how many groups there are. Nothing looks at a clock: same seed, same groups.
"""

from collections import deque
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from drittort.engine.introductions import Bools
from drittort.engine.seats import Seated, Task

STALE = 20
"""Assignments in a row that gain nothing, after which others are not tried."""

HEAT = 0.3
"""How much worse a disturbed round may be at first and still go on, in largest values; falls to nothing (threshold accepting: Dueck & Scheuer 1990)."""

REGROUPED = 10
"""Every so manyth kick changes how many groups there are; else a round would keep the number with which it was built."""


class Search:
    """A grouping under way. `of[x]` is the group of x, `empty` (the last) for none; `sums[g, x]` the worth of x to all in g, `clash[g, x]` how many there x may not sit with;
    `rest[w][x]` the common bits of x's group without x, so that a swap is judged for all partners at once."""

    def __init__(self, task: Task, rng: np.random.Generator) -> None:
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

    def groups(self) -> list[Seated]:
        """The groups as they are."""
        return [tuple(sorted(members)) for members in self.members if members]

    def sit(self, groups: Sequence[Seated]) -> None:
        """Seat these groups, where nobody sits yet."""
        for slot, group in enumerate(groups):
            for x in group:
                self.move(x, slot)

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

    def improve(self, kicks: int, seen: dict[Seated, None]) -> None:
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
        seen.update(dict.fromkeys(self.groups()))
        for turn in range(kicks):
            self.log.clear()
            self.settle(self.regroup() if turn % REGROUPED == REGROUPED - 1 else self.kick())
            if (self.of == self.empty).any() and self.open_more():
                self.settle(range(self.m))
            for _ in range(2):
                self.reassign()
            new = self.objective()
            seen.update(dict.fromkeys(self.groups()))
            if new < now - HEAT * self.t.top * (1 - turn / kicks) * self.rng.random() - 1e-9:
                self.back_to(0)
                continue
            now = new
            if now > best + 1e-9:
                best, held = now, self.of.copy()
        for x in range(self.m):
            self.move(x, self.empty)
        for x in range(self.m):
            self.move(x, int(held[x]))
