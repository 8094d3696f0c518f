"""What a house tells its people once a week: modules register blocks, one letter is put together of them where nobody knows their nouns.

A block is made once for a letter and each language of the house, never for a reader. What differs from reader to reader is chosen among what was made,
by scores that come for all readers at once. So ten thousand letters ask the database no more than one.

    letter.block("needs", _("Somebody is looking"), make, kind="need", path=path, place=30, counted=ngettext_lazy(...), fits=who_fits)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drittort.core import ledger
from drittort.core.models import LedgerRow

MOST_MADE = 20
"""How many items of a block a letter takes at most; the first ones count."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a block, its words in the language that is active while it is made.

    `thing` is its number, the same in every language. `title` and `text` are words of people in `language` ("" where the house speaks), `about` is a line of
    the house beside them, `badge` a few letters before all of it: initials, a day. `people` are the members whose it is or whom it names: beside a block of either nobody reads it. `not_for` are those to whom it is
    not told for other reasons: their own, answered already, set aside. `only` are those who may read it, where that is not the whole house. `fresh` is
    news: a letter of nothing else is not sent. `on_wall` may hang where visitors pass: without names, by whoever made it.
    """

    thing: int
    title: str
    text: str = ""
    about: str = ""
    badge: str = ""
    language: str = ""
    people: tuple[int, ...] = ()
    not_for: frozenset[int] = frozenset()
    only: frozenset[int] | None = None
    fresh: bool = True
    on_wall: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well something fits a reader, higher is better; `why` are words of their own that speak for it, or ""."""

    score: float
    why: str = ""


Make = Callable[[Any, datetime, datetime], Iterable[Item]]
Fits = Callable[[int, Sequence[Item]], Mapping[int, Mapping[int, Fit]]]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the letter.

    `make(space, since, until)` gives what happened since the last letter and what comes after this one, the most important first. `kind` is the word of
    its things (`core.moving.thing`), `path(slug, thing)` their page. `place` orders blocks from the beginning, `most` is how many one reader gets.
    `counted` says their number in words (`ngettext_lazy` with `n`). `fits(space id, items)` says for each thing which members it fits how well, for all
    of them at once; `why` is the sentence with `%(why)s` that says so. Without `fits`, or with `in_order`, the order stays. `link(thing, member)` is a
    signed address at which a reader answers with one tap, `button` what stands on it, and `answered` the ledger kind of such an answer. `taken_back` are
    the ledger kinds whose subject stands in no letter any more from then on, not in those that went out either: taken back, put away, consent revoked.
    """

    name: str
    label: Any
    make: Make
    kind: str
    path: Callable[[str, int], str]
    place: int
    counted: Any
    most: int = 4
    in_order: bool = False
    fits: Fits | None = None
    why: Any = "%(why)s"
    button: Any = ""
    link: Callable[[int, int], str] | None = None
    answered: str = ""
    taken_back: tuple[str, ...] = ()


BLOCKS: dict[str, Block] = {}
GONE: list[Callable[[int, str, datetime], None]] = []


def block(name: str, label: Any, make: Make, *, kind: str, path: Callable[[str, int], str], place: int, counted: Any, **more: Any) -> str:
    """Register a block; returns its name. See `Block` for the rest of the words."""
    made = BLOCKS[name] = Block(name, label, make, kind, path, place, counted, **more)
    if made.taken_back:
        ledger.reaction(*made.taken_back, name=f"letter.{name}.taken_back")(lambda row, at: gone(row, kind, at))
    return name


def gone(row: LedgerRow, kind: str, at: datetime) -> None:
    """Tell whoever keeps letters that a thing is not to stand in them."""
    for handler in GONE:
        handler(row.space_id, f"{kind}:{row.subject_id}", at)


def in_order() -> list[Block]:
    """The blocks as a letter begins with them."""
    return sorted(BLOCKS.values(), key=lambda one: (one.place, one.name))
