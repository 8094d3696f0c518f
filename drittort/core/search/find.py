"""Finding by words and by meaning together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drittort.core.search import meaning, words
from drittort.core.search.index import KINDS
from drittort.core.search.words import ANYTHING, Narrowed, Wanted

LIMIT = 300
BY_WORDS_OF_ALL = 3.0
"""The same among all kinds. Chosen with `bin/bench content_quality --split dev`."""
NEAR_EACH, NEAR_NARROWED = 60, 600
"""So many of each kind are asked for by their meaning where all kinds are, and where most are left out afterwards."""
BY_WORDS = 12.0
"""What it is worth that the words answer the whole query, on the scale of the meaning's scores; half of it is worth a quarter. Chosen on the development set of `bin/bench search_quality`."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document by its thing's id; `passage` is the place of the passage nearest in meaning (0 is the title), -1 where only words found it.

    Where several kinds were asked for, `kind` says which it is.
    """

    ref: int
    score: float
    passage: int
    by_words: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first; whether the meaning was asked; and the words that were looked for, by which a passage can be chosen."""

    hits: tuple[Hit, ...]
    understood: bool
    asks: Wanted


def find(space_id: int, kind: str, query: str, *, limit: int = LIMIT, public: bool = False, with_meaning: bool = True) -> Answer:
    """The documents of a kind that answer a query. Ids only: show none that the reader's `visible_to` does not hold."""
    later = meaning.near_later(space_id, kind, query, limit=limit) if with_meaning else None
    by_words, asks = words.find(space_id, kind, query, limit=limit, public=public)
    near = later() if later is not None else None
    return Answer(tuple(merged(by_words, near or [])[:limit]), near is not None, asks)


def merged(by_words: list[words.Found], near: list[meaning.Near]) -> list[Hit]:
    """Both lists as one: how near in meaning, and by how much the words answer it. What is not among the nearest counts as the last of them."""
    floor = near[-1].score if near else 0.0
    score = {one.ref: one.score for one in near}
    for one in by_words:
        score[one.ref] = score.get(one.ref, floor) + BY_WORDS * one.score**2
    passages, worded = {one.ref: one.passage for one in near}, {one.ref for one in by_words}
    return [Hit(ref, s, passages.get(ref, -1), ref in worded) for ref, s in sorted(score.items(), key=lambda item: (-item[1], item[0]))]


def everywhere(
    space_id: int, query: str, kinds: Mapping[str, Sequence[str]], narrowed: Narrowed = ANYTHING, *, with_meaning: bool = True
) -> Answer:
    """The documents of several kinds that answer a query, best first; with each kind the audiences, besides the house, among whose things is looked.

    Ids only: show none that the rule of its kind does not hold, and none by its meaning that lies outside of what was narrowed down to.
    """
    told = words.vocabulary(space_id, query, kinds)
    each = NEAR_EACH if narrowed == ANYTHING else NEAR_NARROWED
    known = {kind: each for kind in kinds if KINDS[kind].has_meaning} if with_meaning else {}
    # The encoder thinks while the words are looked for.
    later = meaning.near_all_later(space_id, known, query, told.mended) if known else None
    by_words = words.find_all(space_id, query, told, kinds, narrowed)
    near = later() if later is not None else None
    return Answer(tuple(merged_all(by_words, near or {})), near is not None, told.asks)


def merged_all(by_words: Sequence[words.Found], near: Mapping[str, Sequence[meaning.Near]]) -> list[Hit]:
    """What several kinds answer as one list. Scores of meaning are on one scale whatever the kind; what has none counts as the least of the nearest."""
    floor = min((found[-1].score for found in near.values() if found), default=0.0)
    score = {(kind, one.ref): one.score for kind, found in near.items() for one in found}
    passages = {(kind, one.ref): one.passage for kind, found in near.items() for one in found}
    worded = {(one.kind, one.ref) for one in by_words}
    for each in by_words:
        key = (each.kind, each.ref)
        score[key] = score.get(key, floor) + BY_WORDS_OF_ALL * each.score**2
    order = sorted(score.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(ref, value, passages.get((kind, ref), -1), (kind, ref) in worded, kind) for (kind, ref), value in order]
