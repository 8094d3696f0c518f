"""Finding documents by their words: German word forms, parts of compounds, and small mistakes in writing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from drittort.core.search import marks
from drittort.core.search.asking import offers
from drittort.core.search.index import APART
from drittort.core.search.stems import asked, stem, stems
from drittort.core.search.stems import words as words_in
from drittort.engine.spelling import distance

CANDIDATES, OF_EACH = 250, 150
"""So many documents of a kind are weighed where it alone is asked for, and where all are."""
MOST_WORDS = 80
SATURATION = 0.6
ASIDE = 0.4
"""Worth of a word among what somebody wants, not has."""
TAIL, HEAD, PART, MISSPELT = 0.75, 0.65, 0.5, 0.6
"""Worth of a word that ends with the one asked for ("Umsatzsteuer" for "Steuer": it is one), begins with it, is its last or first part, or is nearly it."""
LEAST, REST = 4, 3
MOST_KNOWN = 60
"""Words of the house with one beginning or one ending that are looked at, the most frequent first."""
MOST_NEAR = 4000
MOST_MATCHED = {"sqlite": 2000, "postgresql": 1500}
"""Of so many documents a database finds the best within some milliseconds. Of words that more of them hold, the newest are taken."""
MOST_TOGETHER = 4
LAST_LETTER = chr(0x10FFFF)


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
    """A document by its thing's id, which share of the query its words answer, rare words counting more (0 to 1), and its kind."""

    ref: int
    score: float
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed down by: what people call it, where it belongs, and since when."""

    sort: str = ""
    place: str = ""
    since: datetime | None = None


ANYTHING = Narrowed()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a house knows of the words of a query: those that answer it, how many documents hold each, and how many there are in all and of each kind."""

    asks: Wanted
    known: dict[str, int]
    total: int
    kinds: dict[str, int]
    mended: dict[str, str]
    """Words of the query that nobody wrote, with what comes nearest; empty where nothing does."""

    def rarity(self, word: str) -> float:
        """What it is worth that a document holds a word; one that nobody wrote is worth as much as a word of one document."""
        return math.log(1 + (self.total + 0.5) / (min(max(self.known.get(word, 1), 1), self.total) + 0.5))

    def weight(self, each: Iterable[str]) -> float:
        """What a stem weighs in the query: as much as the rarest known word that answers it."""
        return max((self.rarity(word) for word in each if word in self.known), default=self.rarity(""))


def rows(sql: str, params: list[Any]) -> list[Any]:
    """Rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def together(asks: Sequence[tuple[str, list[Any]]]) -> list[Any]:
    """The rows of several statements, asked as one."""
    return rows(" UNION ALL ".join(sql for sql, _ in asks), [value for _, values in asks for value in values]) if asks else []


def beginning(
    column: str, letters: str, space_id: int, *, most: int = MOST_KNOWN, lengths: tuple[int, int] | None = None
) -> tuple[str, list[Any]]:
    """The words of a space whose column begins with some letters, the most frequent first, as a part of a statement. An index leads there on both databases."""
    by_bytes = ' COLLATE "C"' if connection.vendor == "postgresql" else ""
    long = " AND length(word) BETWEEN %s AND %s" if lengths else ""
    return (
        f"SELECT * FROM (SELECT word, documents, form FROM core_searchword WHERE space_id = %s AND {column}{by_bytes} >= %s AND {column}{by_bytes} < %s"
        f" AND documents > 0{long} ORDER BY documents DESC, word LIMIT {most}) AS found",
        [space_id, letters, letters + LAST_LETTER, *(lengths or ())],
    )


def vocabulary(space_id: int, query: str, kinds: Iterable[str], *, mends: bool = True) -> Vocabulary:
    """The words of a space's index that answer a query. One question to the database, two where somebody may have made a mistake and it is to be mended."""
    parts = asked(query)[:12]
    if not parts:
        return Vocabulary(Wanted(()), {}, 0, {}, {})
    house = marks.of_house(space_id)
    of_kind = {name: marks.of_kind(space_id, name) for name in kinds}
    exact = {*parts, house, *of_kind.values()}
    asks: list[tuple[str, list[Any]]] = []
    for one in parts:
        if len(one) >= LEAST:
            asks += [beginning("word", one, space_id), beginning("backwards", one[::-1], space_id)]
        if len(one) >= LEAST + REST:
            exact |= {one[:k] for k in range(LEAST, len(one) - REST + 1)} | {one[-k:] for k in range(LEAST, len(one) - REST + 1)}
    holes = ",".join(["%s"] * len(exact))
    asks.append(
        (
            f"SELECT word, documents, form FROM core_searchword WHERE space_id = %s AND word IN ({holes}) AND documents > 0",
            [space_id, *exact],
        )
    )
    known = {word: count for word, count, _form in together(asks)}
    total = known.pop(house, 0)
    counts = {name: known.pop(mark, 0) for name, mark in of_kind.items()}
    found = [answers(one, known) for one in parts]
    unknown = [one for one, each in zip(parts, found, strict=True) if len(one) >= LEAST and max(each.values(), default=0.0) <= PART]
    near = misspelt(space_id, unknown) if unknown and mends else {}
    known |= {word: count for each in near.values() for word, (count, _form) in each.items()}
    for k, one in enumerate(parts):
        # A word that only some may read is none of the vocabulary: it is looked for as it stands.
        found[k] = {**({} if found[k] and one not in near else {one: 1.0}), **found[k], **dict.fromkeys(near.get(one, {}), MISSPELT)}
    forms = {one: next(iter(each.values()))[1] if each else "" for one, each in near.items()}
    mended = {word: forms[stem(word)] for word in words_in(query) if stem(word) in forms}
    return Vocabulary(Wanted(tuple(found)), known, total, counts, mended)


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


def misspelt(space_id: int, parts: list[str]) -> dict[str, dict[str, tuple[int, str]]]:
    """Words of the index that are nearly the given ones, nearest first, how many documents hold each, and how it is written. They are looked for among those that begin or end alike: few mistakes spoil both."""
    asks: list[tuple[str, list[Any]]] = []
    for part in parts:
        letters, lengths = 3 if len(part) > LEAST + 1 else 2, (len(part) - 2, len(part) + 2)
        asks += [
            beginning("word", part[:letters], space_id, most=MOST_NEAR, lengths=lengths),
            beginning("backwards", part[::-1][:letters], space_id, most=MOST_NEAR, lengths=lengths),
        ]
    near = {word: (count, form) for word, count, form in together(asks)}
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for part in parts:
        most = 1 if len(part) < 8 else 2
        alike = (word for word in near if abs(len(word) - len(part)) <= most and (word[0] == part[0] or word[:2] == part[1::-1]))
        measured = sorted((distance(part, word, most), -near[word][0], word) for word in alike)
        found[part] = {word: near[word] for far, _count, word in measured[:4] if 0 < far <= most}
    return found


def find(
    space_id: int, kind: str, query: str, *, limit: int = CANDIDATES, public: bool = False, mends: bool = True
) -> tuple[list[Found], Wanted]:
    """The documents of a kind that answer a query by their words, best first, and which words those were."""
    told = vocabulary(space_id, query, [kind], mends=mends)
    return ranked(told, candidates(space_id, told, {kind: ()}, public=public), offers(query))[:limit], told.asks


def find_all(space_id: int, query: str, told: Vocabulary, kinds: Mapping[str, Sequence[str]], narrowed: Narrowed) -> list[Found]:
    """The documents of several kinds, each read by the house or by some audiences, that answer a query by their words, best first. `told` is what the house knows of it."""
    return ranked(told, candidates(space_id, told, kinds, narrowed=narrowed), offers(query))


def ranked(told: Vocabulary, found: Iterable[Any], offering: bool) -> list[Found]:
    """Candidates by the share of the query that they answer."""
    stems_of = told.asks.stems
    has, wants = (ASIDE, 1.0) if offering else (1.0, ASIDE)
    worth = told.asks.words.keys()
    # For which stems of the query a word counts, and how much.
    counts_for: dict[str, list[tuple[int, float]]] = {word: [] for word in worth}
    for k, each in enumerate(stems_of):
        for word, value in each.items():
            counts_for[word].append((k, value * told.rarity(word)))
    whole = sum(told.weight(each) for each in stems_of)
    best: dict[tuple[str, int], Found] = {}
    for kind, ref, held in found:
        first, _, later = held.partition(APART)
        here, there = first.split(), later.split()
        most: dict[int, float] = {}
        for word in worth & {*here, *there}:
            often = has * here.count(word) + wants * there.count(word)
            share = min(1.0, often * (1 + SATURATION) / (often + SATURATION))
            for k, value in counts_for[word]:
                most[k] = max(most.get(k, 0.0), value * share)
        best[kind, ref] = Found(ref, min(1.0, sum(most.values()) / whole), kind)
    return sorted((one for one in best.values() if one.score > 0), key=lambda one: (-one.score, one.kind, one.ref))


def candidates(
    space_id: int, told: Vocabulary, kinds: Mapping[str, Sequence[str]], *, narrowed: Narrowed = ANYTHING, public: bool = False
) -> list[Any]:
    """Kind, id and words of documents that hold some of the words, in one question: of each kind the best by the database's own measure.

    Where words are so common that measuring all who hold them would take too long, those that hold all of them at once, and the newest that hold the rarest.
    """
    worth = told.asks.words
    if not worth:
        return []
    chosen = sorted(worth, key=lambda word: -worth[word] * told.rarity(word))[:MOST_WORDS]
    groups = sorted((each for each in told.asks.stems if each), key=lambda each: -told.weight(each))[:MOST_TOGETHER]
    asks: list[tuple[str, list[Any]]] = []
    most = CANDIDATES if len(kinds) == 1 else OF_EACH
    of_all = rare(told, chosen, 1.0) if len(kinds) > 1 else []
    at_once = bool(of_all) and connection.vendor == "sqlite"
    if at_once:
        asks.append(among_all(of_all, space_id, kinds, narrowed, public, most))
    for kind, audiences in kinds.items():
        share = told.kinds.get(kind, 0) / max(told.total, 1)
        # Where some words are rare enough to be measured among all, what holds only the others is one of many that answer little.
        few = of_all or rare(told, chosen, share)
        where = [
            [marks.of_kind(space_id, kind), *(marks.of_kind(space_id, kind, audience) for audience in audiences)],
            *([[marks.of_sort(space_id, narrowed.sort)]] if narrowed.sort else []),
            *([[marks.of_place(space_id, narrowed.place)]] if narrowed.place else []),
        ]
        if few and not at_once:
            asks.append(among([*where, few], space_id, kind, narrowed.since, public, most, best=True))
            # PostgreSQL's measure knows nothing of how rare a word is: whoever holds one of the rarest comes in any case.
            surely = rare(told, few, share, most) if connection.vendor == "postgresql" else []
            if surely and len(surely) < len(few):
                asks.append(among([*where, surely], space_id, kind, narrowed.since, public, most, best=False))
        if not groups[0].keys() <= set(few):
            asks.append(among([*where, list(groups[0])], space_id, kind, narrowed.since, public, most, best=False))
        if len(few) < len(chosen) and len(groups) > 1:
            asks.append(among([*where, *(list(each) for each in groups)], space_id, kind, narrowed.since, public, most, best=False))
    return together(asks)


def rare(told: Vocabulary, chosen: Sequence[str], share: float, most: int | None = None) -> list[str]:
    """The first words of which together no more documents than can be measured (or `most`) hold one, where such a share of all documents is looked at."""
    few, expected = [], 0.0
    most = MOST_MATCHED[connection.vendor] if most is None else most
    for word in chosen:
        expected += told.known.get(word, 0) * share
        if expected > most:
            break
        few.append(word)
    return few


def among_all(
    words: Sequence[str], space_id: int, kinds: Mapping[str, Sequence[str]], narrowed: Narrowed, public: bool, most: int
) -> tuple[str, list[Any]]:
    """On SQLite: the documents of all kinds that hold a word, of each kind the best by the database's own measure, as a part of a statement.

    No mark stands in what is matched: to weigh it, FTS5 would count all documents that bear it, a kind of two hundred thousand in some 15 ms.
    """
    audiences = sorted({name for names in kinds.values() for name in names}) if not public else []
    open_to = " OR ".join(["d.audience IN ('members', 'public')" if not public else "d.audience = 'public'", *["instr(' ' || d.audience || ' ', %s) > 0"] * len(audiences)])  # fmt: skip
    more = (
        (" AND d.sort = %s" if narrowed.sort else "")
        + (" AND d.place = %s" if narrowed.place else "")
        + (" AND d.at >= %s" if narrowed.since else "")
    )
    quoted = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
    return (
        "SELECT kind, ref, words FROM (SELECT d.kind, d.ref, d.words, row_number() OVER (PARTITION BY d.kind ORDER BY w.rank) AS place"
        " FROM core_search_words w JOIN core_searchdocument d ON d.id = w.rowid"
        f" WHERE w.words MATCH %s AND d.space_id = %s AND d.kind IN ({','.join(['%s'] * len(kinds))}) AND ({open_to}){more}) WHERE place <= {most}",
        [
            quoted, space_id, *kinds, *(f" {name} " for name in audiences),
            *filter(None, [narrowed.sort, narrowed.place, narrowed.since and connection.ops.adapt_datetimefield_value(narrowed.since)]),
        ],
    )  # fmt: skip


def among(
    groups: Sequence[Sequence[str]], space_id: int, kind: str, since: datetime | None, public: bool, most: int, *, best: bool
) -> tuple[str, list[Any]]:
    """The documents of a kind that hold at least one word of each group, as a part of a statement: the best by the database's own measure, or the newest."""
    more = (" AND d.audience = 'public'" if public else "") + (" AND d.at >= %s" if since else "")
    params: list[Any] = [space_id, kind, *([connection.ops.adapt_datetimefield_value(since)] if since else [])]
    if connection.vendor == "postgresql":
        vector = "array_to_tsvector(string_to_array(d.words, ' '))"
        quoted = [["'" + word.replace("'", "''").replace("\\", "\\\\") + "'" for word in group] for group in groups]
        query = " & ".join(f"({' | '.join(group)})" for group in quoted)
        order, last = (f"ts_rank({vector}, %s::tsquery) DESC, d.id", [query]) if best else ("d.id DESC", [])
        return (
            f"SELECT * FROM (SELECT d.kind, d.ref, d.words FROM core_searchdocument d WHERE d.words <> '' AND {vector} @@ %s::tsquery"
            f" AND d.space_id = %s AND d.kind = %s{more} ORDER BY {order} LIMIT {most}) AS found",
            [query, *params, *last],
        )
    quoted = [['"' + word.replace('"', '""') + '"' for word in group] for group in groups]
    return (
        "SELECT * FROM (SELECT d.kind, d.ref, d.words FROM core_search_words w JOIN core_searchdocument d ON d.id = w.rowid"
        f" WHERE w.words MATCH %s AND d.space_id = %s AND d.kind = %s{more} ORDER BY {'w.rank' if best else 'w.rowid DESC'} LIMIT {most})",
        [" AND ".join(f"({' OR '.join(group)})" for group in quoted), *params],
    )
