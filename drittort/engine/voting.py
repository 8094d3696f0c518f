"""Counting votes by rules that can be read: the most named, a ranking by duels, a day that suits most, and a budget shared equally.

Everything is whole numbers and fractions, so that counting by hand gives the same. Nobody has a name here, no order of ballots matters, and no tie is
broken in silence: whoever shares the first place stands in `winners` together. Options are numbers 0 to n - 1.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

YES, IF_NEEDED = 2, 1
"""How a day suits somebody; everything else is a no."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each of n options was named (`counts`), and those named most; nobody wins where nothing was named."""

    counts: tuple[int, ...]
    winners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """How many can come on each of n days: gladly (`gladly`), at all (`at_all`), and the days that suit best."""

    gladly: tuple[int, ...]
    at_all: tuple[int, ...]
    winners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """n options after all duels. `duels[a][b]`: how many put a before b. `places` holds the options of each place, the best first, those that share one together.

    `beats_all`: the option that wins every duel of its own, where there is one.
    """

    duels: tuple[tuple[int, ...], ...]
    places: tuple[tuple[int, ...], ...]
    beats_all: int | None

    @property
    def winners(self) -> tuple[int, ...]:
        """The first place."""
        return self.places[0] if self.places else ()


@dataclass(frozen=True, slots=True)
class Shares:
    """Projects that a budget pays for. `funded` those that their supporters pay from their equal shares, in order; `filled` those for which the rest was enough.

    `totals`: points of each project, (n,). `paid[v][p]`: what voter v paid for project p of `funded`, exactly. `spent` is what all of it costs.
    """

    funded: tuple[int, ...]
    filled: tuple[int, ...]
    totals: tuple[int, ...]
    paid: tuple[Mapping[int, Fraction], ...]
    spent: int

    @property
    def winners(self) -> tuple[int, ...]:
        """All projects that are paid for, in the order of their numbers."""
        return tuple(sorted((*self.funded, *self.filled)))


def _options(n: int, named: Iterable[int]) -> set[int]:
    found = list(named)
    if len(set(found)) != len(found) or any(not 0 <= option < n for option in found):
        raise ValueError("a ballot names an option twice, or one that is not there")
    return set(found)


def most_named(n: int, ballots: Iterable[Collection[int]], *, most: int | None = None) -> Tally:
    """Count how often each option is named. With `most` = 1 it is one person, one vote; without it, approval: name everything that is fine with you.

    Raises ValueError for a ballot that names more than `most`, one option twice, or one that is not there.
    """
    counts = [0] * n
    for ballot in ballots:
        named = _options(n, ballot)
        if most is not None and len(named) > most:
            raise ValueError("a ballot names more than it may")
        for option in named:
            counts[option] += 1
    best = max(counts, default=0)
    return Tally(tuple(counts), tuple(option for option in range(n) if best and counts[option] == best))


def best_days(n: int, ballots: Iterable[Sequence[int]]) -> Days:
    """Find the days on which most can come: first by how many can at all, among those by how many gladly do.

    A ballot says YES, IF_NEEDED or 0 for each of the n days. Raises ValueError for one of another length.
    """
    gladly, at_all = [0] * n, [0] * n
    for ballot in ballots:
        if len(ballot) != n or any(said not in (0, IF_NEEDED, YES) for said in ballot):
            raise ValueError("a ballot says something of each day")
        for day, said in enumerate(ballot):
            gladly[day] += said == YES
            at_all[day] += said != 0
    best = max(zip(at_all, gladly, strict=True), default=(0, 0))
    return Days(tuple(gladly), tuple(at_all), tuple(day for day in range(n) if best[0] and (at_all[day], gladly[day]) == best))


def schulze(n: int, ballots: Iterable[Sequence[Collection[int]]]) -> Ranking:
    """Rank options by duels (Schulze 2011, Soc. Choice Welf. 36): who is put before whom by more people, and where that goes round in a circle, the strongest path.

    A ballot is a sequence of places, the best first, each with the options that share it; what it leaves out stands below all of them, together. An option
    that wins all its duels comes first, and putting an option higher never hurts it. Raises ValueError for an option that stands twice or is not there.
    """
    duels = [[0] * n for _ in range(n)]
    for ballot in ballots:
        place = dict.fromkeys(range(n), len(ballot))
        _options(n, [option for options in ballot for option in options])
        place.update({option: k for k, options in enumerate(ballot) for option in options})
        for a in range(n):
            for b in range(n):
                duels[a][b] += place[a] < place[b]
    path = [[duels[a][b] if duels[a][b] > duels[b][a] else 0 for b in range(n)] for a in range(n)]
    for via in range(n):
        for a in range(n):
            for b in range(n):
                if a != b:
                    path[a][b] = max(path[a][b], min(path[a][via], path[via][b]))
    places: list[tuple[int, ...]] = []
    left = set(range(n))
    while left:
        best = tuple(sorted(a for a in left if all(path[a][b] >= path[b][a] for b in left)))
        places.append(best)
        left -= set(best)
    beats_all = next((a for a in range(n) if n > 1 and all(duels[a][b] > duels[b][a] for b in range(n) if b != a)), None)
    return Ranking(tuple(map(tuple, duels)), tuple(places), beats_all)


def equal_shares(costs: Sequence[int], budget: int, ballots: Sequence[Sequence[int]]) -> Shares:
    """Spend a budget by the method of equal shares (Peters, Pierczyński, Skowron 2021, NeurIPS), and the rest by points.

    Each of the v ballots gets the same part of the budget. A project is paid by those who gave it points, each in proportion to their points as far as their
    part reaches; the one that costs its supporters least for a point comes next. What is left over goes to further projects in the order of their points, as
    long as they fit. So whoever is a tenth of the voters decides on about a tenth of the money, and a majority can't decide on all of it.
    Where two cost the same for a point, the one with more points comes first, then the cheaper one, then the one that stands higher on the list.

    `costs` (n,) whole numbers above 0, `ballots` (v, n) points of 0 and more. Raises ValueError for anything else.
    """
    n, voters = len(costs), len(ballots)
    if budget < 0 or any(cost <= 0 for cost in costs):
        raise ValueError("a project costs something, and a budget is not below nothing")
    if any(len(ballot) != n or min(ballot, default=0) < 0 for ballot in ballots):
        raise ValueError("a ballot gives each project points of 0 and more")
    totals = tuple(sum(ballot[p] for ballot in ballots) for p in range(n))
    purses = [Fraction(budget, voters) for _ in ballots]
    paid: list[dict[int, Fraction]] = [{} for _ in ballots]
    funded: list[int] = []
    while True:
        prices = {
            p: price for p in range(n) if p not in funded and (price := _price(costs[p], purses, [b[p] for b in ballots])) is not None
        }
        if not prices:
            break
        chosen = min(prices, key=lambda p: (prices[p], -totals[p], costs[p], p))
        for v, ballot in enumerate(ballots):
            if ballot[chosen]:
                paid[v][chosen] = min(purses[v], prices[chosen] * ballot[chosen])
                purses[v] -= paid[v][chosen]
        funded.append(chosen)
    spent = sum(costs[p] for p in funded)
    filled = []
    for p in sorted(set(range(n)) - set(funded), key=lambda p: (-totals[p], costs[p], p)):
        if totals[p] and spent + costs[p] <= budget:
            filled.append(p)
            spent += costs[p]
    return Shares(tuple(funded), tuple(filled), totals, tuple(paid), spent)


def _price(cost: int, purses: Sequence[Fraction], points: Sequence[int]) -> Fraction | None:
    """What a point costs when all supporters pay in proportion to theirs, those whose purse is too small all that they have; None where it is not enough."""
    rest, open_points = Fraction(cost), sum(points)
    if sum((purse for purse, given in zip(purses, points, strict=True) if given), Fraction()) < cost:
        return None
    for purse, given in sorted(
        ((purse, given) for purse, given in zip(purses, points, strict=True) if given), key=lambda each: each[0] / each[1]
    ):
        if rest / open_points * given <= purse:
            break
        rest -= purse
        open_points -= given
    return rest / open_points
