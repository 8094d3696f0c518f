"""Which companies of a house should know each other: the missing ties that would matter most.

The graph of companies is that of the published groups: a company of few people stands with its industry, and ties are known only between whole groups
(`group`, `weights`). So no value, no order and no reason can tell whether two particular people have to do with each other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from drittort.engine.gain import Floats, Ints, resolvent, structural_gain
from drittort.engine.introductions import percentiles
from drittort.engine.matching import match

TRADE = 0.35
"""Worth of a typical customer and supplier, beside help of 0 to 1."""
SHARED, MOST_SHARED = 0.1, 2
"""Worth of each value that both chose, and how many count."""
RIVALS = 0.25
"""What it costs that two companies sell the same."""
BRIDGE = 0.5
"""Worth of the best structural gain, as lambda in the objective for people."""
ENOUGH = 0.2
"""Two companies need a reason of their own to meet: help, trade or values of so much. Nobody is sent to a stranger for the structure's sake alone."""

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Firms:
    """What is known of n companies and their m pairs.

    pairs int64 (m, 2), the lower position first, each once; help (m,): what the two can do for each other, 0 to 1; trade (m,): how typically one buys from
    the other, 0 to 1; shared int64 (m,): values in common; rivals bool (m,): both sell the same; group int64 (n,): the group in which each company stands
    in `weights`, -1 for none; weights csr (g, g): symmetric strengths of the ties between groups.
    """

    pairs: Ints
    help: Floats
    trade: Floats
    shared: Ints
    rivals: Bools
    group: Ints
    weights: sparse.csr_array


@dataclass(frozen=True, slots=True)
class Missing:
    """One missing tie: positions of the two, its value, and the parts of which it is made (bridge is a percentile rank; 0 inside one group)."""

    a: int
    b: int
    pair: int
    value: float
    help: float
    trade: float
    shared: int
    rivals: bool
    bridge: float


def bridges_of(firms: Firms) -> Floats:
    """How much closer the house gets by a tie of each pair, as percentile rank among the pairs that join two groups: (m,), 0 where both stand in one group or in none.

    The gain is that of `structural_gain` on the graph of the groups.
    """
    ends = firms.group[firms.pairs] if len(firms.pairs) else np.zeros((0, 2), dtype=np.int64)
    across = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    rank = np.zeros(len(firms.pairs))
    if across.any():
        rank[across] = percentiles(np.round(structural_gain(resolvent(firms.weights), ends[across]), 9))
    return rank


def own_worth(firms: Firms) -> Floats:
    """What two companies have of each other, without the rest of the house: (m,)."""
    return np.asarray(
        firms.help + TRADE * firms.trade + SHARED * np.minimum(firms.shared, MOST_SHARED) - RIVALS * firms.rivals, dtype=np.float64
    )


def missing_ties(firms: Firms, *, each: int = 5, seed: int = 0) -> list[Missing]:
    """The missing ties of a house, the most valuable first; no company stands in more than `each`, so that the well connected leave room for others.

    All pairs are chosen at once (see `match`), the same for the same seed. Raises ValueError where lengths don't agree or a position is none.
    """
    m, n = len(firms.pairs), len(firms.group)
    if any(len(part) != m for part in (firms.help, firms.trade, firms.shared, firms.rivals)):
        raise ValueError("help, trade, shared and rivals need one number for each pair")
    if n and (firms.group.max(initial=-1) >= firms.weights.shape[0] or firms.group.min(initial=0) < -1):
        raise ValueError("group holds a position that is none")
    worth, bridge = own_worth(firms), bridges_of(firms)
    kept = np.flatnonzero(worth >= ENOUGH)
    value = worth + BRIDGE * bridge
    chosen = kept[match(n, firms.pairs[kept], value[kept], capacity=each, seed=seed).chosen]
    order = chosen[np.lexsort((firms.pairs[chosen, 1], firms.pairs[chosen, 0], -value[chosen]))]
    return [
        Missing(
            int(firms.pairs[k, 0]), int(firms.pairs[k, 1]), int(k), float(value[k]), float(firms.help[k]), float(firms.trade[k]),
            int(firms.shared[k]), bool(firms.rivals[k]), float(bridge[k]),
        )
        for k in order.tolist()
    ]  # fmt: skip
