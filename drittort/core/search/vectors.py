"""What texts mean, packed into bytes, and comparing a query with very many of them. Heavy: only the encoder process and the worker import this.

A row holds what `Affinity.read` makes of a text: its numbers as int8 in two blocks, each with its own scale, and the popularity. Two
steps find the nearest: the first block of every row, then the full score of the best documents.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drittort.engine.affinity import BLANK, DAMPING, Affinity, Meaning

VERSION = 6
BLOCK = 384
CHOSEN = 400
AT_ONCE = 2048
SIEVED_FROM, SIEVED_TO = 20_000, 2_000
"""Among so many rows those of so many documents are compared that have most signs in common with the query: a twentieth of the time."""
LEAST_WHOLE = -2.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How scores of rows become those of documents.

    `whole` is what it is worth how near the whole of a document is, beside its best passage; `telling` the same where its title belongs to the whole. `aside`: by how much a
    passage that says what somebody wants must be nearer than one that says what they have, on the scale of `Affinity.similarity`: who asks for help wants those who
    give it. `damping`: the share of the popularity that is taken off what lies near to everything. `sieve`: of very many rows most are passed over by their signs.
    """

    whole: float
    telling: float
    aside: float
    damping: float
    sieve: bool = False


ONE_KIND = Weights(whole=0.6, telling=1.5, aside=10.0, damping=0.5)
"""Among documents of one kind. Chosen with `bin/bench search_quality --development` and `--split dev`."""
ALL_KINDS = Weights(whole=1.5, telling=1.5, aside=4.0, damping=0.25, sieve=True)
"""Among those of all kinds. Chosen with `bin/bench content_quality --split dev`."""
NAMED, HAS, WANTS, CONTEXT = range(4)
"""What a row is: a title, a passage of what somebody has, of what somebody wants, and what counts for the whole only (or is the whole)."""
Floats = NDArray[np.float32]
Positions = NDArray[np.int64]


def paged(folder: Path, kind: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    """An array of zeros in a file without a name: the operating system pages it, and nothing is left of it when it is let go of."""
    with tempfile.TemporaryFile(dir=folder) as file:
        # A plain array over the map: the map's own class costs something at every slice.
        return np.asarray(np.memmap(file, dtype=kind, mode="w+", shape=shape))


class Packing:
    """How the meaning of a text is laid out in bytes, for one model."""

    def __init__(self, affinity: Affinity) -> None:
        self.affinity = affinity
        sample = affinity.read(affinity.vectors(["a"]))
        self.dense = sample.dense.shape[1]
        self.blocks = -(-self.dense // BLOCK)
        # Each block is a column of its own: on the shelf the first ones of all rows then lie side by side, and comparing reads nothing else.
        self.dense_blocks = {f"dense_{k}": min(BLOCK, self.dense - k * BLOCK) for k in range(self.blocks)}
        self.row = np.dtype(
            [
                *((name, "i1", (width,)) for name, width in self.dense_blocks.items()),
                ("scale", "<f4", (self.blocks,)),
                ("popularity", "<f4"),
                ("blank", "u1"),
            ]
        )
        self.name = f"{affinity.encoder.name}/{VERSION}"[:120]

    def read(self, texts: Sequence[str]) -> Meaning:
        """What texts mean, as the engine says it."""
        return self.affinity.read(self.affinity.vectors(texts))

    def pack(self, texts: Sequence[str]) -> list[bytes]:
        """What texts mean, one row of bytes each."""
        if not texts:
            return []
        meaning = self.read(texts)
        rows = np.zeros(len(texts), dtype=self.row)
        for block, name in enumerate(self.dense_blocks):
            part = meaning.dense[:, block * BLOCK : (block + 1) * BLOCK]
            scale = np.maximum(np.abs(part).max(axis=1), 1e-9) / 127
            rows[name] = np.rint(part / scale[:, None]).astype(np.int8)
            rows["scale"][:, block] = scale
        rows["popularity"] = meaning.popularity
        rows["blank"] = meaning.blank
        return [row.tobytes() for row in rows]


class Shelf:
    """The packed passages of one kind of document in one space, in files without a name: the operating system pages them, and nothing is left of them."""

    def __init__(self, packing: Packing, folder: Path, *, telling: bool = False) -> None:
        self.packing, self.folder, self.telling = packing, folder, telling
        self.used = 0
        self.room = 0
        self.where: dict[int, NDArray[np.int64]] = {}
        self.stamps: dict[int, datetime] = {}
        self.columns: dict[str, Any] = {}
        self.owner = np.zeros(0, dtype=np.int64)
        self.place = np.zeros(0, dtype=np.int32)
        self.role = np.zeros(0, dtype=np.int8)
        self.signs = np.zeros((0, self.signs_of(np.zeros((1, packing.dense_blocks["dense_0"]))).shape[1]), dtype=np.uint64)
        self.make_room(256)

    def make_room(self, rows: int) -> None:
        """Room for so many rows; what is there moves along."""
        if rows <= self.room:
            return
        room = max(rows, self.room * 2)
        fields: Any = self.packing.row.fields or {}
        for name in fields:
            kind, shape = fields[name][0].base, fields[name][0].shape
            fresh = paged(self.folder, kind, (room, *shape))
            if self.used:
                fresh[: self.used] = self.columns[name][: self.used]
            self.columns[name] = fresh
        for name in ("owner", "place", "role", "signs"):
            old = getattr(self, name)
            wide = np.zeros((room, *old.shape[1:]), dtype=old.dtype)
            wide[: self.used] = old[: self.used]
            setattr(self, name, wide)
        self.room = room

    def put(self, ref: int, data: bytes, roles: Sequence[int]) -> None:
        """Put the rows of a document (title, passages, whole) in the place of what was there."""
        self.take(ref)
        rows = np.frombuffer(data, dtype=self.packing.row)
        self.make_room(self.used + len(rows))
        at = np.arange(self.used, self.used + len(rows))
        for name in self.columns:
            self.columns[name][at] = rows[name]
        self.signs[at] = self.signs_of(rows["dense_0"])
        self.owner[at] = ref
        self.place[at] = np.arange(len(rows))
        self.role[at] = np.where(rows["blank"] == 1, CONTEXT, np.asarray(roles, dtype=np.int8)[: len(rows)])
        self.used += len(rows)
        self.where[ref] = at

    def take(self, ref: int) -> None:
        """Take a document out: its rows are blanked at once."""
        at = self.where.pop(ref, None)
        if at is not None:
            self.owner[at] = -1
            for name in self.columns:
                self.columns[name][at] = 0

    @property
    def wasted(self) -> bool:
        """Whether more than half of the rows are of documents that changed or went: time to lay it out anew."""
        return self.used > 1024 and int((self.owner[: self.used] < 0).sum()) * 2 > self.used

    def near(
        self,
        query: Meaning,
        limit: int,
        *,
        turned: bool = False,
        wants: bool = False,
        also: Meaning | None = None,
        weights: Weights = ONE_KIND,
    ) -> list[tuple[int, float, int]]:
        """The best documents for a query (the first row of `query`): id, score, place of the best passage.

        A document is worth its best passage and a part of its whole, as `weights` say. `turned`: the query offers, so what documents want comes first.
        `wants`: the query is an offer, and only passages that say what somebody wants answer it. `also`: the query with its mistakes mended; both count alike. The first `CHOSEN` are scored in full, whoever follows keeps the order of the first block.
        """
        n = self.used
        queries = [one for one in (query, also) if one is not None and not one.blank[0]]
        if not n or not queries:
            return []
        owner, role = self.owner[:n], self.role[:n]
        starts = np.flatnonzero(self.place[:n] == 0)
        sizes = np.diff(np.append(starts, n))
        if weights.sieve and n > SIEVED_FROM:
            kept = self.sieved(queries, starts, n)
            some, begins = spread(starts[kept], sizes[kept])
            first = sum(
                self.columns["scale"][some, 0] * (self.columns["dense_0"][some].astype(np.float32) @ one.dense[0][:BLOCK])
                for one in queries
            )
            starts, sizes = starts[kept], sizes[kept]
            rough = self.summed(np.asarray(first), role[some], begins, turned, wants, weights)[0]
        else:
            first = sum(self.columns["scale"][:n, 0] * self.product(one.dense[0][:BLOCK], n) for one in queries)
            rough = self.summed(np.asarray(first), role, starts, turned, wants, weights)[0]
        refs = owner[starts]
        rough[(refs < 0) | (rough <= BLANK)] = BLANK * 2
        order = np.argsort(-rough, kind="stable")[: max(limit, CHOSEN)]
        order = order[rough[order] > BLANK]
        if not len(order):
            return []
        chosen = np.sort(order[:CHOSEN])
        rows, own = spread(starts[chosen], sizes[chosen])
        scores = sum(self.scores(one, rows, wants=wants, damping=weights.damping) for one in queries) / len(queries)
        values, places = self.summed(np.asarray(scores), role[rows], own, turned, wants, weights)
        best = np.argsort(-values, kind="stable")[:limit]
        found = [(int(refs[chosen[k]]), round(float(values[k]), 4), int(places[k])) for k in best]
        least = found[-1][1]
        return found + [(int(refs[k]), least, -1) for k in order[CHOSEN:limit]]

    def sieved(self, queries: Sequence[Meaning], starts: Positions, n: int) -> Positions:
        """The documents, by their place among `starts`, of which a row has most signs of its first block in common with a query."""
        apart = np.full(n, np.iinfo(np.uint16).max, dtype=np.uint16)
        for one in queries:
            differs = np.bitwise_count(self.signs[:n] ^ self.signs_of(one.dense[:1, :BLOCK]))
            np.minimum(apart, differs.sum(axis=1, dtype=np.uint16), out=apart)
        apart[self.owner[:n] < 0] = np.iinfo(np.uint16).max
        best = np.minimum.reduceat(apart, starts)
        return np.sort(np.argpartition(best, min(SIEVED_TO, len(best) - 1))[:SIEVED_TO])

    @staticmethod
    def signs_of(dense: NDArray[Any]) -> NDArray[np.uint64]:
        """Which numbers of some rows are positive, as bits in words of 64."""
        bits = np.packbits(np.asarray(dense) > 0, axis=1)
        return np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)

    def summed(
        self, scores: Floats, role: NDArray[np.int8], starts: Positions, turned: bool, wants: bool, weights: Weights
    ) -> tuple[Floats, Positions]:
        """Scores of rows as those of the documents that begin at `starts`, and the place of the best passage of each."""
        aside = HAS if turned or wants else WANTS
        passages = np.where(role == aside, scores - weights.aside, scores)
        passages[(role != WANTS) if wants else (role == CONTEXT)] = BLANK
        whole = scores[np.append(starts[1:], len(scores)) - 1]
        best = np.maximum.reduceat(passages, starts)
        count = np.diff(np.append(starts, len(scores)))
        at = np.where(passages == np.repeat(best, count), np.arange(len(scores)), len(scores))
        # Offering, one looks for what somebody wants: the whole says what they have.
        places = np.minimum.reduceat(at, starts) - starts
        if turned or wants:
            return best, places
        worth = weights.telling if self.telling else weights.whole
        # Of whatever kind, scores stay on one scale.
        return (best + worth * np.maximum(whole, LEAST_WHOLE)) * ((1 + ONE_KIND.whole) / (1 + worth)), places

    def product(self, asked: Floats, n: int) -> Floats:
        """The first block of all rows times that of a query, a piece at a time so that it stays in the cache."""
        out = np.empty(n, dtype=np.float32)
        block = self.columns["dense_0"]
        for start in range(0, n, AT_ONCE):
            out[start : start + AT_ONCE] = block[start : min(start + AT_ONCE, n)].astype(np.float32) @ asked
        return out

    def scores(self, query: Meaning, rows: NDArray[np.int64], *, wants: bool = False, damping: float = DAMPING) -> Floats:
        """The whole score of some rows, as `Affinity.similarity` has it: the malus is that of the offer, whichever side it is on."""
        total = np.zeros(len(rows), dtype=np.float32)
        scale = self.columns["scale"][rows]
        for block, name in enumerate(self.packing.dense_blocks):
            asked = query.dense[0, block * BLOCK : (block + 1) * BLOCK]
            total += (self.columns[name][rows].astype(np.float32) @ asked) * scale[:, block]
        popular = np.full(len(rows), query.popularity[0], dtype=np.float32) if wants else self.columns["popularity"][rows]
        return np.asarray((total + self.packing.affinity.offset - damping * popular) * self.packing.affinity.scale, dtype=np.float32)


def spread(starts: Positions, sizes: Positions) -> tuple[Positions, Positions]:
    """The rows of documents that begin at `starts`, one after the other, and where each document begins among them."""
    begins = np.cumsum(np.append(0, sizes[:-1]))
    return np.repeat(starts - begins, sizes) + np.arange(int(sizes.sum())), begins


def joined(rows: Iterable[bytes]) -> bytes:
    """The rows of one document as they are stored."""
    return b"".join(rows)
