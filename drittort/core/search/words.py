"""Finding documents by their words: German word forms, parts of compounds, and small mistakes in writing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.db import connection

from drittort.core.search.asking import offers
from drittort.core.search.index import APART
from drittort.core.search.stems import asked, stems
from drittort.engine.spelling import distance

CANDIDATES = 250
MOST_WORDS = 80
SATURATION = 0.6
ASIDE = 0.4
"""Worth of a word among what somebody wants, not has."""
TAIL, HEAD, PART, MISSPELT = 0.75, 0.65, 0.5, 0.45
"""Worth of a word that ends with the one asked for ("Umsatzsteuer" for "Steuer": it is one), begins with it, is its last or first part, or is nearly it."""
LEAST, REST = 4, 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for: for each of its stems the words of the index that answer it, with their worth."""

    stems: tuple[dict[str, float], ...]

    @property
    def words(self) -> dict[str, float]:
        """All words with their best worth."""
        best: dict[str, float] = {}
        for each in self.stems:
            for word, worth in each.items():
                best[word] = max(worth, best.get(word, 0.0))
        return best

    def share(self, text: str) -> float:
        """How much of the query a text answers."""
        held = set(stems(text))
        return sum(max((worth for word, worth in each.items() if word in held), default=0.0) for each in self.stems)


@dataclass(frozen=True, slots=True)
class Found:
    """A document by its thing's id, and which share of the query its words answer, rare words counting more (0 to 1)."""

    ref: int
    score: float


def like(text: str) -> str:
    """Text inside a LIKE pattern."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def wanted(space_id: int, kind: str, query: str) -> tuple[Wanted, dict[str, int], int]:
    """The words of a space's index that answer a query, how many documents hold each, and how many there are of the kind."""
    parts = asked(query)[:12]
    if not parts:
        return Wanted(()), {}, 0
    long = [p for p in parts if len(p) >= LEAST]
    sql = [f"word IN ({','.join(['%s'] * len(parts))})"]
    params: list[Any] = [space_id, *parts]
    for one in long:
        sql += ["word LIKE %s ESCAPE '\\'", "word LIKE %s ESCAPE '\\'"]
        params += [like(one) + "%", "%" + like(one)]
        if len(one) >= LEAST + REST:
            pieces = sorted({one[:k] for k in range(LEAST, len(one) - REST + 1)} | {one[-k:] for k in range(LEAST, len(one) - REST + 1)})
            sql.append(f"word IN ({','.join(['%s'] * len(pieces))})")
            params += pieces
    # How many documents there are comes along as the count of the empty word: one question less on a page.
    known = dict(
        rows(
            f"SELECT word, documents FROM core_searchword WHERE space_id = %s AND documents > 0 AND ({' OR '.join(sql)})"
            " UNION ALL SELECT '', COUNT(*) FROM core_searchdocument WHERE space_id = %s AND kind = %s",
            [*params, space_id, kind],
        )
    )
    total = known.pop("")
    found = [answers(one, known) for one in parts]
    unknown = [one for one, each in zip(parts, found, strict=True) if not each and len(one) >= LEAST]
    if unknown:
        near = misspelt(space_id, unknown)
        known |= {word: count for each in near.values() for word, count in each.items()}
        found = [each or dict.fromkeys(near.get(one, {}), MISSPELT) for one, each in zip(parts, found, strict=True)]
    return Wanted(tuple(found)), known, total


def answers(part: str, known: dict[str, int]) -> dict[str, float]:
    """The known words that answer one stem, with their worth."""
    found: dict[str, float] = {}
    for word in known:
        if word == part:
            found[word] = 1.0
        elif len(part) >= LEAST and word.endswith(part) and len(word) - len(part) >= REST:
            found[word] = TAIL
        elif len(part) >= LEAST and word.startswith(part):
            found[word] = HEAD
        elif len(word) >= LEAST and len(part) - len(word) >= REST and (part.endswith(word) or part.startswith(word)):
            found[word] = PART
    if len(found) > MOST_WORDS // 2:
        found = dict(sorted(found.items(), key=lambda item: (-item[1], -known[item[0]], item[0]))[: MOST_WORDS // 2])
    return found


def misspelt(space_id: int, parts: list[str]) -> dict[str, dict[str, int]]:
    """Words of the index that are nearly the given ones, and how many documents hold each. Looked for among those that share three letters in a row."""
    sql: list[str] = []
    params: list[Any] = [space_id]
    for part in parts:
        grams = sorted({part[k : k + 3] for k in range(len(part) - 2)})
        sql.append(f"(length(word) BETWEEN %s AND %s AND ({' OR '.join(['word LIKE %s'] * len(grams))}))")
        params += [len(part) - 2, len(part) + 2, *(f"%{like(gram)}%" for gram in grams)]
    near = rows(f"SELECT word, documents FROM core_searchword WHERE space_id = %s AND documents > 0 AND ({' OR '.join(sql)})", params)
    found: dict[str, dict[str, int]] = {}
    for part in parts:
        most = 1 if len(part) < 8 else 2
        measured = sorted((distance(part, word, most), -count, word) for word, count in near)
        best = [(word, -count) for far, count, word in measured if far <= most][:4]
        found[part] = dict(best)
    return found


def rows(sql: str, params: list[Any]) -> list[Any]:
    """Rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def find(space_id: int, kind: str, query: str, *, limit: int = CANDIDATES, public: bool = False) -> tuple[list[Found], Wanted]:
    """The documents of a kind that answer a query by their words, best first, and which words those were."""
    asks, known, total = wanted(space_id, kind, query)
    worth = asks.words
    if not worth:
        return [], asks
    rarity = {word: math.log(1 + (total + 0.5) / (min(known[word], total) + 0.5)) for word in worth}
    chosen = sorted(worth, key=lambda word: -worth[word] * rarity[word])[:MOST_WORDS]
    # What a stem weighs in the query: as much as the rarest word that answers it; one that nobody wrote weighs as much as a word of one document.
    rarest = math.log(1 + (total + 0.5) / 1.5)
    weights = [max((rarity[word] for word in each), default=rarest) for each in asks.stems]
    has, wants = (ASIDE, 1.0) if offers(query) else (1.0, ASIDE)
    ranked = []
    for ref, held in candidates(space_id, kind, chosen, public=public):
        first, _, later = held.partition(APART)
        here, there = first.split(), later.split()
        counts = {word: has * here.count(word) + wants * there.count(word) for word in worth.keys() & {*here, *there}}
        score = 0.0
        for each in asks.stems:
            score += max(
                (each[w] * rarity[w] * min(1.0, counts[w] * (1 + SATURATION) / (counts[w] + SATURATION)) for w in each if w in counts),
                default=0.0,
            )
        ranked.append(Found(ref, min(1.0, score / sum(weights))))
    ranked.sort(key=lambda one: (-one.score, one.ref))
    return ranked[:limit], asks


def candidates(space_id: int, kind: str, chosen: list[str], *, public: bool) -> list[Any]:
    """Ids and words of the documents that hold some of the words: the first by the database's own measure."""
    readers = " AND d.audience = 'public'" if public else ""
    if connection.vendor == "postgresql":
        vector = "array_to_tsvector(string_to_array(d.words, ' '))"
        asked_for = " | ".join("'" + word.replace("'", "''").replace("\\", "\\\\") + "'" for word in chosen)
        return rows(
            f"SELECT d.ref, d.words FROM core_searchdocument d WHERE d.words <> '' AND {vector} @@ %s::tsquery AND d.space_id = %s AND d.kind = %s{readers}"
            f" ORDER BY ts_rank({vector}, %s::tsquery) DESC, d.id LIMIT {CANDIDATES}",
            [asked_for, space_id, kind, asked_for],
        )
    asked_for = " OR ".join('"' + word.replace('"', '""') + '"' for word in chosen)
    return rows(
        "SELECT d.ref, d.words FROM core_search_words w JOIN core_searchdocument d ON d.id = w.rowid"
        f" WHERE w.words MATCH %s AND d.space_id = %s AND d.kind = %s{readers} ORDER BY w.rank, d.id LIMIT {CANDIDATES}",
        [asked_for, space_id, kind],
    )
