"""What can be translated: each module registers its kinds. Letters of conversations are none, and never will be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from drittort.core.errors import NotFound
from drittort.core.paging import number
from drittort.members.models import Member


@dataclass(frozen=True, slots=True)
class Original:
    """What somebody wrote: its author, its language and its parts (title, text), as a reader sees them. `path` is where it stands."""

    author_id: int | None
    language: str
    parts: tuple[str, ...]
    path: str

    @property
    def digest(self) -> str:
        """One word for exactly these words in this language."""
        return hashlib.sha256(json.dumps([self.language, *self.parts]).encode()).hexdigest()[:32]


Find = Callable[[Member, int, datetime], Original]
KINDS: dict[str, Find] = {}


def translatable(name: str, find: Find) -> None:
    """Register a kind. `find(reader, number, at)` gives what the reader may see, else raises NotFound."""
    KINDS[name] = find


def original(reader: Member, subject: str, at: datetime) -> Original:
    """The original "kind:number" that a reader may see. Raises NotFound."""
    kind, _colon, told = subject.partition(":")
    pk = number(told)
    if kind not in KINDS or pk is None:
        raise NotFound
    found = KINDS[kind](reader, pk, at)
    if not any(part.strip() for part in found.parts):
        raise NotFound
    return found
