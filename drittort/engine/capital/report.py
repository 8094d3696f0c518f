"""The capital report: every measure with its value, what it rests on, and silence with a reason where it would mean nothing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from drittort.engine.capital.communities import MANY_PEOPLE, Communities, chance_modularity, communities
from drittort.engine.capital.groups import Mixing, mixing
from drittort.engine.capital.newcomers import waiting_for_ties
from drittort.engine.capital.structure import (
    Ties,
    betweenness,
    bridges,
    common_contacts,
    components,
    constraint,
    core_number,
    distances,
    effective_size,
    gini,
    rewired,
    ties_of,
    transitivity,
)
from drittort.engine.graph import Flags, Floats, Interactions, Ints, Network
from drittort.engine.survival import Survival

LEAST_ACTIVE = 20
LEAST_NEWCOMERS = 5
THIN = 3
TOP = 0.05
SOURCES = 50
EXACT_STEPS = 500_000_000
"""Betweenness is exact while people with a tie times ties stay below this (and these people below `MANY_PEOPLE`)."""

REWIRED = 20
REWIRED_TIES = 10_000
FEW_ENOUGH, FEWER_RUNS = 1_000, 5
"""Without chance, as for the months gone by, communities of more people than so are sought in fewer runs."""

METHODS: dict[str, str] = {
    "counted": "counted",
    "exact": "exact",
    "sources": "estimated from {samples} people drawn at random",
    "permutations": "exact; chance from {samples} shuffles of the labels",
    "rewired": "exact; chance from {samples} random networks with the same number of ties for everybody",
    "runs": "the best of {samples} seeded runs of the Leiden algorithm",
    "runs_rewired": "the best of {samples} seeded runs of the Leiden algorithm; chance from 20 random networks with the same number of ties for everybody",
    "one_run": "one run of the Leiden algorithm with two iterations",
    "kaplan_meier": "Kaplan-Meier estimate: who is still waiting counts as long as they were seen",
}
"""How a value came about: stable code to the English words."""

REASONS: dict[str, str] = {
    "few_people": "fewer than 20 people have a tie: any network measure would swing by chance",
    "no_ties": "there is no tie",
    "no_paths": "nobody has two contacts",
    "no_labelled_ties": "no tie joins two people who both have a value here",
    "one_run": "with this many people the communities are sought once only",
    "no_pairs": "no community has two people",
    "no_since": "nothing is known about when people came",
    "no_dates": "the contacts have no dates",
    "few_newcomers": "fewer than five people came while contacts were recorded",
    "not_reached": "fewer than half of the newcomers got there while they were seen",
    "not_given": "not given",
}
"""Why a value is missing: stable code to the English words."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the report.

    `value` is None where the measure is undefined or would mislead, and `reason` (a code of `REASONS`) says why. `n` is the number of `of` ("people",
    "ties", "pairs", "newcomers") that it rests on. `low`, `high`: 95 % interval of an estimate. `chance`, `chance_low`, `chance_high`: mean, 2.5 % and
    97.5 % of what chance alone gives, `p` two-sided. `method` (a code of `METHODS`) and `samples` say how it was computed. `attribute`: the grouping.
    """

    key: str
    value: float | None
    n: int
    of: str = "people"
    method: str = "exact"
    samples: int | None = None
    reason: str | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    chance_low: float | None = None
    chance_high: float | None = None
    p: float | None = None
    attribute: str | None = None

    @property
    def computed(self) -> str:
        """How the value was computed, in English."""
        return METHODS[self.method].format(samples=self.samples)


@dataclass(frozen=True, slots=True)
class CapitalReport:
    """The measures of one network at one moment, with the communities they speak of. `now` in days since 1970-01-01 UTC."""

    now: float
    half_life: float
    theta: float
    seed: int
    measures: tuple[Measure, ...]
    communities: Communities | None = field(repr=False, default=None)
    waiting: Mapping[int, Survival] = field(repr=False, default_factory=dict)

    def get(self, key: str, attribute: str | None = None) -> Measure:
        """Return a measure by its key (and grouping). Raises KeyError."""
        for measure in self.measures:
            if measure.key == key and measure.attribute == attribute:
                return measure
        raise KeyError(key if attribute is None else f"{key} of {attribute}")

    def as_json(self) -> dict[str, object]:
        """Return the report as plain values: `measures` by key, those of groupings under `groups` by attribute and key. Keys are stable."""
        plain: dict[str, object] = {}
        groups: dict[str, dict[str, object]] = {}
        for m in self.measures:
            entry = {
                "value": m.value,
                "n": m.n,
                "of": m.of,
                "interval": None if m.low is None else [m.low, m.high],
                "chance": None if m.chance is None else {"mean": m.chance, "low": m.chance_low, "high": m.chance_high, "p": m.p},
                "method": m.method,
                "computed": m.computed,
                "samples": m.samples,
                "reason": m.reason,
                "because": None if m.reason is None else REASONS[m.reason],
            }
            if m.attribute is None:
                plain[m.key] = entry
            else:
                groups.setdefault(m.attribute, {})[m.key] = entry
        return {"now": self.now, "half_life": self.half_life, "theta": self.theta, "seed": self.seed, "measures": plain, "groups": groups}


COUNT_KEYS = ("people", "active", "ties", "isolates", "thin", "received_gini")
NETWORK_KEYS = (
    ("density", "pairs"),
    ("mean_ties", "people"),
    ("pieces", "people"),
    ("giant_share", "people"),
    ("efficiency", "pairs"),
    ("within_three", "pairs"),
    ("mean_steps", "pairs"),
    ("reciprocity", "ties"),
    ("reciprocity_binary", "ties"),
    ("transitivity", "people"),
    ("constraint", "people"),
    ("effective_size", "people"),
    ("local_bridges", "ties"),
    ("cut_ties", "ties"),
    ("weak_strength", "ties"),
    ("core", "people"),
    ("core_people", "people"),
    ("degree_gini", "people"),
    ("strength_top", "people"),
    ("betweenness_top", "people"),
    ("robustness", "people"),
    ("communities", "people"),
    ("modularity", "ties"),
    ("stability", "pairs"),
)
GROUP_KEYS = (("inside_ties", "ties"), ("inside_strength", "ties"), ("ei_index", "ties"))
NEWCOMER_KEYS = (("first_tie_days", 1), ("first_tie_30", 1), ("third_tie_days", 3), ("third_tie_90", 3))


def capital_report(
    network: Network,
    *,
    groups: Mapping[str, Sequence[str | None]] | None = None,
    contacts: Interactions | None = None,
    since: Sequence[float | None] | None = None,
    received: Sequence[int] | None = None,
    seed: int = 0,
    chance: bool = True,
) -> CapitalReport:
    """Return every measure of a network of n people and m ties.

    `groups`: for each attribute one label a person (None: unknown). `contacts` and `since` (day on which each person came, None: unknown) give the waiting
    times of newcomers. `received`: introductions each person received. Below 20 people with a tie only the counts are given.
    Up to 5,000 people with a tie everything is exact, with communities from 20 seeds; above, distances and betweenness come from 50 sources and Leiden runs once:
    each measure says so. Without `chance` the values are the same and no band is drawn, in a fraction of the time: for a series of months.
    Raises ValueError when a column does not fit the people.
    """
    groups = groups or {}
    for name, column in [*groups.items(), ("since", since), ("received", received)]:
        if column is not None and len(column) != len(network):
            raise ValueError(f"{name}: {len(network)} people need as many values, not {len(column)}")
    ties = ties_of(network)
    degree = ties.degree
    active = int((degree > 0).sum())
    n, m = ties.n, len(ties.pairs)
    measures = [
        Measure("people", n, n, method="counted"),
        Measure("active", active, n, method="counted"),
        Measure("ties", m, n, method="counted"),
        Measure("isolates", int((degree == 0).sum()), n, method="counted"),
        Measure("thin", int((degree < THIN).sum()), n, method="counted"),
    ]
    measures.append(_received(received, n))
    if active < LEAST_ACTIVE:
        measures += [Measure(key, None, active, of, method="counted", reason="few_people") for key, of in NETWORK_KEYS]
        measures += [
            Measure(key, None, active, of, method="counted", reason="few_people", attribute=a) for a in groups for key, of in GROUP_KEYS
        ]
        measures += [Measure(key, None, active, "newcomers", method="counted", reason="few_people") for key, _ in NEWCOMER_KEYS]
        return CapitalReport(network.now, network.half_life, network.theta, seed, _in_order(measures, list(groups)))
    rng = np.random.default_rng(seed)
    many = active > MANY_PEOPLE
    sources = np.sort(rng.choice(np.flatnonzero(degree), SOURCES, replace=False)) if many else np.flatnonzero(degree)
    drawn = _drawn(ties, seed) if chance and not many else []
    found = communities(ties, seed, runs=None if chance or active <= FEW_ENOUGH else FEWER_RUNS)
    measures += _cohesion(ties, sources)
    measures += _reciprocity(network)
    measures.append(_transitivity(ties, drawn))
    for attribute, labels in groups.items():
        measures += _mixing(attribute, mixing(ties, labels, seed=seed, permutations=None if chance else 0))
    measures += _holes(ties)
    measures += _weak(ties)
    measures += _inequality(ties, rng)
    measures += _communities(ties, found, drawn, seed)
    waiting: dict[int, Survival] = {}
    if contacts is not None and since is not None and not np.isnan(contacts.at).all():
        aligned = _aligned(contacts, network, since)
        for which in (1, 3):
            waiting[which] = waiting_for_ties(contacts, aligned, which, half_life=network.half_life, theta=network.theta, now=network.now)
    measures += _newcomers(waiting, "no_since" if since is None or all(s is None for s in since) else "no_dates")
    return CapitalReport(network.now, network.half_life, network.theta, seed, _in_order(measures, list(groups)), found, waiting)


def _in_order(measures: list[Measure], attributes: list[str]) -> tuple[Measure, ...]:
    """Return the measures in the order of the report, the same whatever could be computed."""
    keys = [*COUNT_KEYS, *(k for k, _ in NETWORK_KEYS), *(k for k, _ in GROUP_KEYS), *(k for k, _ in NEWCOMER_KEYS)]
    return tuple(sorted(measures, key=lambda m: (keys.index(m.key), -1 if m.attribute is None else attributes.index(m.attribute))))


def _aligned(contacts: Interactions, network: Network, since: Sequence[float | None]) -> list[float | None]:
    """Return `since` in the order of the contacts' people, those without a row after them."""
    if network.ids[: len(contacts.ids)] == contacts.ids:
        return list(since)
    known = dict(zip(network.ids, since, strict=True))
    return [known.pop(person, None) for person in contacts.ids] + list(known.values())


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _received(received: Sequence[int] | None, n: int) -> Measure:
    if received is None:
        return Measure("received_gini", None, n, reason="not_given")
    value = _number(gini(np.asarray(received, dtype=np.float64)))
    return Measure("received_gini", value, n, reason="not_given" if value is None else None)


def _cohesion(ties: Ties, sources: Ints) -> list[Measure]:
    n, m = ties.n, len(ties.pairs)
    pairs = n * (n - 1) // 2
    piece = components(ties)
    sizes = np.bincount(piece)
    met = distances(ties, sources)
    active = int((ties.degree > 0).sum())
    sampled = len(sources) < active
    how: tuple[str, int | None] = ("sources", len(sources)) if sampled else ("exact", None)

    def per_pair(key: str, sums: Floats) -> Measure:
        # People without a tie reach nobody: their rows are known to be 0 and need no search.
        value, half = _mean(sums / (n - 1), active)
        low, high = (None, None) if not sampled else ((value - half) * active / n, (value + half) * active / n)
        return Measure(key, value * active / n, pairs, "pairs", how[0], how[1], low=low, high=high)

    steps = float(met.steps.sum() / met.reached.sum())
    half = _ratio_half(met.steps.astype(np.float64), met.reached.astype(np.float64), active) if sampled else 0.0
    return [
        Measure("density", m / pairs, pairs, "pairs"),
        Measure("mean_ties", 2 * m / n, n),
        Measure("pieces", int((sizes > 1).sum()), n),
        Measure("giant_share", int(sizes.max()) / n, n),
        per_pair("efficiency", met.closeness),
        per_pair("within_three", met.near.astype(np.float64)),
        Measure(
            "mean_steps",
            steps,
            pairs,
            "pairs",
            how[0],
            how[1],
            low=steps - half if sampled else None,
            high=steps + half if sampled else None,
        ),
    ]


def _mean(values: Floats, population: int) -> tuple[float, float]:
    """Return the mean of a sample and the half width of its 95 % interval, with finite population correction."""
    s = len(values)
    if s < 2:
        return float(values.mean()), 0.0
    return float(values.mean()), 2.01 * float(values.std(ddof=1)) * math.sqrt((1 - s / population) / s)


def _ratio_half(above: Floats, below: Floats, population: int) -> float:
    """Return the half width of the 95 % interval of a ratio of sums over sampled sources."""
    ratio = above.sum() / below.sum()
    return _mean((above - ratio * below) / below.mean(), population)[1]


def _reciprocity(network: Network) -> list[Measure]:
    w = network.strength
    total = float(w.sum())
    strong = w.copy()
    strong.data = (strong.data >= network.theta * (1 - 1e-12)).astype(np.float64)
    directed = float(strong.sum())
    back = float(strong.multiply(strong.T).sum())
    return [
        Measure("reciprocity", float(w.minimum(w.T).sum()) / total if total else None, w.nnz, "ties", reason=None if total else "no_ties"),
        Measure("reciprocity_binary", back / directed if directed else None, int(directed), "ties", reason=None if directed else "no_ties"),
    ]


def _drawn(ties: Ties, seed: int) -> list[Ints]:
    """Return random networks with the same degrees, from one chain of swaps: 10 sweeps to leave the observed one, 5 between two draws."""
    if len(ties.pairs) > REWIRED_TIES:
        return []
    rng = np.random.default_rng(seed)
    drawn, state = [], ties
    for draw in range(REWIRED):
        pairs = rewired(state, 5 if draw else 10, rng)
        drawn.append(pairs)
        state = Ties(ties.n, pairs, ties.strength, ties.adjacency, ties.graph)
    return drawn


def _with_chance(measure: Measure, values: Floats) -> Measure:
    """Return the measure with the band of `values` (nan where undefined)."""
    values = values[~np.isnan(values)]
    if len(values) < 2 or measure.value is None or values.min() == values.max():
        return measure
    centre = float(values.mean())
    far = np.abs(values - centre) >= abs(measure.value - centre) - 1e-12
    low, high = np.quantile(values, [0.025, 0.975])
    return Measure(
        measure.key,
        measure.value,
        measure.n,
        measure.of,
        measure.method,
        measure.samples,
        chance=centre,
        chance_low=float(low),
        chance_high=float(high),
        p=float((1 + far.sum()) / (1 + len(values))),
    )


def _transitivity(ties: Ties, drawn: list[Ints]) -> Measure:
    value = _number(transitivity(ties))
    if value is None:
        return Measure("transitivity", None, ties.n, reason="no_paths")
    wedges = float((ties.degree * (ties.degree - 1) // 2).sum())
    chance = np.array([_triangles(ties, pairs) * 3 / wedges for pairs in drawn])
    plain = Measure("transitivity", value, ties.n, method="rewired" if drawn else "exact", samples=len(drawn) or None)
    return _with_chance(plain, chance)


def _triangles(ties: Ties, pairs: Ints) -> float:
    """Return the number of triangles of ties with the same degrees as `ties`."""
    return float(common_contacts(Ties(ties.n, pairs, ties.strength, ties.adjacency, ties.graph)).sum()) / 3


def _mixing(attribute: str, found: Mixing) -> list[Measure]:
    m = found.internal + found.external
    strength = found.internal_strength + found.external_strength
    reason = None if m else "no_labelled_ties"
    band = not math.isnan(found.expected)
    how: tuple[str, int | None] = ("permutations", found.permutations) if band else ("exact", None)

    def chance(value: float, share: bool) -> float | None:
        # The share of ties inside is (1 - EI) / 2, so its band is the index's band turned round.
        return None if not band else (1 - value) / 2 if share else value

    return [
        Measure(
            "inside_ties",
            found.internal / m if m else None,
            m,
            "ties",
            *how,
            reason=reason,
            chance=chance(found.expected, True),
            chance_low=chance(found.high, True),
            chance_high=chance(found.low, True),
            p=found.p if band else None,
            attribute=attribute,
        ),
        Measure("inside_strength", found.internal_strength / strength if strength else None, m, "ties", reason=reason, attribute=attribute),
        Measure(
            "ei_index",
            _number(found.ei_index),
            m,
            "ties",
            *how,
            reason=reason,
            chance=chance(found.expected, False),
            chance_low=chance(found.low, False),
            chance_high=chance(found.high, False),
            p=found.p if band else None,
            attribute=attribute,
        ),
    ]


def _holes(ties: Ties) -> list[Measure]:
    held = constraint(ties)
    some = ~np.isnan(held)
    return [
        Measure("constraint", float(held[some].mean()), int(some.sum())),
        Measure("effective_size", float(effective_size(ties)[some].mean()), int(some.sum())),
    ]


def _weak(ties: Ties) -> list[Measure]:
    m = len(ties.pairs)
    local = bridges(ties)
    below = ties.strength < np.median(ties.strength)
    return [
        Measure("local_bridges", len(local.pairs) / m, m, "ties"),
        Measure("cut_ties", int(local.cut.sum()), m, "ties"),
        Measure("weak_strength", float(ties.strength[below].sum() / ties.strength.sum()), m, "ties"),
    ]


def _inequality(ties: Ties, rng: np.random.Generator) -> list[Measure]:
    n = ties.n
    degree = ties.degree
    core = core_number(ties)
    top = max(1, math.ceil(TOP * n - 1e-9))
    pull = np.bincount(ties.pairs.ravel(), weights=np.repeat(ties.strength, 2), minlength=n)
    by_chance = rng.permutation(n)
    busiest = by_chance[np.argsort(-degree[by_chance], kind="stable")[:top]]
    rest = np.ones(n, dtype=bool)
    rest[busiest] = False
    left = np.bincount(components(ties_without(ties, rest))) if rest.any() else np.zeros(1, dtype=np.int64)
    return [
        Measure("core", int(core.max()), n),
        Measure("core_people", int((core == core.max()).sum()), n),
        Measure("degree_gini", gini(degree), n),
        Measure("strength_top", float(np.sort(pull)[n - top :].sum() / pull.sum()), n),
        _betweenness_top(ties, top, rng),
        Measure("robustness", float(left.max() / max(int(rest.sum()), 1)), int(rest.sum())),
    ]


def ties_without(ties: Ties, rest: Flags) -> Ties:
    """Return the ties among the people of a mask, renumbered in their order."""
    place = np.cumsum(rest) - 1
    kept = rest[ties.pairs].all(axis=1)
    return Ties(
        int(rest.sum()),
        place[ties.pairs[kept]],
        ties.strength[kept],
        ties.adjacency[rest][:, rest],
        ties.graph.induced_subgraph(np.flatnonzero(rest)),
    )


def _betweenness_top(ties: Ties, top: int, rng: np.random.Generator) -> Measure:
    n = ties.n
    active = int((ties.degree > 0).sum())
    if active <= MANY_PEOPLE and active * len(ties.pairs) <= EXACT_STEPS:
        through = betweenness(ties)
        total = float(through.sum())
        value = float(np.sort(through)[n - top :].sum() / total) if total else None
        return Measure("betweenness_top", value, n, reason=None if total else "no_paths")
    # Who comes out on top in one half of the sources is measured in the other: picking and measuring on the same draw would flatter the top.
    sources = rng.permutation(np.flatnonzero(ties.degree))[:SOURCES]
    halves = [betweenness(ties, part) for part in (sources[: SOURCES // 2], sources[SOURCES // 2 :])]
    shares = [
        float(there[np.argsort(-here, kind="stable")[:top]].sum() / max(there.sum(), 1e-300)) for here, there in (halves, halves[::-1])
    ]
    return Measure("betweenness_top", float(np.mean(shares)), n, method="sources", samples=len(sources))


def _communities(ties: Ties, found: Communities, drawn: list[Ints], seed: int) -> list[Measure]:
    how: tuple[str, int | None] = ("one_run", 1) if found.runs == 1 else ("runs", found.runs)
    inside = int((np.bincount(found.membership).astype(np.int64) * (np.bincount(found.membership) - 1) // 2).sum())
    stable = _number(found.stability)
    quality = Measure(
        "modularity", found.modularity, len(ties.pairs), "ties", "runs_rewired" if drawn and found.runs > 1 else how[0], how[1]
    )
    return [
        Measure("communities", found.count, ties.n, "people", *how),
        _with_chance(quality, chance_modularity(ties, drawn, seed)),
        Measure(
            "stability", stable, inside, "pairs", *how, reason="one_run" if found.runs == 1 else "no_pairs" if stable is None else None
        ),
    ]


def _newcomers(waiting: Mapping[int, Survival], missing: str) -> list[Measure]:
    result = []
    for key, which in NEWCOMER_KEYS:
        curve = waiting.get(which)
        if curve is None or curve.people < LEAST_NEWCOMERS:
            reason = missing if curve is None else "few_newcomers"
            result.append(Measure(key, None, 0 if curve is None else curve.people, "newcomers", "kaplan_meier", reason=reason))
        elif key.endswith("_days"):
            value, low, high = (None if math.isinf(x) else x for x in curve.median)
            result.append(
                Measure(
                    key,
                    value,
                    curve.people,
                    "newcomers",
                    "kaplan_meier",
                    reason="not_reached" if value is None else None,
                    low=low,
                    high=high,
                )
            )
        else:
            still, low_still, high_still = curve.at(float(key.rsplit("_", 1)[1]))
            result.append(Measure(key, 1 - still, curve.people, "newcomers", "kaplan_meier", low=1 - high_still, high=1 - low_still))
    return result
