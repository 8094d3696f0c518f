"""What one reader gets of a block: what fits them first, then each in turn, and never what stands beside a block.

A letter is a choice, for everybody and every week, so that what is missing says nothing. What somebody fits is known to nobody but the house. Of what would come to all alike,
and names somebody, each reader misses one in eight by the toss of a coin: whoever compares their letter with another's, or with the one for everybody, finds that of everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import blake2b

from drittort.core.letter import Block, Fit

SPARE = 3
"""How many more are chosen than are read, for those that are left out until the letter goes."""
ONE_IN = 8


@dataclass(frozen=True, slots=True)
class Offered:
    """One item as it is chosen from: its row, whom it names, to whom it is not told, who alone may read it, and whom it fits."""

    item: int
    people: frozenset[int]
    not_for: AbstractSet[int]
    only: AbstractSet[int] | None
    fits: Mapping[int, Fit]


Chosen = tuple[int, str]
"""An item, and why this reader gets it ("" for no reason of their own)."""
NONE_APART: frozenset[int] = frozenset()


def drawn(letter: int, item: int, reader: int) -> int:
    """A number for a reader and an item, the same whenever it is asked for, and unlike that of anybody else."""
    return int.from_bytes(blake2b(f"{letter}:{item}:{reader}".encode(), digest_size=4).digest())


def may_come(one: Offered, reader: int, apart: Collection[int]) -> bool:
    """Whether an item may stand in the letter of a reader at all."""
    if reader in one.not_for or (one.only is not None and reader not in one.only):
        return False
    return not apart or one.people.isdisjoint(apart)


def chosen(block: Block, offered: Sequence[Offered], *, letter: int, reader: int, apart: AbstractSet[int] = NONE_APART) -> list[Chosen]:
    """The items of a block for a reader, the first `block.most` to be read, the rest to spare.

    What fits comes first, the best on top. Where the order of a block means something, it stays; else those that fit nobody have turns.
    """
    fitting: list[tuple[float, int, Chosen]] = []
    rest: list[tuple[int, int, Chosen]] = []
    for place, one in enumerate(offered):
        if not may_come(one, reader, apart):
            continue
        fit = one.fits.get(reader)
        if fit is not None:
            fitting.append((-fit.score, place, (one.item, fit.why)))
            continue
        turn = drawn(letter, one.item, reader)
        if one.people and turn % ONE_IN == 0:
            continue
        rest.append((place if block.in_order or block.fits is None else turn, place, (one.item, "")))
    if block.in_order:
        return [told for _place, told in sorted([(p, t) for _s, p, t in fitting] + [(p, t) for _s, p, t in rest])][: block.most + SPARE]
    return [told for _score, _place, told in (*sorted(fitting), *sorted(rest))][: block.most + SPARE]
