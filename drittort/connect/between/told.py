"""What features that come later tell of two companies, such as deals: asked through a registry, so that this one names none of them."""

from __future__ import annotations

from collections.abc import Callable, Collection

Pair = tuple[int, int]
_told: list[Callable[[int, Collection[Pair]], dict[Pair, str]]] = []


def tells_what_came(function: Callable[[int, Collection[Pair]], dict[Pair, str]]) -> None:
    """Register what came of pairs of companies (smaller id first): space id and pairs to a sentence for those of which there is something to tell.

    Only what both companies have confirmed may be told here: those who care for the house read it.
    """
    _told.append(function)


def what_came(space_id: int, pairs: Collection[Pair]) -> dict[Pair, tuple[str, ...]]:
    """The sentences of all features by pair."""
    found: dict[Pair, tuple[str, ...]] = {}
    for function in _told:
        for pair, sentence in function(space_id, pairs).items():
            found[pair] = (*found.get(pair, ()), sentence)
    return found
