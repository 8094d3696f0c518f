"""The registry of kinds of documents, and writing them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from drittort.core.jobs.queue import enqueue
from drittort.core.privacy import Erased
from drittort.core.search.models import SearchDocument, SearchWord
from drittort.core.search.stems import LONGEST, stems

CHUNK = 200
ENCODED_AT_ONCE = 20
MOST_PASSAGES = 24
MEMBERS, PUBLIC = "members", "public"
APART = "|"
"""Stands in the words of a document between what it has and what it wants; no word looks like it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of a document: its role in the document (a word of the module that registers it), its language and its text."""

    role: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One thing as it is to be found: by its title and by its passages. `audience` is members or public."""

    space_id: int
    ref: int
    title: str
    passages: tuple[Passage, ...] = ()
    audience: str = MEMBERS


Documents = Callable[[Sequence[int]], Iterable[Document]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: how to make documents of ids, and how to list the ids of a space (for a look at everything)."""

    name: str
    documents: Documents
    everything: Callable[[int], Iterable[int]]
    aside: frozenset[str] = field(default_factory=frozenset)
    """Roles of passages that say what somebody wants, not what they have: compared with a query at a discount."""
    context: frozenset[str] = field(default_factory=frozenset)
    """Roles of passages that only say where something belongs: they count for the whole, alone they would be near to far too much."""


KINDS: dict[str, Kind] = {}
VOCABULARIES: list[Callable[[], Iterable[str]]] = []


def register(
    name: str, documents: Documents, everything: Callable[[int], Iterable[int]], *, aside: Iterable[str] = (), context: Iterable[str] = ()
) -> str:
    """Register a kind of document; returns its name. An id of which `documents` gives nothing is taken out of the index."""
    KINDS[name] = Kind(name, documents, everything, frozenset(aside), frozenset(context))
    return name


def vocabulary(function: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Register `function()`: names of trades, skills and the like, by whose words mistakes in queries are mended."""
    VOCABULARIES.append(function)
    return function


def changed(*, space_id: int, kind: str, refs: Iterable[int], at: datetime) -> None:
    """Say that things have changed, came or went; inside the transaction that changed them. The worker brings the index up to date."""
    ids = sorted(set(refs))
    for start in range(0, len(ids), CHUNK):
        enqueue("core.search.index", {"space": space_id, "kind": kind, "refs": ids[start : start + CHUNK]}, at=at, space_id=space_id)


def index(*, space_id: int, kind: str, refs: Sequence[int], at: datetime) -> int:
    """Write the documents of some ids, take out those that are gone, and have the changed ones encoded; returns how many changed. Idempotent."""
    found = {one.ref: one for one in KINDS[kind].documents(refs) if one.space_id == space_id}
    written: list[int] = []
    with transaction.atomic():
        held = {one.ref: one for one in SearchDocument.objects.filter(space_id=space_id, kind=kind, ref__in=refs).defer("vectors")}
        counts: Counter[str] = Counter()
        gone = [one for ref, one in held.items() if ref not in found]
        for one in gone:
            counts.subtract(words_of(one))
        SearchDocument.objects.filter(pk__in=[one.pk for one in gone]).delete()
        fresh: list[SearchDocument] = []
        for ref, document in found.items():
            row = row_of(document, kind)
            before = held.get(ref)
            if before is not None and before.digest == row.digest:
                continue
            counts.update(words_of(row))
            if before is None:
                fresh.append(row)
                continue
            counts.subtract(words_of(before))
            row.pk = before.pk
            row.save(force_update=True)
            written.append(row.pk)
        SearchDocument.objects.bulk_create(fresh, batch_size=200)
        written += SearchDocument.objects.filter(space_id=space_id, kind=kind, ref__in=[row.ref for row in fresh]).values_list(
            "pk", flat=True
        )
        count_words(space_id, counts)
        for start in range(0, len(written), ENCODED_AT_ONCE):
            enqueue("core.search.encode", {"documents": written[start : start + ENCODED_AT_ONCE]}, at=at, space_id=space_id)
    return len(written) + len(gone)


def row_of(document: Document, kind: str) -> SearchDocument:
    """A document as its row, not yet written. The words of the title count as those of a passage of its own."""
    passages = [[p.role, p.language, p.text] for p in document.passages if p.text.strip()][:MOST_PASSAGES]
    aside = KINDS[kind].aside
    first = [document.title, *(text for role, _, text in passages if role not in aside)]
    later = [text for role, _, text in passages if role in aside]
    told = json.dumps([document.audience, document.title, passages], ensure_ascii=False)
    return SearchDocument(
        space_id=document.space_id,
        kind=kind,
        ref=document.ref,
        audience=document.audience,
        title=document.title[:250],
        passages=passages,
        words=f" {APART} ".join(
            " ".join(word[:LONGEST] for text in texts for word in stems(text)) for texts in ((first, later) if later else (first,))
        ),
        digest=hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:40],
    )


def texts_of(row: SearchDocument) -> list[str]:
    """What is encoded of a document: its title, its passages, and last the whole of what it has."""
    aside = KINDS[row.kind].aside if row.kind in KINDS else frozenset()
    texts = [text for _, _, text in row.passages]
    return [row.title, *texts, ". ".join(text.rstrip(" .") for role, _, text in row.passages if role not in aside)]


def words_of(row: SearchDocument) -> set[str]:
    """The words that a document holds."""
    return set(row.words.split()) - {APART}


def count_words(space_id: int, counts: Counter[str]) -> None:
    """Add to the number of documents of each word, and forget words that no document holds any more."""
    wanted = {word: by for word, by in counts.items() if by}
    names = sorted(wanted)
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known = dict(SearchWord.objects.filter(space_id=space_id, word__in=some).values_list("word", "pk"))
        SearchWord.objects.bulk_create(
            (SearchWord(space_id=space_id, word=w, documents=wanted[w]) for w in some if w not in known), ignore_conflicts=True
        )
        by_change: dict[int, list[int]] = {}
        for word, pk in known.items():
            by_change.setdefault(wanted[word], []).append(pk)
        for by, keys in by_change.items():
            SearchWord.objects.filter(pk__in=keys).update(documents=F("documents") + by)
    if any(by < 0 for by in wanted.values()):
        SearchWord.objects.filter(space_id=space_id, documents__lte=0).delete()


def index_everything(space_id: int, at: datetime, kinds: Iterable[str] | None = None) -> int:
    """Look at every document of a space, and at those in the index whose things are gone; returns how many changed."""
    total = 0
    for name in kinds or sorted(KINDS):
        refs = set(KINDS[name].everything(space_id)) | set(
            SearchDocument.objects.filter(space_id=space_id, kind=name).values_list("ref", flat=True)
        )
        ids = sorted(refs)
        total += sum(index(space_id=space_id, kind=name, refs=ids[start : start + CHUNK], at=at) for start in range(0, len(ids), CHUNK))
    return total


def forget_words(erased: Erased) -> None:
    """Somebody is erased: every document that quotes them is made anew from what is left, with its words and its meaning."""
    refs: dict[str, list[int]] = {}
    rows = SearchDocument.objects.filter(space_id=erased.space_id).values_list("kind", "ref", "title", "passages")
    for kind, ref, title, passages in rows.iterator(chunk_size=500):
        if erased.said.within(title, *(text for _role, _language, text in passages)):
            refs.setdefault(kind, []).append(ref)
    for kind, ids in refs.items():
        for start in range(0, len(ids), CHUNK):
            index(space_id=erased.space_id, kind=kind, refs=ids[start : start + CHUNK], at=erased.at)


def forget(space_id: int) -> None:
    """A space is gone, and with it all that the index held of it."""
    SearchDocument.objects.filter(space_id=space_id).delete()
    SearchWord.objects.filter(space_id=space_id).delete()
