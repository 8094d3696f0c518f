"""What of the index a reader may see: where to look for them, what may be shown, and why it was found."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import CharField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from drittort.core.search import index
from drittort.core.search.index import KINDS, Sort
from drittort.core.search.models import SearchDocument
from drittort.core.search.stems import stem
from drittort.core.search.words import Wanted

EXCERPT = 200
LEAD = 60
"""So many letters stand before the first marked word at most."""
_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]+)*[+#]*", re.UNICODE)


def findable() -> dict[str, index.Kind]:
    """The kinds that are found on the page of search."""
    return {name: kind for name, kind in KINDS.items() if kind.findable is not None}


def sorts() -> dict[str, Sort]:
    """What people call what they find, in its order."""
    found = {name: sort for kind in findable().values() if kind.findable for name, sort in kind.findable.sorts.items()}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def kinds_of(sort: str) -> list[str]:
    """The kinds of which some documents are of a sort; all without one."""
    return [name for name, kind in findable().items() if kind.findable and (not sort or sort in kind.findable.sorts)]


def audiences(reader: Any, at: datetime) -> tuple[str, ...]:
    """The audiences to which a reader belongs, besides the house. One question."""
    found = [function(reader, at).order_by() for function in index.READERS]
    if not found:
        return ()
    first, *others = found
    return tuple(sorted(f"{name}:{number}" for name, number in (first.union(*others, all=True) if others else first)))


@dataclass
class Held:
    """What the index holds of one thing, besides its stemmed words and what they mean; of most nothing but its place is asked, so the rest is read when it is."""

    kind: str
    ref: int
    sort: str
    place: str
    under: str
    person_id: int | None
    at: datetime | None
    title: str
    passages_written: str
    facts_written: str

    @cached_property
    def passages(self) -> list[list[str]]:
        """Role, language and text of each."""
        return list(json.loads(self.passages_written))

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the note beside it is made of."""
        return dict(json.loads(self.facts_written))


def documents(space_id: int, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Held]:
    """What the index holds of some things. One question."""
    condition = Q(pk__in=())
    for kind, ids in by_kind(wanted).items():
        condition |= Q(kind=kind, ref__in=ids)
    columns = (
        "kind",
        "ref",
        "sort",
        "place",
        "under",
        "person_id",
        "at",
        "title",
        Cast("passages", TextField()),
        Cast("facts", TextField()),
    )
    rows = SearchDocument.objects.filter(condition, space_id=space_id).values_list(*columns)
    return {(row[0], row[1]): Held(*row) for row in rows}


def by_kind(wanted: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    """Ids by their kind."""
    refs: dict[str, set[int]] = defaultdict(set)
    for kind, ref in wanted:
        refs[kind].add(ref)
    return refs


def opened(reader: Any, at: datetime, rows: Collection[Held], *, also: QuerySet[Any] | None = None) -> set[tuple[str, int]]:
    """Which of some documents are of things whose pages open for a reader, asked of the rules of their kinds in one question; of what stands under another
    thing, only where that opens as well. `also` are rows of (name, id) that are asked along."""
    under = {key for row in rows if (key := stands_under(row)) is not None}
    refs = by_kind([*((row.kind, row.ref) for row in rows), *under])
    asks: list[QuerySet[Any]] = [also] if also is not None else []
    for kind, ids in refs.items():
        known = KINDS[kind].findable if kind in KINDS else None
        if known is not None:
            mine = known.visible(reader, at).filter(pk__in=ids).order_by()
            asks.append(mine.annotate(found_as=Value(kind, CharField())).values_list("found_as", "pk"))
    if not asks:
        return set()
    there = set(asks[0].union(*asks[1:], all=True) if len(asks) > 1 else asks[0])
    asked = {(row.kind, row.ref): row for row in rows}
    below = {key for key, row in asked.items() if row.under and stands_under(row) not in there}
    # What was asked only because something stands under it is no answer of its own.
    return {key for key in there if (key in asked or key[0] not in KINDS) and key not in below}


def stands_under(row: Held) -> tuple[str, int] | None:
    """The thing under which another stands."""
    kind, _, number = row.under.partition(":")
    return (kind, int(number)) if number.isdigit() else None


# ------------------------------------------------------------------ why


@dataclass(frozen=True, slots=True)
class Bit:
    """A piece of an excerpt; marked where it is what was asked for."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What of a document answers a query: its role (a word, where it is not the text itself), language and pieces, and whether it is there for its words."""

    role: str
    language: str
    bits: tuple[Bit, ...]
    by_words: bool

    @property
    def text(self) -> str:
        """The whole excerpt."""
        return "".join(bit.text for bit in self.bits)


def excerpt(row: Held, asks: Wanted, passage: int) -> Excerpt:
    """The passage of a document that answers most of the words, else the one nearest in meaning, else the first; what was asked for is marked."""
    kind = KINDS[row.kind]
    shares = [asks.share(text) for _role, _language, text in row.passages]
    best = max(range(len(row.passages)), key=lambda k: (shares[k], row.passages[k][0] not in kind.context), default=-1)
    worded = best >= 0 and shares[best] > 0
    if not worded:
        best = passage - 1 if 0 < passage <= len(row.passages) and not kind.brief else (0 if row.passages else -1)
    if best < 0:
        return Excerpt("", "", (), asks.share(row.title) > 0)
    role, language, text = row.passages[best]
    label = kind.findable.roles.get(role, "") if kind.findable else ""
    return Excerpt(str(label), language, marked(text, asks), worded or asks.share(row.title) > 0)


def marked(text: str, asks: Wanted, most: int = EXCERPT) -> tuple[Bit, ...]:
    """A text in pieces, those marked that answer a query; a long one is cut, so that the first of them can be seen."""
    wanted = asks.words
    found = [m.span() for m in _WORD.finditer(text) if stem(m.group()) in wanted]
    begin, end = 0, len(text)
    if len(text) > most:
        first = found[0][0] if found else 0
        begin = 0 if first <= most - LEAD else max(0, text.rfind(" ", 0, first - LEAD) + 1)
        end = len(text) if len(text) - begin <= most else max(begin + 1, text.rfind(" ", begin, begin + most))
    bits, at = [Bit("… ", False)] if begin else [], begin
    for start, stop in found:
        if start < begin or stop > end:
            continue
        if start > at:
            bits.append(Bit(text[at:start], False))
        bits.append(Bit(text[start:stop], True))
        at = stop
    if at < end:
        bits.append(Bit(text[at:end], False))
    return (*bits, Bit(" …", False)) if end < len(text) else tuple(bits)
