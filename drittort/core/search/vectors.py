"""What texts mean, packed into bytes, and comparing a query with very many of them. Heavy: only the encoder process and the worker import this.

A row holds what `Affinity.read` makes of a text: the dense part as int8 in three blocks, each with its own scale, the votes for concepts as positions and bytes, and the popularity. Two
steps find the nearest: the first block of every row, then the whole score of the best of them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from drittort.engine.affinity import BLANK, DAMPING, Affinity, Meaning

VERSION = 1
BLOCK = 384
CHOSEN = 1500
AT_ONCE = 4096
Floats = NDArray[np.float32]


class Packing:
    """How the meaning of a text is laid out in bytes, for one model."""

    def __init__(self, affinity: Affinity) -> None:
        self.affinity = affinity
        sample = affinity.read(affinity.vectors(["a"]))
        self.dense = sample.dense.shape[1]
        self.votes = int(sample.votes.nnz)
        self.blocks = -(-self.dense // BLOCK)
        self.row = np.dtype(
            [
                ("dense", "i1", (self.dense,)),
                ("scale", "<f4", (self.blocks,)),
                ("concept", "<u2", (self.votes,)),
                ("share", "u1", (self.votes,)),
                ("share_scale", "<f4"),
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
        for block in range(self.blocks):
            part = meaning.dense[:, block * BLOCK : (block + 1) * BLOCK]
            scale = np.maximum(np.abs(part).max(axis=1), 1e-9) / 127
            rows["dense"][:, block * BLOCK : (block + 1) * BLOCK] = np.rint(part / scale[:, None]).astype(np.int8)
            rows["scale"][:, block] = scale
        for k in range(len(texts)):
            begin, end = meaning.votes.indptr[k : k + 2]
            share = meaning.votes.data[begin:end]
            scale_of_shares = max(float(share.max(initial=0.0)), 1e-9) / 255
            rows["concept"][k, : end - begin] = meaning.votes.indices[begin:end]
            rows["share"][k, : end - begin] = np.rint(share / scale_of_shares)
            rows["share_scale"][k] = scale_of_shares
        rows["popularity"] = meaning.popularity
        rows["blank"] = meaning.blank
        return [row.tobytes() for row in rows]


class Shelf:
    """The packed passages of one kind of document in one space, in files without a name: the operating system pages them, and nothing is left of them."""

    def __init__(self, packing: Packing, folder: Path) -> None:
        self.packing, self.folder = packing, folder
        self.used = 0
        self.room = 0
        self.where: dict[int, NDArray[np.int64]] = {}
        self.stamps: dict[int, datetime] = {}
        self.columns: dict[str, Any] = {}
        self.owner = np.zeros(0, dtype=np.int64)
        self.place = np.zeros(0, dtype=np.int32)
        self.discount = np.zeros(0, dtype=np.float32)
        self.make_room(256)

    def make_room(self, rows: int) -> None:
        """Room for so many rows; what is there moves along."""
        if rows <= self.room:
            return
        room = max(rows, self.room * 2)
        fields: Any = self.packing.row.fields or {}
        for name in fields:
            kind, shape = fields[name][0].base, fields[name][0].shape
            with tempfile.TemporaryFile(dir=self.folder) as file:
                fresh = np.memmap(file, dtype=kind, mode="w+", shape=(room, *shape))
            if self.used:
                fresh[: self.used] = self.columns[name][: self.used]
            self.columns[name] = fresh
        for name in ("owner", "place", "discount"):
            old = getattr(self, name)
            wide = np.zeros(room, dtype=old.dtype)
            wide[: self.used] = old[: self.used]
            setattr(self, name, wide)
        self.room = room

    def put(self, ref: int, data: bytes, discounts: Sequence[float]) -> None:
        """Put the passages of a document in the place of what was there."""
        self.take(ref)
        rows = np.frombuffer(data, dtype=self.packing.row)
        self.make_room(self.used + len(rows))
        at = np.arange(self.used, self.used + len(rows))
        for name in self.columns:
            self.columns[name][at] = rows[name]
        self.owner[at] = np.where(rows["blank"] == 1, -1, ref)
        self.place[at] = np.arange(len(rows))
        self.discount[at] = np.asarray(discounts, dtype=np.float32)[: len(rows)]
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

    def near(self, query: Meaning, limit: int, *, wants: bool = False) -> list[tuple[int, float, int]]:
        """The best documents for a query (the first row of `query`): id, score, place of the best passage.

        With `wants` the query is an offer, and only the passages that are set aside (what somebody wants) answer it.
        """
        n = self.used
        if not n or query.blank[0]:
            return []
        asked = query.dense[0]
        owner, discount = self.owner[:n], self.discount[:n]
        if wants:
            owner, discount = np.where(discount > 0, owner, -1), np.zeros(n, dtype=np.float32)
        if n > CHOSEN:
            first = self.columns["scale"][:n, 0] * self.product(asked[:BLOCK], n)
            first -= discount
            first[owner < 0] = BLANK
            rows = np.sort(np.argpartition(-first, CHOSEN)[:CHOSEN])
        else:
            rows = np.arange(n)
        rows = rows[owner[rows] >= 0]
        if not len(rows):
            return []
        scores = self.scores(query, rows, wants=wants) - discount[rows]
        best: dict[int, tuple[float, int]] = {}
        for k in np.argsort(-scores, kind="stable").tolist():
            ref = int(owner[rows[k]])
            if ref not in best:
                best[ref] = float(scores[k]), int(self.place[rows[k]])
                if len(best) == limit:
                    break
        return [(ref, round(score, 4), passage) for ref, (score, passage) in best.items()]

    def product(self, asked: Floats, n: int) -> Floats:
        """The first block of all rows times that of a query, a piece at a time so that it stays in the cache."""
        out = np.empty(n, dtype=np.float32)
        width = len(asked)
        for start in range(0, n, AT_ONCE):
            out[start : start + AT_ONCE] = self.columns["dense"][start : min(start + AT_ONCE, n), :width].astype(np.float32) @ asked
        return out

    def scores(self, query: Meaning, rows: NDArray[np.int64], *, wants: bool = False) -> Floats:
        """The whole score of some rows, as `Affinity.similarity` has it: the malus is that of the offer, whichever side it is on."""
        total = np.zeros(len(rows), dtype=np.float32)
        dense, scale = self.columns["dense"][rows].astype(np.float32), self.columns["scale"][rows]
        for block in range(self.packing.blocks):
            part = slice(block * BLOCK, (block + 1) * BLOCK)
            total += (dense[:, part] @ query.dense[0, part]) * scale[:, block]
        votes = np.zeros(query.votes.shape[1], dtype=np.float32)
        votes[query.votes.indices] = query.votes.data
        total += (votes[self.columns["concept"][rows]] * self.columns["share"][rows]).sum(axis=1) * self.columns["share_scale"][rows]
        popular = np.full(len(rows), query.popularity[0], dtype=np.float32) if wants else self.columns["popularity"][rows]
        return np.asarray((total + self.packing.affinity.offset - DAMPING * popular) * self.packing.affinity.scale, dtype=np.float32)


def joined(rows: Iterable[bytes]) -> bytes:
    """The rows of one document as they are stored."""
    return b"".join(rows)
