"""Finding by words and by meaning together."""

from __future__ import annotations

from dataclasses import dataclass

from drittort.core.search import meaning, words
from drittort.core.search.words import Wanted

LIMIT = 300
BY_WORDS = 12.0
"""What it is worth that the words answer the whole query, on the scale of the meaning's scores; half of it is worth a quarter. Chosen on the development set of `bin/bench search_quality`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document by its thing's id; `passage` is the place of the passage nearest in meaning (0 is the title), -1 where only words found it."""

    ref: int
    score: float
    passage: int
    by_words: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first; whether the meaning was asked; and the words that were looked for, by which a passage can be chosen."""

    hits: tuple[Hit, ...]
    understood: bool
    asks: Wanted


def find(space_id: int, kind: str, query: str, *, limit: int = LIMIT, public: bool = False, with_meaning: bool = True) -> Answer:
    """The documents of a kind that answer a query. Ids only: show none that the reader's `visible_to` does not hold."""
    by_words, asks = words.find(space_id, kind, query, limit=limit, public=public)
    near = meaning.near(space_id, kind, query, limit=limit) if with_meaning else None
    return Answer(tuple(merged(by_words, near or [])[:limit]), near is not None, asks)


def merged(by_words: list[words.Found], near: list[meaning.Near]) -> list[Hit]:
    """Both lists as one: how near in meaning, and by how much the words answer it. What is not among the nearest counts as the last of them."""
    floor = near[-1].score if near else 0.0
    score = {one.ref: one.score for one in near}
    for one in by_words:
        score[one.ref] = score.get(one.ref, floor) + BY_WORDS * one.score**2
    passages, worded = {one.ref: one.passage for one in near}, {one.ref for one in by_words}
    return [Hit(ref, s, passages.get(ref, -1), ref in worded) for ref, s in sorted(score.items(), key=lambda item: (-item[1], item[0]))]
