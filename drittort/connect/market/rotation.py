"""In which order listings of a category are shown: each in turn at each place, for everybody, without counting who looked.

What somebody sees depends on a *turn*: the number of the day plus the number of the reader. So it stays the same for a reader all day long, and
moves on by one from one day to the next and from one reader to the next.

**Exact.** Among any n turns that follow each other from a multiple of n on (n listings), every listing stands at every place exactly once:
the order of a block of turns is shuffled once, and each turn begins one further on. Whatever a place is worth, all get the same of it. So it is
for n readers with following numbers on one day, and for one reader on n following days.

**On average, for every other way of looking.** A block is shuffled by a digest of its number, which knows nothing of the listings but their
numbers; so every listing has the same chance of every place in every block, whoever looks when and how often. Nobody gets a better place
by renewing, editing, paying, or being liked. `bin/bench rotation` measures what is left to chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b


def turn_of(day: int, reader: int) -> int:
    """The turn of a reader (their number) on a day (its number)."""
    return day + reader


def rotated(ids: Sequence[int], *, among: str, turn: int) -> list[int]:
    """Some listings in the order of a turn. `among` names what they are (a house, a category, a filter): each is shuffled by itself.

    The same for the same listings, whatever order they come in; the blocks of another number of listings are others.
    """
    if len(ids) < 2:
        return list(ids)
    block, shift = divmod(turn, len(ids))
    shuffled = sorted(ids, key=lambda pk: (blake2b(f"{among}:{block}:{pk}".encode(), digest_size=8).digest(), pk))
    return shuffled[shift:] + shuffled[:shift]
