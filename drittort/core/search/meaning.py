"""Asking the encoder process what a text means and which documents come nearest. Light: no numerics, so that web processes may import it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import struct
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

PATIENCE = 0.1
"""Seconds that a page waits for the encoder, once it has nothing else to do; after that it shows what the words found."""
LONGEST_PATH = 100
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Near:
    """A document by its thing's id, how near in meaning its best passage is, and which passage that is."""

    ref: int
    score: float
    passage: int


class Silent(Exception):
    """The encoder does not run, or did not answer in time."""


def address() -> str:
    """Where the encoder of this data folder listens. A path of a socket is short; a deep folder gets a short name elsewhere."""
    path = Path(settings.DATA) / "encoder.sock"
    if len(os.fsencode(path)) <= LONGEST_PATH:
        return str(path)
    return str(Path(tempfile.gettempdir()) / f"drittort-{os.getuid()}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}.sock")


def near(space_id: int, kind: str, text: str, *, limit: int, wants: bool = False, patience: float = PATIENCE) -> list[Near] | None:
    """The documents that come nearest to a text, best first; None when the encoder is silent.

    With `wants` the text says what somebody has, and only passages are compared that say what others want: whom could this help?
    """
    return near_later(space_id, kind, text, limit=limit, wants=wants, patience=patience)()


def near_later(
    space_id: int, kind: str, text: str, *, limit: int, wants: bool = False, patience: float = PATIENCE
) -> Callable[[], list[Near] | None]:
    """As `near`, but what is given back takes the answer when it is called: the encoder thinks meanwhile, and who asked does something else."""
    asked = Asked({"do": "near", "space": space_id, "kind": kind, "text": text[:600], "limit": limit, "wants": wants}, patience)

    def answer() -> list[Near] | None:
        try:
            return [Near(int(ref), float(score), int(passage)) for ref, score, passage in asked.answer(patience)["found"]]
        except (Silent, KeyError, TypeError, ValueError):
            return None

    return answer


def near_all(
    space_id: int, kinds: Mapping[str, int], text: str, mended: Mapping[str, str], *, patience: float = PATIENCE
) -> dict[str, list[Near]] | None:
    """The documents of several kinds that come nearest to a text, of each kind so many, best first; None when the encoder is silent.

    `mended` says how words of it that nobody in the house wrote are written there ("" where nothing is like them). The encoder takes that, or what its own words
    say, where it does not know them either.
    """
    return near_all_later(space_id, kinds, text, mended, patience=patience)()


def near_all_later(
    space_id: int, kinds: Mapping[str, int], text: str, mended: Mapping[str, str], *, patience: float = PATIENCE
) -> Callable[[], dict[str, list[Near]] | None]:
    """As `near_all`, but what is given back takes the answer when it is called."""
    asked = Asked({"do": "near_all", "space": space_id, "kinds": dict(kinds), "text": text[:600], "mended": dict(mended)}, patience)

    def answer() -> dict[str, list[Near]] | None:
        try:
            return {
                str(kind): [Near(int(ref), float(score), int(passage)) for ref, score, passage in found]
                for kind, found in asked.answer(patience)["found"].items()
            }
        except (Silent, AttributeError, KeyError, TypeError, ValueError):
            return None

    return answer


def encode(texts: Sequence[str], *, patience: float = 60.0) -> tuple[str, list[bytes]]:
    """What texts mean, as rows of the encoder's own kind, and the name of its model. Raises Silent."""
    answer = ask({"do": "encode", "texts": list(texts)}, patience=patience)
    return str(answer["model"]), [bytes.fromhex(row) for row in answer["rows"]]


def vectors(texts: Sequence[str], *, patience: float = 60.0) -> tuple[str, list[bytes]]:
    """What the encoder's model makes of prepared texts, one row of float32 each, and the name of the model; without texts the name alone. Raises Silent."""
    answer = ask({"do": "vectors", "texts": list(texts)}, patience=patience)
    try:
        return str(answer["model"]), [bytes.fromhex(row) for row in answer["rows"]]
    except (KeyError, TypeError, ValueError) as error:
        raise Silent("the encoder is of another version") from error


def ask(question: dict[str, Any], *, patience: float) -> dict[str, Any]:
    """Send one question and return its answer, within `patience` seconds for each of the two. Raises Silent."""
    return Asked(question, patience).answer(patience)


class Asked:
    """One question under way to the encoder. It is sent at once; nobody has to take the answer."""

    def __init__(self, question: dict[str, Any], patience: float) -> None:
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.error: Exception | None = None
        try:
            self.line.settimeout(patience)
            self.line.connect(address())
            send(self.line, question)
        except (OSError, ValueError) as error:
            self.line.close()
            self.error = error

    def answer(self, patience: float) -> dict[str, Any]:
        """The answer, waited for so many seconds from now on. Raises Silent."""
        if self.error is not None:
            raise Silent(str(self.error)) from self.error
        try:
            with contextlib.closing(self.line):
                return receive(self.line, deadline(patience))
        except (OSError, ValueError, EOFError) as error:
            raise Silent(str(error)) from error

    def __del__(self) -> None:
        self.line.close()


def deadline(patience: float) -> Any:
    """A function that tells how many seconds are left, at least a millisecond; TimeoutError when none are."""
    import time

    end = time.monotonic() + patience

    def left() -> float:
        rest = end - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        return max(rest, 0.001)

    return left


def send(line: socket.socket, message: dict[str, Any]) -> None:
    """Write one message: its length, then JSON."""
    body = json.dumps(message, separators=(",", ":")).encode()
    line.sendall(struct.pack(">I", len(body)) + body)


def receive(line: socket.socket, left: Any = None) -> dict[str, Any]:
    """Read one message. Raises EOFError when the other side went away, ValueError when it is no message."""
    (length,) = struct.unpack(">I", exactly(line, 4, left))
    if length > MOST_BYTES:
        raise ValueError("a message is too long")
    found = json.loads(exactly(line, length, left))
    if not isinstance(found, dict):
        raise ValueError("not a message")
    return found


def exactly(line: socket.socket, size: int, left: Any) -> bytes:
    """So many bytes, and no fewer."""
    held = bytearray()
    while len(held) < size:
        if left is not None:
            line.settimeout(left())
        some = line.recv(min(size - len(held), 1 << 20))
        if not some:
            raise EOFError("the line was cut")
        held += some
    return bytes(held)
