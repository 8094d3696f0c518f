"""What can be translated: each module registers its kinds. Letters of conversations are none, and never will be; what stands under a thing for all who see it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from drittort.core.errors import NotFound
from drittort.core.paging import number
from drittort.members.models import Member


@dataclass(frozen=True, slots=True)
class Original:
    """What somebody wrote: its author, its language and its parts (title, text), as a reader sees them. `path` is where it stands.

    `others`: whose words these are besides, where several made them together. Each of them may say no.
    """

    author_id: int | None
    language: str
    parts: tuple[str, ...]
    path: str
    others: tuple[int, ...] = ()

    @property
    def writers(self) -> tuple[int, ...]:
        """Everybody whose words these are; nobody where one of them is gone and can't be asked."""
        return () if self.author_id is None else (self.author_id, *self.others)

    @property
    def digest(self) -> str:
        """One word for exactly these words in this language."""
        return hashlib.sha256(json.dumps([self.language, *self.parts]).encode()).hexdigest()[:32]


Find = Callable[[Member, int, datetime], Original]
KINDS: dict[str, Find] = {}
TOGETHER: set[str] = set()
"""The kinds of which several may have made one."""


def translatable(name: str, find: Find, *, together: bool = False) -> None:
    """Register a kind. `find(reader, number, at)` gives what the reader may see, else raises NotFound; `together`: several may have made one."""
    KINDS[name] = find
    if together:
        TOGETHER.add(name)


def points(texts: Iterable[str]) -> str:
    """Short texts of one thing (what one may choose from) as a part of it: the points of a list."""
    return "\n".join(f"- {text}" for text in texts if text)


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
