"""In which order listings of a category are shown: each in turn at each place, for everybody, by counting the orders that were dealt and nobody's looks.

Each reader gets an order of a part of the market once a day. Orders are dealt from turns that follow each other; how many were dealt is all that is counted.

**Proven.** Among the n turns from a multiple of n on (n listings), every listing stands at every place exactly once: a block of turns is shuffled once, and
each turn begins elsewhere in it. So after T turns of the same n listings each has been at each place in every whole block, and what differs is one begun
block: at most 1 / (T // n) of what each has had, whatever a place is worth, and whoever looks when and how often. That is under 10 % from 11 n orders on.
When a listing comes or goes, one more block may stay begun.

**In practice better.** Inside a block turns go on by a stride near the golden section, so that also a begun block has each listing high and low. A block is
shuffled by a digest that knows nothing of the listings but their numbers: nobody gets a better place by renewing, editing, paying, or being liked, and no
habit meets the period. `bin/bench rotation` measures it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from math import gcd

GOLDEN = (5**0.5 - 1) / 2


@lru_cache(maxsize=500)
def stride(n: int) -> int:
    """The number nearest to the golden section of n that shares no divisor with it, so that n steps come to every place once."""
    near = round(n * GOLDEN)
    return min((step for step in range(1, n + 1) if gcd(step, n) == 1), key=lambda step: abs(step - near))


def rotated(ids: Sequence[int], *, among: str, turn: int) -> list[int]:
    """Some listings in the order of a turn. `among` names what they are (a house, a category, a filter): each is shuffled by itself.

    The same for the same listings, whatever order they come in; the blocks of another number of listings are others.
    """
    if len(ids) < 2:
        return list(ids)
    block, step = divmod(turn, len(ids))
    shuffled = sorted(ids, key=lambda pk: (blake2b(f"{among}:{block}:{pk}".encode(), digest_size=8).digest(), pk))
    first = step * stride(len(ids)) % len(ids)
    return shuffled[first:] + shuffled[:first]
